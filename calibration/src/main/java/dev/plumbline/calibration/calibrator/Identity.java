package dev.plumbline.calibration.calibrator;

/** The map that leaves every probability alone: what serves until another one has earned its place. */
public record Identity() implements Calibrator {

    /**
     * The probability itself.
     *
     * @param p in [0, 1]
     * @return p
     */
    @Override
    public double apply(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("probability must be in [0, 1], got " + p);
        }
        return p;
    }

    @Override
    public String method() {
        return "identity";
    }
}

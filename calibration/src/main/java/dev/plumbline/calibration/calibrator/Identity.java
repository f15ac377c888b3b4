package dev.plumbline.calibration.calibrator;

import java.util.OptionalDouble;

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
        Parameters.unit("probability", p);
        return p;
    }

    @Override
    public OptionalDouble inverse(double q) {
        Parameters.unit("q", q);
        return OptionalDouble.of(q);
    }

    @Override
    public String method() {
        return "identity";
    }
}

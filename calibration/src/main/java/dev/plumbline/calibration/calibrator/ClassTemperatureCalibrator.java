package dev.plumbline.calibration.calibrator;

/**
 * One temperature for all classes.
 *
 * <p>Formula: {@code softmax(ln p / T)}.
 *
 * <p>Symbols: T the temperature; p the class probabilities, clipped to at least 1e-7.
 *
 * <p>Input: rows of probabilities with sum 1; shares of classes as outcomes.
 *
 * <p>Direction: T above 1 moves towards equal probabilities, below 1 away; the order of the classes stays.
 *
 * <p>Weights count as copies, shares as split rows, both exactly.
 *
 * <p>Degenerate: where no positive T is best, T is infinite ({@link #exists()} is false) and all classes get the same
 * probability, the limit and the best of all positive T. Where every row's true class had the largest probability, the optimum
 * is T = 0; the result is that of the mean log likelihood less {@code 1e-6/2 T^-2}. Never NaN.
 *
 * <p>Assumption: none for the fit; it carries no standard error.
 *
 * <p>Reference: Guo, Pleiss, Sun and Weinberger 2017, arXiv:1706.04599, section 4.2.
 *
 * <p>Example: four rows (0.9, 0.1) of which three are of the first class: T = 2, as for two classes.
 *
 * @param temperature T, above 0; infinite when none exists
 */
public record ClassTemperatureCalibrator(double temperature) implements ClassCalibrator {

    /** Checks that the temperature is positive; infinity says that none exists. */
    public ClassTemperatureCalibrator {
        new TemperatureCalibrator(temperature);
    }

    /**
     * The temperature of maximum likelihood.
     *
     * @param sample rows
     * @return the map
     */
    public static ClassTemperatureCalibrator fit(ClassSample sample) {
        return new ClassTemperatureCalibrator(ClassFit.temperature(sample));
    }

    /** {@return false when all classes get the same probability because no positive temperature is the best} */
    public boolean exists() {
        return temperature < Double.POSITIVE_INFINITY;
    }

    @Override
    public void scores(double[] p, double[] out) {
        ClassCalibrator.check(p, out, 0);
        for (int k = 0; k < p.length; k++) {
            out[k] = ClassCalibrator.log(p[k]) / temperature;
        }
    }

    @Override
    public String method() {
        return "class-temperature";
    }
}

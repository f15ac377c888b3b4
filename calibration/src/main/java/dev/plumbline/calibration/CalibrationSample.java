package dev.plumbline.calibration;

import java.util.Arrays;

/**
 * Pairs of a probability and what then happened, each with a weight: {@code (p, y, w)}.
 *
 * <p>{@code p} and {@code y} lie in [0, 1]; an outcome may be fractional. A weight is zero or more and at least one is
 * positive. The arrays are checked and copied; a sample never changes and has at least one pair.
 */
public final class CalibrationSample {

    private final double[] probability;
    private final double[] outcome;
    private final double[] weight; // null: every weight is 1

    private CalibrationSample(double[] probability, double[] outcome, double[] weight) {
        this.probability = probability;
        this.outcome = outcome;
        this.weight = weight;
    }

    /**
     * Pairs of weight 1.
     *
     * @param probability in [0, 1], as issued
     * @param outcome in [0, 1], of the same length
     * @return the sample
     */
    public static CalibrationSample of(double[] probability, double[] outcome) {
        Checks.sameLength("outcome", outcome.length, "probability", probability.length);
        Checks.notEmpty("probability", probability.length);
        return new CalibrationSample(unit("probability", probability), unit("outcome", outcome), null);
    }

    /**
     * Weighted pairs.
     *
     * @param probability in [0, 1], as issued
     * @param outcome in [0, 1], of the same length
     * @param weight zero or more, of the same length, not all zero
     * @return the sample
     */
    public static CalibrationSample of(double[] probability, double[] outcome, double[] weight) {
        CalibrationSample sample = of(probability, outcome);
        Checks.sameLength("weight", weight.length, "probability", probability.length);
        Checks.weights(weight);
        return new CalibrationSample(sample.probability, sample.outcome, weight.clone());
    }

    private static double[] unit(String name, double[] values) {
        double[] copy = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            Checks.unit(name, values[i], i);
            copy[i] = values[i] + 0.0; // -0.0 becomes 0.0, so that it is one value everywhere
        }
        return copy;
    }

    /**
     * The number of pairs.
     *
     * @return at least 1
     */
    public int size() {
        return probability.length;
    }

    /**
     * The probability of a pair.
     *
     * @param i its index, from 0
     * @return in [0, 1]
     */
    public double probability(int i) {
        return probability[i];
    }

    /**
     * The outcome of a pair.
     *
     * @param i its index, from 0
     * @return in [0, 1]
     */
    public double outcome(int i) {
        return outcome[i];
    }

    /**
     * The weight of a pair.
     *
     * @param i its index, from 0
     * @return zero or more; 1 when the sample was made without weights
     */
    public double weight(int i) {
        return weight == null ? 1 : weight[i];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CalibrationSample that
                && Arrays.equals(probability, that.probability)
                && Arrays.equals(outcome, that.outcome)
                && Arrays.equals(weight, that.weight);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(probability) + Arrays.hashCode(outcome)) + Arrays.hashCode(weight);
    }

    @Override
    public String toString() {
        return "CalibrationSample[" + size() + " pairs" + (weight == null ? "]" : ", weighted]");
    }
}

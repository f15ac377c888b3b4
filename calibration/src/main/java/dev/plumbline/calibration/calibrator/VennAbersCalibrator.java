package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.ScorePools;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Two probabilities per score, one of which is right: the inductive Venn-Abers predictor. The only map here with an interval.
 *
 * <p>Formula: p0 (p1) is the value at s of the isotonic fit to the data and one more pair (s, 0) ((s, 1)) of weight 1, equal
 * scores pooled. {@link #apply} merges them to {@code p1/(1 - p0 + p1)}.
 *
 * <p>Symbols: s the score; p0, p1, and the merged p as in Vovk, Petej and Fedorova.
 *
 * <p>Input: probabilities in [0, 1], outcomes in [0, 1]. p0 and p1 only change at scores of the data; they are kept for every
 * score and for every gap between two, so a score between or beyond those of the data gets what a fit with it would give.
 *
 * <p>Direction: {@code p0 <= p1}, neither ever decreases. The narrower the more data near s.
 *
 * <p>Weights count as copies, against the one more pair of weight 1; a fractional outcome counts as its two split rows.
 *
 * <p>Degenerate: nothing is special. One pair (s, 1) gives p0 = 1/2, p1 = 1 at s; one class of N zeros p0 = 0 everywhere and p1 =
 * 1/(N+1) below. Never NaN: {@code 1 - p0 + p1} is at least 1.
 *
 * <p>Assumption: pairs and the new one are exchangeable; then one of p0, p1 is perfectly calibrated (their Theorem 1).
 *
 * <p>Reference: Vovk, Petej and Fedorova 2015, "Large-scale probabilistic predictors with and without guarantees of validity",
 * arXiv:1511.00213, sections 3 and 4 (merging: eq. 6 for log loss).
 *
 * <p>Example: twelve pairs at each of 0.1, 0.3, 0.5, 0.7, 0.9 with 1, 5, 4, 9, 11 outcomes of 1: at 0.2 p0 = 1/13, p1 = 2/5,
 * merged 13/43.
 *
 * @param x scores where p0 or p1 change, strictly ascending
 * @param p0 2k+1 values for k scores: below x_0, at x_0, between x_0 and x_1, at x_1, ..., beyond the last
 * @param p1 likewise
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record VennAbersCalibrator(double[] x, double[] p0, double[] p1) implements Calibrator {

    /** Checks and copies the values. */
    public VennAbersCalibrator {
        if (p0.length != 2 * x.length + 1 || p1.length != p0.length) {
            throw new IllegalArgumentException("p0 and p1 must have 2k+1 values for k in x, got " + p0.length + " and "
                    + p1.length + " for " + x.length);
        }
        x = x.clone();
        p0 = p0.clone();
        p1 = p1.clone();
        for (int i = 0; i < x.length; i++) {
            Parameters.unit("x", x[i], i);
            if (i > 0 && x[i] <= x[i - 1]) {
                throw new IllegalArgumentException("x must be strictly ascending, got " + x[i] + " at index " + i);
            }
        }
        for (int i = 0; i < p0.length; i++) {
            Parameters.unit("p0", p0[i], i);
            Parameters.unit("p1", p1[i], i);
            if (p0[i] > p1[i]) {
                throw new IllegalArgumentException(
                        "p0 must be at most p1, got " + p0[i] + " above " + p1[i] + " at index " + i);
            }
            if (i > 0 && (p0[i] < p0[i - 1] || p1[i] < p1[i - 1])) {
                throw new IllegalArgumentException(
                        "p0 and p1 must never descend, got " + p0[i] + " and " + p1[i] + " at index " + i);
            }
        }
    }

    /** Both probabilities of a score. */
    public record Interval(double p0, double p1) {

        /** {@return the one probability that stands for both, {@code p1/(1 - p0 + p1)}} */
        public double merged() {
            return VennAbersCalibrator.merged(p0, p1);
        }
    }

    /**
     * The predictor of a sample.
     *
     * @param sample pairs
     * @return the map
     */
    public static VennAbersCalibrator fit(CalibrationSample sample) {
        ScorePools pools = ScorePools.of(sample);
        double[] p0 = VennAbersSweep.values(pools, 0);
        double[] p1 = VennAbersSweep.values(pools, 1);
        Arrays.setAll(p1, i -> Math.max(p1[i], p0[i])); // equal but for rounding
        double[] x = new double[pools.size()];
        int size = 0; // scores kept; values move to the front in step
        for (int k = 0; k < pools.size(); k++) {
            int at = 2 * k + 1;
            boolean same =
                    p0[at] == p0[2 * size] && p1[at] == p1[2 * size] && p0[at + 1] == p0[at] && p1[at + 1] == p1[at];
            if (!same) {
                x[size++] = pools.score(k);
                System.arraycopy(p0, at, p0, 2 * size - 1, 2);
                System.arraycopy(p1, at, p1, 2 * size - 1, 2);
            }
        }
        return new VennAbersCalibrator(
                Arrays.copyOf(x, size), Arrays.copyOf(p0, 2 * size + 1), Arrays.copyOf(p1, 2 * size + 1));
    }

    /** {@return a copy} */
    @Override
    public double[] x() {
        return x.clone();
    }

    /** {@return a copy} */
    @Override
    public double[] p0() {
        return p0.clone();
    }

    /** {@return a copy} */
    @Override
    public double[] p1() {
        return p1.clone();
    }

    @Override
    public double apply(double p) {
        int at = index(p);
        return merged(p0[at], p1[at]);
    }

    /**
     * Both probabilities of a score.
     *
     * @param p in [0, 1]
     * @return p0 and p1
     */
    public Interval interval(double p) {
        int at = index(p);
        return new Interval(p0[at], p1[at]);
    }

    private int index(double p) {
        Parameters.unit("probability", p);
        int k = IsotonicCalibrator.last(x, p);
        return k >= 0 && x[k] == p ? 2 * k + 1 : 2 * k + 2;
    }

    private static double merged(double p0, double p1) {
        return p1 / ((1 - p0) + p1);
    }

    /** {@return empty: a step function takes no value at one score only} */
    @Override
    public OptionalDouble inverse(double q) {
        Parameters.unit("q", q);
        return OptionalDouble.empty();
    }

    @Override
    public String method() {
        return "venn-abers";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VennAbersCalibrator that
                && Arrays.equals(x, that.x)
                && Arrays.equals(p0, that.p0)
                && Arrays.equals(p1, that.p1);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(x) + Arrays.hashCode(p0)) + Arrays.hashCode(p1);
    }

    @Override
    public String toString() {
        return "VennAbersCalibrator[" + x.length + " scores]";
    }
}

package dev.plumbline.calibration.calibrator;

import java.util.Arrays;

/**
 * A slope and an intercept per class.
 *
 * <p>Formula: {@code softmax(v * ln p + b)}, class by class.
 *
 * <p>Symbols: v the slopes, b the intercepts; p the class probabilities, clipped to at least 1e-7.
 *
 * <p>Input: rows of probabilities with sum 1; shares of classes as outcomes.
 *
 * <p>Direction: v = 1, b = 0 leaves alone; a class of larger b gets more.
 *
 * <p>Weights (scaled to mean 1) count as importance, shares as split rows.
 *
 * <p>Degenerate: the fit maximises {@code log likelihood - 2 (|v-1|^2 + |b|^2)}: strictly concave, so every sample has one finite
 * result; one class, one row and separable rows too. Never NaN. A common shift of all b changes nothing; the penalty makes
 * their sum 0.
 *
 * <p>Assumption: none for the fit; it carries no standard error.
 *
 * <p>Reference: Guo, Pleiss, Sun and Weinberger 2017, arXiv:1706.04599, section 4.2 (vector scaling, there on logits and
 * without the penalty).
 *
 * <p>Example: for rows in which classes occur as often as their probabilities say, v = 1 and b = 0.
 *
 * @param v slope per class
 * @param b intercept per class
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record VectorCalibrator(double[] v, double[] b) implements ClassCalibrator {

    /** Checks and copies the coefficients. */
    public VectorCalibrator {
        if (v.length < 2 || v.length != b.length) {
            throw new IllegalArgumentException(
                    "v and b must have one value per class, at least 2, got " + v.length + " and " + b.length);
        }
        v = v.clone();
        b = b.clone();
        for (int k = 0; k < v.length; k++) {
            Parameters.coefficient("v", v[k]);
            Parameters.coefficient("b", b[k]);
        }
    }

    /**
     * The map of penalised maximum likelihood.
     *
     * @param sample rows
     * @return the map
     */
    public static VectorCalibrator fit(ClassSample sample) {
        double[][] fit = ClassFit.fit(sample, false);
        double[] v = new double[sample.classes()];
        double[] b = new double[sample.classes()];
        for (int k = 0; k < v.length; k++) {
            v[k] = fit[k][k];
            b[k] = fit[k][v.length];
        }
        return new VectorCalibrator(v, b);
    }

    /** {@return a copy} */
    @Override
    public double[] v() {
        return v.clone();
    }

    /** {@return a copy} */
    @Override
    public double[] b() {
        return b.clone();
    }

    @Override
    public void scores(double[] p, double[] out) {
        ClassCalibrator.check(p, out, v.length);
        for (int k = 0; k < v.length; k++) {
            out[k] = v[k] * ClassCalibrator.log(p[k]) + b[k];
        }
    }

    @Override
    public String method() {
        return "vector";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VectorCalibrator that && Arrays.equals(v, that.v) && Arrays.equals(b, that.b);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(v) + Arrays.hashCode(b);
    }

    @Override
    public String toString() {
        return "VectorCalibrator[v=" + Arrays.toString(v) + ", b=" + Arrays.toString(b) + "]";
    }
}

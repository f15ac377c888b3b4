package dev.plumbline.calibration.calibrator;

import java.util.Arrays;

/**
 * A matrix over the log probabilities, held near the identity: classes may borrow from each other.
 *
 * <p>Formula: {@code softmax(M ln p + b)}.
 *
 * <p>Symbols: M the matrix, b the intercepts; p the class probabilities, clipped to at least 1e-7; K the number of classes.
 *
 * <p>Input: rows of probabilities with sum 1; shares of classes as outcomes. Up to 30 classes.
 *
 * <p>Direction: M = I, b = 0 leaves alone; a positive entry (k, j) gives class k more where j is likely.
 *
 * <p>Weights (scaled to mean 1) count as importance, shares as split rows.
 *
 * <p>Degenerate: the fit maximises {@code log likelihood - 2 (|diag M - 1|^2 + |b|^2 + (K-1) |rest of M|^2)}: strictly concave, so
 * every sample has one finite result; one class, one row and separable rows too. Never NaN. The rest of M is held K-1 times as
 * hard because it has K-1 times as many entries.
 *
 * <p>Assumption: none for the fit; it carries no standard error.
 *
 * <p>Reference: Kull, Perello-Nieto, Kängsepp, Silva Filho, Song and Flach 2019, arXiv:1910.12656, section 3 (softmax of a matrix
 * over log probabilities, with separate penalties off the diagonal and on the intercepts).
 *
 * <p>Example: for rows in which classes occur as often as their probabilities say, M = I and b = 0.
 *
 * @param m one row per class
 * @param b intercept per class
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record MatrixCalibrator(double[][] m, double[] b) implements ClassCalibrator {

    /** Checks and copies the coefficients. */
    public MatrixCalibrator {
        if (m.length < 2 || m.length != b.length) {
            throw new IllegalArgumentException(
                    "m and b must have one row per class, at least 2, got " + m.length + " and " + b.length);
        }
        m = copy(m);
        b = b.clone();
        for (int k = 0; k < b.length; k++) {
            if (m[k].length != b.length) {
                throw new IllegalArgumentException(
                        "m must have " + b.length + " columns, got " + m[k].length + " in row " + k);
            }
            Parameters.coefficient("b", b[k]);
            for (double value : m[k]) {
                Parameters.coefficient("m", value);
            }
        }
    }

    private static double[][] copy(double[][] rows) {
        double[][] copy = new double[rows.length][];
        for (int k = 0; k < copy.length; k++) {
            copy[k] = rows[k].clone();
        }
        return copy;
    }

    /**
     * The map of penalised maximum likelihood.
     *
     * @param sample rows
     * @return the map
     */
    public static MatrixCalibrator fit(ClassSample sample) {
        double[][] fit = ClassFit.fit(sample, true);
        double[] b = new double[sample.classes()];
        for (int k = 0; k < b.length; k++) {
            b[k] = fit[k][b.length];
            fit[k] = Arrays.copyOf(fit[k], b.length);
        }
        return new MatrixCalibrator(fit, b);
    }

    /** {@return a copy} */
    @Override
    public double[][] m() {
        return copy(m);
    }

    /** {@return a copy} */
    @Override
    public double[] b() {
        return b.clone();
    }

    @Override
    public void scores(double[] p, double[] out) {
        ClassCalibrator.check(p, out, b.length);
        System.arraycopy(b, 0, out, 0, b.length);
        for (int j = 0; j < b.length; j++) {
            double log = ClassCalibrator.log(p[j]);
            for (int k = 0; k < b.length; k++) {
                out[k] += m[k][j] * log;
            }
        }
    }

    @Override
    public String method() {
        return "matrix";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MatrixCalibrator that && Arrays.deepEquals(m, that.m) && Arrays.equals(b, that.b);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.deepHashCode(m) + Arrays.hashCode(b);
    }

    @Override
    public String toString() {
        return "MatrixCalibrator[m=" + Arrays.deepToString(m) + ", b=" + Arrays.toString(b) + "]";
    }
}

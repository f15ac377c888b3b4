package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.IsotonicRegression;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * A map that only knows that higher scores mean more: isotonic regression.
 *
 * <p>Formula: linear between the points (x_k, y_k), y_0 below x_0, the last y beyond the last x. The y are the non-decreasing
 * values that minimise {@code sum w (y_i - g(p_i))^2}.
 *
 * <p>Symbols: {@link #fit} puts a point at each end of a block of {@link IsotonicRegression}: flat along the blocks, so the
 * fitted value at every score of the data. {@link #fitCentred} puts one at each block's centre, its weighted mean score:
 * strictly increasing between the outer centres.
 *
 * <p>Input: probabilities in [0, 1], outcomes in [0, 1]. Equal scores are pooled before the fit. From a summary a cell is one
 * position, see {@link IsotonicRegression}.
 *
 * <p>Direction: never decreasing, constant beyond the data, inside the range of the outcomes.
 *
 * <p>Weights count as copies, a fractional outcome as its two split rows, both exactly.
 *
 * <p>Degenerate: one class only, constant scores, n = 1 and perfectly reversed scores give one value, the mean outcome; separable
 * data give 0 and 1 with a straight line between. Never NaN.
 *
 * <p>Assumption: none for the fit; it carries no standard error. It uses many degrees of freedom: do not trust it below some
 * thousand pairs.
 *
 * <p>Reference: Zadrozny and Elkan 2002, doi:10.1145/775047.775151; centred: Oron and Flournoy 2017,
 * doi:10.1080/19466315.2017.1286256, section 2.
 *
 * <p>Example: scores 0, 0.1, 0.1, 0.2, 0.3 with outcomes 0, 0, 1, 0, 1 give x = 0, 0.1, 0.2, 0.3 and y = 0, 1/3, 1/3, 1.
 *
 * @param x scores, strictly ascending
 * @param y values, never descending, in [0, 1], as many
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record IsotonicCalibrator(double[] x, double[] y) implements Calibrator {

    /** Checks and copies the points. */
    public IsotonicCalibrator {
        if (x.length == 0 || x.length != y.length) {
            throw new IllegalArgumentException(
                    "x and y must be equally long with at least 1 value, got " + x.length + " and " + y.length);
        }
        x = x.clone();
        y = y.clone();
        for (int i = 0; i < x.length; i++) {
            Parameters.unit("x", x[i], i);
            Parameters.unit("y", y[i], i);
            if (i > 0 && x[i] <= x[i - 1]) {
                throw new IllegalArgumentException("x must be strictly ascending, got " + x[i] + " at index " + i);
            }
            if (i > 0 && y[i] < y[i - 1]) {
                throw new IllegalArgumentException("y must never descend, got " + y[i] + " at index " + i);
            }
        }
    }

    /**
     * The map that is flat along the blocks.
     *
     * @param sample pairs
     * @return the map
     */
    public static IsotonicCalibrator fit(CalibrationSample sample) {
        return alongBlocks(IsotonicRegression.of(sample));
    }

    /**
     * The map that is flat along the blocks, from sums.
     *
     * @param summary with at least one pair of positive weight
     * @return the map
     */
    public static IsotonicCalibrator fit(CalibrationSummary summary) {
        return alongBlocks(IsotonicRegression.of(summary));
    }

    /**
     * The map that rises from block centre to block centre.
     *
     * @param sample pairs
     * @return the map
     */
    public static IsotonicCalibrator fitCentred(CalibrationSample sample) {
        IsotonicRegression blocks = IsotonicRegression.of(sample);
        double[] x = new double[blocks.blocks()];
        double[] y = new double[blocks.blocks()];
        for (int block = 0; block < x.length; block++) {
            x[block] = blocks.centre(block);
            y[block] = blocks.value(block);
        }
        return new IsotonicCalibrator(x, y);
    }

    private static IsotonicCalibrator alongBlocks(IsotonicRegression blocks) {
        double[] x = new double[2 * blocks.blocks()];
        double[] y = new double[2 * blocks.blocks()];
        int size = 0;
        for (int block = 0; block < blocks.blocks(); block++) {
            x[size] = blocks.lower(block);
            y[size++] = blocks.value(block);
            if (blocks.upper(block) > blocks.lower(block)) {
                x[size] = blocks.upper(block);
                y[size++] = blocks.value(block);
            }
        }
        return new IsotonicCalibrator(Arrays.copyOf(x, size), Arrays.copyOf(y, size));
    }

    /** {@return a copy} */
    @Override
    public double[] x() {
        return x.clone();
    }

    /** {@return a copy} */
    @Override
    public double[] y() {
        return y.clone();
    }

    @Override
    public double apply(double p) {
        Parameters.unit("probability", p);
        int k = last(x, p);
        if (k < 0) {
            return y[0];
        }
        return k == x.length - 1 ? y[k] : between(p, x[k], y[k], x[k + 1], y[k + 1]);
    }

    /** Exactly y at x, and never above the next y, whatever the rounding. */
    static double between(double p, double x, double y, double nextX, double nextY) {
        return Math.min(y + (p - x) / (nextX - x) * (nextY - y), nextY);
    }

    /** The index of the last value that is at most p; -1 when all are above. Without branches that depend on the data. */
    static int last(double[] ascending, double p) {
        int at = -1;
        int length = ascending.length;
        while (length > 0) {
            int half = (length + 1) >>> 1;
            at = ascending[at + half] <= p ? at + half : at;
            length -= half;
        }
        return at;
    }

    @Override
    public OptionalDouble inverse(double q) {
        Parameters.unit("q", q);
        int k = last(y, q);
        boolean inside = k >= 0 && k < y.length - 1;
        if (!inside || (q == y[k] && (k == 0 || y[k - 1] == y[k]))) {
            return OptionalDouble.empty(); // never reached, or along a whole stretch
        }
        return OptionalDouble.of(between(q, y[k], x[k], y[k + 1], x[k + 1]));
    }

    @Override
    public String method() {
        return "isotonic";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IsotonicCalibrator that && Arrays.equals(x, that.x) && Arrays.equals(y, that.y);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(x) + Arrays.hashCode(y);
    }

    @Override
    public String toString() {
        return "IsotonicCalibrator[" + x.length + " points from " + x[0] + " to " + x[x.length - 1] + "]";
    }
}

package dev.plumbline.calibration;

import java.util.Arrays;

/**
 * The increasing step function that fits outcomes best, as blocks of constant value.
 *
 * <p>Formula: the g that minimises {@code sum w_i (y_i - g(x_i))^2} over all non-decreasing g. For outcomes in [0, 1] the
 * same g minimises log loss and every other proper score.
 *
 * <p>Symbols: x position (a probability, or any score), y outcome, w weight.
 *
 * <p>Input: pairs in any order. Equal positions are pooled <b>before</b> the fit, so that they get one value and the result
 * does not depend on the order of the rows. Pool adjacent violators, in time linear in the number of distinct positions
 * after sorting. Neighbouring blocks of equal value are one block.
 *
 * <p>Direction: values never decrease from block to block and lie between the smallest and the largest outcome.
 *
 * <p>Weights count as copies: weight k is k copies, weight 0 is absent. A fractional outcome equals its two split rows.
 *
 * <p>Degenerate: one class gives one block of that value; one distinct position one block at the mean outcome. There is
 * always at least one block. Never NaN; bad values are refused.
 *
 * <p>Standard error: none. At a fixed point the error is of order {@code n^(-1/3)}.
 *
 * <p>Reference: Ayer, Brunk, Ewing, Reid and Silverman 1955, doi:10.1214/aoms/1177728423; as a map of probabilities Zadrozny
 * and Elkan 2002, doi:10.1145/775047.775151. Exact from pairs; from a summary every cell is one position, its mean, so a
 * step inside a cell (0.03 logits wide) moves to the edge of that cell's block.
 *
 * <p>Example: x = 0, 1, 1, 2, 3 with y = 0, 0, 1, 0, 1 has the values 0, 1/3, 1/3, 1/3, 1 in three blocks.
 */
public final class IsotonicRegression {

    private final double[] lower;
    private final double[] upper;
    private final double[] centre;
    private final double[] value;
    private final double[] weight;

    private IsotonicRegression(double[] lower, double[] upper, double[] centre, double[] value, double[] weight) {
        this.lower = lower;
        this.upper = upper;
        this.centre = centre;
        this.value = value;
        this.weight = weight;
    }

    /**
     * The fit of outcomes on probabilities.
     *
     * @param sample pairs
     * @return its blocks
     */
    public static IsotonicRegression of(CalibrationSample sample) {
        return sample.isotonic();
    }

    /**
     * The fit from sums: every cell is one position.
     *
     * @param summary with weight
     * @return its blocks
     * @throws IllegalArgumentException when the summary has no weight
     */
    public static IsotonicRegression of(CalibrationSummary summary) {
        CellPositions cells = CellPositions.of(summary);
        return pooled(cells.x, cells.weight, cells.target, cells.x.length);
    }

    /**
     * The fit on positions of any kind.
     *
     * @param position any finite numbers
     * @param outcome in [0, 1], of the same length
     * @param weight zero or more, of the same length, not all zero; null for all 1
     * @return its blocks
     */
    public static IsotonicRegression of(double[] position, double[] outcome, double[] weight) {
        Checks.notEmpty("position", position.length);
        Checks.sameLength("outcome", outcome.length, "position", position.length);
        double[] x = new double[position.length];
        for (int i = 0; i < x.length; i++) {
            Checks.finite("position", position[i], i);
            Checks.unit("outcome", outcome[i], i);
            x[i] = position[i] + 0.0;
        }
        if (weight != null) {
            Checks.sameLength("weight", weight.length, "position", position.length);
            Checks.weights(weight);
        }
        return of(SortedPairs.of(x, outcome, weight));
    }

    static IsotonicRegression of(SortedPairs sorted) {
        return pooled(sorted.x, sorted.weight, sorted.target, sorted.pools());
    }

    /** Pool adjacent violators over the first {@code size} positions, strictly ascending, weights above 0. */
    static IsotonicRegression pooled(double[] x, double[] weight, double[] target, int size) {
        double[] sumW = new double[size];
        double[] sumY = new double[size];
        int[] first = new int[size + 1];
        int top = -1;
        for (int i = 0; i < size; i++) {
            double w = weight[i];
            double t = target[i];
            int from = i;
            // products instead of quotients: exact for counts, and no division per step
            while (top >= 0 && sumY[top] * w >= t * sumW[top]) {
                w += sumW[top];
                t += sumY[top];
                from = first[top--];
            }
            sumW[++top] = w;
            sumY[top] = t;
            first[top] = from;
        }
        int blocks = top + 1;
        first[blocks] = size;
        double[] lower = new double[blocks];
        double[] upper = new double[blocks];
        double[] centre = new double[blocks];
        double[] value = new double[blocks];
        for (int b = 0; b < blocks; b++) {
            lower[b] = x[first[b]];
            upper[b] = x[first[b + 1] - 1];
            double moment = 0;
            for (int i = first[b]; i < first[b + 1]; i++) {
                moment += weight[i] * (x[i] - lower[b]);
            }
            centre[b] = Math.min(Math.max(lower[b] + moment / sumW[b], lower[b]), upper[b]);
            value[b] = Math.min(sumY[b] / sumW[b], 1);
        }
        return new IsotonicRegression(lower, upper, centre, value, Arrays.copyOf(sumW, blocks));
    }

    /** {@return the number of blocks, at least 1} */
    public int blocks() {
        return value.length;
    }

    /**
     * Where a block starts.
     *
     * @param block from 0, in order of position
     * @return its smallest position
     */
    public double lower(int block) {
        return lower[block];
    }

    /**
     * Where a block ends.
     *
     * @param block from 0, in order of position
     * @return its largest position
     */
    public double upper(int block) {
        return upper[block];
    }

    /**
     * The middle of a block.
     *
     * @param block from 0, in order of position
     * @return the weighted mean of its positions
     */
    public double centre(int block) {
        return centre[block];
    }

    /**
     * The fitted value of a block.
     *
     * @param block from 0, in order of position
     * @return the weighted mean of its outcomes, in [0, 1], strictly above that of the block before
     */
    public double value(int block) {
        return value[block];
    }

    /**
     * The weight of a block.
     *
     * @param block from 0, in order of position
     * @return the sum of its weights, above 0
     */
    public double weight(int block) {
        return weight[block];
    }

    /**
     * The fitted value at a position: that of its block, constant beyond the data and, between two blocks, linear from the
     * end of the one to the start of the next.
     *
     * @param x any number
     * @return in [0, 1], never decreasing in x
     */
    public double valueAt(double x) {
        if (Double.isNaN(x)) {
            throw new IllegalArgumentException("x must be a number, got NaN");
        }
        int found = Arrays.binarySearch(lower, x + 0.0);
        int block = found >= 0 ? found : -found - 2;
        if (block < 0) {
            return value[0];
        }
        if (block == value.length - 1 || x <= upper[block]) {
            return value[block];
        }
        double share = (x - upper[block]) / (lower[block + 1] - upper[block]);
        return value[block] + share * (value[block + 1] - value[block]);
    }

    @Override
    public String toString() {
        return "IsotonicRegression[" + blocks() + " blocks from " + lower[0] + " to " + upper[blocks() - 1] + "]";
    }
}

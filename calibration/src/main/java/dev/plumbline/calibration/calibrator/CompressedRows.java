package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.Logistic;
import java.util.stream.IntStream;

/**
 * Many rows as a few thousand that stand for them.
 *
 * <p>Probabilities fall into cells 1/32 wide in relative odds; those that a logit clips have cells of their own. In a cell, positive
 * and negative weight is each replaced by up to three rows that have the same moments up to the fifth: the nodes and weights of
 * Gauss's quadrature for the cell's own distribution (Golub and Welsch 1969, doi:10.1090/S0025-5718-69-99647-1). Any function g of
 * the probability keeps its sum up to {@code h^6 max|g^(6)| / 2e6} per unit of weight, h the cell's width: for log odds and a curve
 * that moves by less than {@link #STEEP} inside a cell that is beyond the 10th digit. It takes neither logarithm nor exponential per
 * row: the cell of a probability is read from the leading bits of its odds.
 */
final class CompressedRows implements RowSource {

    /** How far log odds may move inside a cell for the sums to be as good as those of the rows. */
    static final double STEEP = 0.1;

    private static final int SHIFT = 52 - 5; // five bits of the mantissa: 32 cells where odds double
    private static final double LOW = Logistic.CLIP;
    private static final double HIGH = 1 - Logistic.CLIP;
    private static final long FIRST = bits(LOW) - 1; // cell 0 holds what is clipped from below
    private static final int CELLS = (int) (bits(HIGH) - FIRST + 2); // the last one what is clipped from above
    private static final double[] LOWER = lowerEdges();
    private static final double[] PER_WIDTH = new double[CELLS];
    private static final int MOMENTS = 6;
    private static final int CHUNK = 4096;
    private static final int PART =
            1 << 17; // rows of one partial table: fixed, so that sums do not depend on the machine

    static {
        for (int cell = 0; cell < CELLS; cell++) {
            PER_WIDTH[cell] = 1 / (LOWER[cell + 1] - LOWER[cell]);
        }
    }

    private final double[] sums; // per cell: moments of negative weight, then of positive weight
    private final double[] p = new double[6 * CELLS];
    private final double[] w = new double[6 * CELLS];
    private final double[] wt = new double[6 * CELLS];
    private int size;
    private double weight;
    private double target;
    private final int[][] extent = {{-1, -1}, {-1, -1}}; // first and last cell with negative, with positive weight

    private CompressedRows(double[] sums) {
        this.sums = sums;
        double[] node = new double[3];
        double[] share = new double[3];
        for (int cell = 0; cell < CELLS; cell++) {
            for (int side = 0; side < 2; side++) {
                int at = 2 * MOMENTS * cell + MOMENTS * side;
                double in = sums[at];
                if (in > 0) {
                    int nodes = Quadrature.of(sums, at, node, share);
                    for (int k = 0; k < nodes; k++) {
                        double inside = Math.min(
                                Math.max(LOWER[cell] + node[k] / PER_WIDTH[cell], LOWER[cell]), LOWER[cell + 1]);
                        p[size] = inside;
                        w[size] = in * share[k];
                        wt[size] = side * in * share[k];
                        size++;
                    }
                    extent[side][0] = extent[side][0] < 0 ? cell : extent[side][0];
                    extent[side][1] = cell;
                    weight += in;
                    target += side * in;
                }
            }
        }
    }

    static CompressedRows of(RowSource rows) {
        int parts = (rows.size() + PART - 1) / PART;
        IntStream numbers = IntStream.range(0, parts);
        double[][] tables = (parts > 1 ? numbers.parallel() : numbers)
                .mapToObj(part -> table(rows, part * PART, Math.min((part + 1) * PART, rows.size())))
                .toArray(double[][]::new);
        double[] sums = tables[0];
        for (int part = 1; part < parts; part++) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += tables[part][i];
            }
        }
        return new CompressedRows(sums);
    }

    private static double[] table(RowSource rows, int from, int to) {
        double[] sums = new double[2 * MOMENTS * CELLS];
        double[] p = new double[CHUNK];
        double[] w = new double[CHUNK];
        double[] wt = new double[CHUNK];
        for (int start = from; start < to; start += CHUNK) {
            int count = Math.min(CHUNK, to - start);
            rows.load(start, count, p, w, wt);
            add(count, p, w, wt, sums);
        }
        return sums;
    }

    private static void add(int count, double[] p, double[] w, double[] wt, double[] sums) {
        for (int i = 0; i < count; i++) {
            int cell = cell(p[i]);
            double t = (p[i] - LOWER[cell]) * PER_WIDTH[cell];
            int at = 2 * MOMENTS * cell;
            double high = wt[i];
            double low = w[i] - high;
            if (low * high == 0) {
                // all weight on one side, as of plain outcomes; which side is a coin toss, so no branch may depend on
                // it:
                // the bits of a positive number are a positive number, those of 0 are 0
                int side = (int) (-Double.doubleToRawLongBits(high) >>> 63);
                add(sums, at + MOMENTS * side, w[i], t);
            } else {
                add(sums, at, low, t);
                add(sums, at + MOMENTS, high, t);
            }
        }
    }

    private static void add(double[] sums, int at, double weight, double t) {
        double square = t * t;
        double first = weight * t;
        double second = weight * square;
        sums[at] += weight;
        sums[at + 1] += first;
        sums[at + 2] += second;
        sums[at + 3] += first * square;
        sums[at + 4] += second * square;
        sums[at + 5] += first * square * square;
    }

    private static int cell(double p) {
        if (p <= LOW) {
            return 0;
        }
        return p >= HIGH ? CELLS - 1 : (int) (bits(p) - FIRST);
    }

    private static long bits(double p) {
        return Double.doubleToRawLongBits(p / (1 - p)) >>> SHIFT;
    }

    private static double[] lowerEdges() {
        double[] lower = new double[CELLS + 1];
        for (int cell = 2; cell < CELLS - 1; cell++) {
            double odds = Double.longBitsToDouble((FIRST + cell) << SHIFT);
            lower[cell] = odds / (1 + odds);
        }
        lower[1] = LOW;
        lower[CELLS - 1] = HIGH;
        lower[CELLS] = 1;
        return lower;
    }

    /** The same rows with targets that rise linearly from {@code low} where they were 0 to {@code high} where they were 1. */
    CompressedRows withTargets(double low, double high) {
        double[] moved = new double[sums.length];
        for (int at = 0; at < moved.length; at += 2 * MOMENTS) {
            for (int i = at; i < at + MOMENTS; i++) {
                moved[i] = (1 - low) * sums[i] + (1 - high) * sums[i + MOMENTS];
                moved[i + MOMENTS] = low * sums[i] + high * sums[i + MOMENTS];
            }
        }
        return new CompressedRows(moved);
    }

    double totalWeight() {
        return weight;
    }

    double totalTarget() {
        return target;
    }

    /** The number of cells with weight. */
    int cells() {
        int cells = 0;
        for (int at = 0; at < sums.length; at += 2 * MOMENTS) {
            cells += sums[at] + sums[at + MOMENTS] > 0 ? 1 : 0;
        }
        return cells;
    }

    /** The largest change of a fitted curve's log odds inside one cell that holds weight. */
    double steepest(Features features, double[] coefficients) {
        double[] edge = new double[CELLS + 1];
        double[] second = new double[CELLS + 1];
        System.arraycopy(LOWER, 0, edge, 0, edge.length);
        features.fill(edge.length, edge, second);
        double largest = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            if (sums[2 * MOMENTS * cell] + sums[2 * MOMENTS * cell + MOMENTS] > 0) {
                double change = coefficients[1] * (edge[cell + 1] - edge[cell])
                        + coefficients[2] * (second[cell + 1] - second[cell]);
                largest = Math.max(largest, Math.abs(change));
            }
        }
        return largest;
    }

    /** Whether the cells alone show that no threshold and no interval separates the classes. */
    boolean overlaps() {
        return extent[0][0] >= 0
                && extent[1][0] >= 0
                && holdsInside(extent[1][0], extent[1][1], 0)
                && holdsInside(extent[0][0], extent[0][1], 1);
    }

    /** Whether the cells alone show that there is positive weight on both sides of a half. */
    boolean positiveOnBothSides() {
        int half = cell(0.5);
        return extent[1][0] >= 0 && extent[1][0] < half && extent[1][1] > half;
    }

    private boolean holdsInside(int first, int last, int side) {
        for (int cell = first + 1; cell < last; cell++) {
            if (sums[2 * MOMENTS * cell + MOMENTS * side] > 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void load(int from, int count, double[] probability, double[] rowWeight, double[] rowTarget) {
        System.arraycopy(p, from, probability, 0, count);
        System.arraycopy(w, from, rowWeight, 0, count);
        System.arraycopy(wt, from, rowTarget, 0, count);
    }
}

package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.Logistic;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Many rows as a few thousand that stand for them, as the place from which an exact fit starts.
 *
 * <p>Probabilities fall into cells 1/32 wide in relative odds. In a cell, positive and negative weight is each replaced by
 * two rows at mean plus and minus one standard deviation: they have the same weight, mean and variance, so that any smooth
 * function of the probability has the same sum up to the third order of the cell's width. It needs neither logarithm nor
 * exponential: the cell of a probability is read from the leading bits of its odds.
 */
final class CompressedRows implements RowSource {

    private static final int SHIFT = 52 - 5; // five bits of the mantissa: 32 cells where odds double
    private static final long FIRST = Double.doubleToRawLongBits(Logistic.CLIP) >>> SHIFT;
    private static final int CELLS = (int) ((Double.doubleToRawLongBits(1 / Logistic.CLIP) >>> SHIFT) - FIRST + 1);
    private static final double[] LOWER = lowerEdges();
    private static final int CHUNK = 4096;
    private static final int PART =
            1 << 17; // rows of one partial table: fixed, so that sums do not depend on the machine

    private final double[] sums;
    private final double[] p;
    private final double[] w;
    private final double[] wt;
    private final double weight;
    private final double target;
    private final int[] extent = new int[4]; // first and last cell with positives, first and last with negatives

    private CompressedRows(double[] sums) {
        this.sums = sums;
        double[] position = new double[4 * CELLS];
        double[] rowWeight = new double[4 * CELLS];
        double[] rowTarget = new double[4 * CELLS];
        int size = 0;
        double total = 0;
        double positives = 0;
        Arrays.fill(extent, -1);
        for (int cell = 0; cell < CELLS; cell++) {
            for (int side = 0; side < 2; side++) {
                int at = 6 * cell + 3 * side;
                double in = sums[at];
                if (in > 0) {
                    double mean = sums[at + 1] / in;
                    double deviation = Math.sqrt(Math.max(sums[at + 2] / in - mean * mean, 0));
                    for (int sign = -1; sign <= 1; sign += 2) {
                        position[size] = Math.min(Math.max(LOWER[cell] + mean + sign * deviation, 0), 1);
                        rowWeight[size] = in / 2;
                        rowTarget[size] = side * in / 2;
                        size++;
                    }
                    int first = side == 1 ? 0 : 2;
                    extent[first] = extent[first] < 0 ? cell : extent[first];
                    extent[first + 1] = cell;
                    total += in;
                    positives += side * in;
                }
            }
        }
        this.p = Arrays.copyOf(position, size);
        this.w = Arrays.copyOf(rowWeight, size);
        this.wt = Arrays.copyOf(rowTarget, size);
        this.weight = total;
        this.target = positives;
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
        double[] sums = new double[6 * CELLS];
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
            double d = p[i] - LOWER[cell];
            int at = 6 * cell;
            double high = wt[i];
            double low = w[i] - high;
            if (low == 0) { // all weight on one side, as of plain outcomes: half the work
                at += 3;
                low = high;
            } else if (high != 0) {
                sums[at + 3] += high;
                sums[at + 4] += high * d;
                sums[at + 5] += high * d * d;
            }
            sums[at] += low;
            sums[at + 1] += low * d;
            sums[at + 2] += low * d * d;
        }
    }

    private static int cell(double p) {
        long bits = Double.doubleToRawLongBits(p / (1 - p)) >>> SHIFT; // 1/0 is infinity, whose bits are the largest
        return (int) Math.min(Math.max(bits - FIRST, 0), CELLS - 1);
    }

    private static double[] lowerEdges() {
        double[] lower = new double[CELLS];
        for (int cell = 1; cell < CELLS; cell++) {
            double odds = Double.longBitsToDouble((FIRST + cell) << SHIFT);
            lower[cell] = odds / (1 + odds);
        }
        return lower;
    }

    /** The same rows with targets that rise linearly from {@code low} where they were 0 to {@code high} where they were 1. */
    CompressedRows withTargets(double low, double high) {
        double[] moved = new double[sums.length];
        for (int at = 0; at < moved.length; at += 6) {
            for (int i = at; i < at + 3; i++) {
                moved[i] = (1 - low) * sums[i] + (1 - high) * sums[i + 3];
                moved[i + 3] = low * sums[i] + high * sums[i + 3];
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

    /** Whether it can be seen from the cells alone that neither class fills an interval that is free of the other. */
    boolean overlaps() {
        boolean both = extent[0] >= 0 && extent[2] >= 0;
        return both && holdsStrictlyInside(extent[0], extent[1], 0) && holdsStrictlyInside(extent[2], extent[3], 1);
    }

    private boolean holdsStrictlyInside(int first, int last, int side) {
        for (int i = 0; i < p.length; i++) {
            boolean ofSide = side == 1 ? wt[i] > 0 : wt[i] < w[i];
            // a whole cell of distance: the rows behind these two stay inside their cell, however their mean lies
            if (ofSide && cell(p[i]) > first + 1 && cell(p[i]) < last - 1) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int size() {
        return p.length;
    }

    @Override
    public void load(int from, int count, double[] probability, double[] rowWeight, double[] rowTarget) {
        System.arraycopy(p, from, probability, 0, count);
        System.arraycopy(w, from, rowWeight, 0, count);
        System.arraycopy(wt, from, rowTarget, 0, count);
    }
}

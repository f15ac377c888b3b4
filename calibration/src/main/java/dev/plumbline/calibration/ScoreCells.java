package dev.plumbline.calibration;

import java.util.Arrays;

/**
 * The one partition of [0, 1] that every summary uses: {@value #COUNT} cells, numbered from 0 in order of probability.
 *
 * <p>First comes the bin of the report, {@code min((int) Math.floor(p * 10), 9)} in IEEE double arithmetic, so that a
 * bin is a union of cells to the last bit (0.3, 0.6 and 0.7 lie in bins 3, 6 and 7). Inside its bin a cell is an
 * interval {@code [lower, upper)}, equally wide in logit, about 0.0315. Exactly 0 and exactly 1 are cells of their own,
 * so are the tails (0, 1e-7) and (1 - 1e-7, 1); these four hold just what a logit has to clip, 1e-7 and 1 - 1e-7 do not
 * belong to them.
 *
 * <p>The numbering is stored in databases and never changes. It is the same on every machine: the edges come from
 * {@link StrictMath}, comparison does the rest.
 */
public final class ScoreCells {

    /** The number of cells. */
    public static final int COUNT = 1024;

    /** The number of bins of equal width of a report. */
    public static final int BINS = 10;

    /** The only cells whose probabilities are clipped before a logit: 0, the tails, 1. */
    private static final int LOW_TAIL = 1;

    private static final int HIGH_TAIL = COUNT - 2;

    /** Intervals per bin; bins 0 and 9 have 440 here and two special cells each, which makes 1,024 in all. */
    private static final int[] INTERVALS = {440, 26, 17, 14, 13, 13, 14, 17, 26, 440};

    /** Coarse cells per bin beside the four special cells: 64 in all. */
    private static final int[] COARSE = {14, 4, 4, 4, 4, 4, 4, 4, 4, 14};

    /** The number of coarse cells. */
    public static final int COARSE_COUNT = 64;

    private static final int[] FIRST_CELL = firstCells();
    private static final double[] LOWER = lowerEdges();
    private static final double[] UPPER = upperEdges();

    private ScoreCells() {}

    private static int[] firstCells() {
        int[] first = new int[BINS + 1];
        for (int bin = 0; bin < BINS; bin++) {
            int special = bin == 0 || bin == BINS - 1 ? 2 : 0;
            first[bin + 1] = first[bin] + INTERVALS[bin] + special;
        }
        return first;
    }

    private static double[] lowerEdges() {
        double[] lower = new double[COUNT];
        for (int bin = 0; bin < BINS; bin++) {
            double from = bin == 0 ? Logistic.CLIP : firstOfBin(bin);
            double to = bin == BINS - 1 ? 1 - Logistic.CLIP : firstOfBin(bin + 1);
            int first = bin == 0 ? LOW_TAIL + 1 : FIRST_CELL[bin];
            double start = strictLogit(from);
            double width = (strictLogit(to) - start) / INTERVALS[bin];
            lower[first] = from;
            for (int i = 1; i < INTERVALS[bin]; i++) {
                lower[first + i] = 1 / (1 + StrictMath.exp(-(start + i * width)));
            }
        }
        lower[LOW_TAIL] = Double.MIN_VALUE;
        lower[HIGH_TAIL] = Math.nextUp(1 - Logistic.CLIP);
        lower[COUNT - 1] = 1;
        return lower;
    }

    private static double[] upperEdges() {
        double[] upper = new double[COUNT];
        upper[COUNT - 1] = 1;
        for (int cell = 0; cell < COUNT - 1; cell++) {
            upper[cell] = Math.nextDown(LOWER[cell + 1]);
        }
        return upper;
    }

    private static double strictLogit(double p) {
        return StrictMath.log(p) - StrictMath.log1p(-p);
    }

    /** The smallest double that {@code floor(p * 10)} puts in this bin: k/10 itself or a neighbour that rounds up. */
    private static double firstOfBin(int bin) {
        double p = bin / 10.0;
        while (binOf(Math.nextDown(p)) >= bin) {
            p = Math.nextDown(p);
        }
        return p;
    }

    private static int binOf(double p) {
        return Math.min((int) Math.floor(p * BINS), BINS - 1);
    }

    /**
     * The cell of a probability.
     *
     * @param p in [0, 1]
     * @return 0 for 0, {@code COUNT - 1} for 1; never decreasing in p
     */
    public static int cell(double p) {
        Checks.unit("probability", p);
        if (p == 0) {
            return 0; // -0.0 too, which a binary search would put below 0
        }
        int bin = binOf(p);
        int found = Arrays.binarySearch(LOWER, FIRST_CELL[bin], FIRST_CELL[bin + 1], p);
        return found >= 0 ? found : -found - 2;
    }

    /**
     * The bin that a cell is part of.
     *
     * @param cell in [0, COUNT - 1]
     * @return in [0, BINS - 1]
     */
    public static int bin(int cell) {
        Checks.index("cell", cell, COUNT);
        int found = Arrays.binarySearch(FIRST_CELL, cell);
        return found >= 0 ? found : -found - 2;
    }

    /**
     * The first cell of a bin; {@code firstCell(bin + 1)} is one past its last.
     *
     * @param bin in [0, BINS]
     * @return the cell; {@code COUNT} for {@code BINS}
     */
    public static int firstCell(int bin) {
        Checks.index("bin", bin, BINS + 1);
        return FIRST_CELL[bin];
    }

    /**
     * The smallest probability of a cell.
     *
     * @param cell in [0, COUNT - 1]
     * @return its lower edge, itself in the cell
     */
    public static double lowerEdge(int cell) {
        Checks.index("cell", cell, COUNT);
        return LOWER[cell];
    }

    /**
     * The largest probability of a cell.
     *
     * @param cell in [0, COUNT - 1]
     * @return its upper edge, itself in the cell
     */
    public static double upperEdge(int cell) {
        Checks.index("cell", cell, COUNT);
        return UPPER[cell];
    }

    /**
     * The coarse cell that a cell is part of: a union of neighbouring cells of one bin, about a quarter of a bin wide, one
     * logit in the outer bins. It is named by its first cell, so that its sums can stand in a summary in that place.
     *
     * @param cell in [0, COUNT - 1]
     * @return the first cell of the coarse one, in [0, cell]; the four special cells stay what they are
     */
    public static int coarse(int cell) {
        int bin = bin(cell);
        int first = FIRST_CELL[bin] + (bin == 0 ? LOW_TAIL + 1 : 0);
        int place = cell - first;
        if (place < 0 || place >= INTERVALS[bin]) {
            return cell;
        }
        int group = place * COARSE[bin] / INTERVALS[bin];
        return first + (group * INTERVALS[bin] + COARSE[bin] - 1) / COARSE[bin];
    }

    /** Whether a logit has to clip the probabilities of this cell: those outside [1e-7, 1 - 1e-7]. */
    static boolean isClipped(int cell) {
        return cell <= LOW_TAIL || cell >= HIGH_TAIL;
    }
}

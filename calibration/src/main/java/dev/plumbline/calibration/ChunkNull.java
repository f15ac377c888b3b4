package dev.plumbline.calibration;

import java.util.SplittableRandom;

/**
 * Consistency resampling over chunks of neighbouring pairs: sums of outcomes redrawn from their own probabilities (Broecker and Smith
 * 2007, doi:10.1175/WAF993.1). A chunk with few rows or little variance draws its rows one by one; one with a variance of five events
 * or more draws a normal sum.
 *
 * <p>Rows of one group are taken to be wholly dependent: deviations grow by the ratio of the standard deviations of the total with and
 * without that dependence.
 */
final class ChunkNull {

    private static final double NORMAL_FROM = 5; // variance in events
    private static final int ONE_BY_ONE = 128;

    private final Chunks chunks;
    private final SortedRows rows;
    private final int[] firstRow;
    private final double[] deviation; // of the sum of w (y - p); negative: draw one by one
    private final long[]
            threshold; // of rows drawn one by one: in units of 2^-53, of which a uniform number has a whole number
    private final double[] expected; // sum of w p of chunks drawn row by row
    private final double stretch;

    ChunkNull(CalibrationSample sample, Chunks chunks) {
        SortedPairs sorted = sample.sorted();
        this.chunks = chunks;
        this.rows = sample.rows();
        this.firstRow = new int[chunks.size() + 1];
        this.deviation = new double[chunks.size()];
        for (int c = 0; c <= chunks.size(); c++) {
            firstRow[c] = sorted.start[chunks.start[c]];
        }
        this.threshold = new long[rows.size()];
        this.expected = new double[chunks.size()];
        double total = 0;
        for (int c = 0; c < deviation.length; c++) {
            double events = 0;
            double variance = 0;
            for (int i = firstRow[c]; i < firstRow[c + 1]; i++) {
                double v = rows.p[i] * (1 - rows.p[i]);
                events += v;
                variance += rows.w[i] * rows.w[i] * v;
            }
            total += variance;
            boolean single = events < NORMAL_FROM && firstRow[c + 1] - firstRow[c] <= ONE_BY_ONE;
            deviation[c] = single ? -1 : Math.sqrt(variance);
            for (int i = firstRow[c]; single && i < firstRow[c + 1]; i++) {
                threshold[i] = (long) Math.ceil(rows.p[i] * 0x1p53);
                expected[c] += rows.w[i] * rows.p[i];
            }
        }
        this.stretch = rows.hasGroups() && total > 0 ? NullError.of(rows) / Math.sqrt(total) : 1;
    }

    int size() {
        return chunks.size();
    }

    long seed() {
        return rows.seed();
    }

    /** Fills the sums of w*y of each chunk. With groups they may leave [0, weight]. */
    void draw(SplittableRandom random, double[] target) {
        for (int c = 0; c < target.length; c++) {
            double off = 0;
            if (deviation[c] >= 0) {
                off = deviation[c] > 0 ? deviation[c] * random.nextGaussian() : 0;
            } else {
                double happened = 0;
                for (int i = firstRow[c]; i < firstRow[c + 1]; i++) {
                    // 1 when the uniform number is below p; a jump could not be foreseen
                    happened += rows.w[i] * (((random.nextLong() >>> 11) - threshold[i]) >>> 63);
                }
                off = happened - expected[c];
            }
            target[c] = chunks.weight[c] * chunks.x[c] + stretch * off;
        }
    }
}

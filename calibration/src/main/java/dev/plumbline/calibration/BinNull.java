package dev.plumbline.calibration;

import java.util.SplittableRandom;

/**
 * The errors of a binning when every outcome is drawn from its probability, from the distribution of each bin's sum (see {@link
 * EceNull}, which is the same from a summary of ten bins).
 */
final class BinNull {

    private static final int DRAWS = 10_000;
    private static final int EXACT_ROWS = 500;
    private static final double TIE = 1e-12;

    private final BinDeviation[] deviation;
    private final double[] weight;
    private final double total;
    private final long seed;

    private BinNull(BinDeviation[] deviation, double[] weight, double total, long seed) {
        this.deviation = deviation;
        this.weight = weight;
        this.total = total;
        this.seed = seed;
    }

    static BinNull of(SortedRows rows, Binning binning) {
        BinDeviation[] deviation = new BinDeviation[binning.bins()];
        double[] weight = new double[binning.bins()];
        int[] start = rows.starts(binning);
        for (int b = 0; b < deviation.length; b++) {
            for (int i = start[b]; i < start[b + 1]; i++) {
                weight[b] += rows.w[i];
            }
            deviation[b] = BinDeviation.of(rows, start[b], start[b + 1], EXACT_ROWS);
        }
        return new BinNull(deviation, weight, rows.totalWeight, rows.seed());
    }

    /** Expectation and p-value of the mean gap. */
    NullResult ofMean(double observed) {
        double expected = 0;
        for (BinDeviation each : deviation) {
            expected += each.meanAbsolute();
        }
        NullResult drawn = draw(observed, false);
        return new NullResult(Math.min(expected / total, 1), drawn.pValue());
    }

    /** Expectation and p-value of the largest gap, both from draws. */
    NullResult ofLargest(double observed) {
        return draw(observed, true);
    }

    private NullResult draw(double observed, boolean largest) {
        SplittableRandom random = new SplittableRandom(seed);
        int reached = 0;
        double sum = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            double error = 0;
            for (int b = 0; b < deviation.length; b++) {
                if (weight[b] > 0) {
                    double off = deviation[b].drawAbsolute(random);
                    error = largest ? Math.max(error, off / weight[b]) : error + off / total;
                }
            }
            reached += error >= observed - TIE ? 1 : 0;
            sum += error;
        }
        return new NullResult(sum / DRAWS, (1.0 + reached) / (1 + DRAWS));
    }
}

package dev.plumbline.calibration;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Intervals of errors that are no sums over bins, from a bootstrap over chunks of neighbouring pairs.
 *
 * <p>Observed errors are too large, because chance adds to them, and the plain bootstrap adds it once more. As in {@link BinBootstrap} the
 * interval holds the errors of those truths under which the observed error is neither among the largest {@value #TAIL} nor among the
 * smallest of its resamples. The truths are {@code o + l (c - o)}, l >= 0: o is what the error is a distance from (the probabilities,
 * or for discrimination the mean outcome), c a curve fitted to the outcomes. So the interval starts at 0 where nothing but chance is
 * needed, and it holds the observed error.
 *
 * <p>A resample has of each chunk a weight (rows are drawn too, so their number varies, by a gamma law) and a normal sum of outcomes about
 * the truth with variance {@code sum w^2 c(1-c)}. Deviations of grouped rows and of fractional outcomes are those that the rows show about
 * the curve, in all. Every error is computed at l = {@value #GRID_TEXT}, times what chance alone would show against what is
 * observed where that is more; in between and beyond its value of each draw goes on straight.
 */
final class ChunkBootstrap {

    /** Distances that are to get an interval: of weights and sums of outcomes per chunk. */
    @FunctionalInterface
    interface Figures {
        /** The distances; their number never changes. */
        double[] of(double[] weight, double[] target);
    }

    private static final int DRAWS = 200;
    private static final int MOST = 256;
    private static final int ROWS = 8; // of a chunk, at least, so that its sum may be taken as normal
    private static final double TAIL = 0.02;
    private static final double[] GRID = {0, 0.5, 1, 2};
    private static final String GRID_TEXT = "0, 1/2, 1 and 2";
    private static final double REACH = 8;
    private static final double MOST_STRETCH = 64;
    private static final double PRIOR_ROWS = 4;
    private static final double LEAST_WEIGHT = 0.05; // of a chunk that was hardly drawn, as a share of its own

    final Chunks chunks;
    private final double[] squares; // sum of w^2 of each chunk
    private final double spread; // of sums of outcomes, against independent events
    private final double crowd; // of sums of weights, against independent rows
    private final long seed;

    private ChunkBootstrap(Chunks chunks, double[] squares, double spread, double crowd, long seed) {
        this.chunks = chunks;
        this.squares = squares;
        this.spread = spread;
        this.crowd = crowd;
        this.seed = seed;
    }

    /** Of at least two units. */
    static ChunkBootstrap of(CalibrationSample sample) {
        SortedRows rows = sample.rows();
        SortedPairs sorted = sample.sorted();
        Chunks chunks = Chunks.cut(sorted.x, sorted.weight, sorted.target, most(rows.units()));
        double[] squares = new double[chunks.size()];
        double[] curve = isotonic(chunks);
        boolean events = true;
        double expected = 0;
        RowTerms.UnitSquares found = new RowTerms.UnitSquares(rows);
        RowTerms.UnitSquares weights = new RowTerms.UnitSquares(rows);
        double[] one = new double[1];
        double allSquares = 0;
        for (int c = 0; c < squares.length; c++) {
            int to = sorted.start[chunks.start[c + 1]];
            for (int i = sorted.start[chunks.start[c]]; i < to; i++) {
                double w = rows.w[i];
                squares[c] += w * w;
                events &= rows.y[i] == 0 || rows.y[i] == 1;
                if (rows.hasGroups()) {
                    one[0] = w;
                    weights.add(i, 1, one);
                }
            }
            allSquares += squares[c];
            expected += squares[c] * curve[c] * (1 - curve[c]);
        }
        if (events && !rows.hasGroups()) {
            return new ChunkBootstrap(chunks, squares, 1, 1, rows.seed());
        }
        for (int c = 0; c < squares.length; c++) {
            int to = sorted.start[chunks.start[c + 1]];
            for (int i = sorted.start[chunks.start[c]]; i < to; i++) {
                one[0] = rows.w[i] * (rows.y[i] - curve[c]);
                found.add(i, 1, one);
            }
        }
        return new ChunkBootstrap(
                chunks,
                squares,
                expected > 0 ? Math.sqrt(found.value() / expected) : 1,
                rows.hasGroups() ? Math.sqrt(weights.value() / allSquares) : 1,
                rows.seed());
    }

    /** Of at least two pairs; cells are merged. */
    static ChunkBootstrap of(CalibrationSummary summary) {
        CellPositions cells = CellPositions.of(summary);
        Chunks chunks = Chunks.cut(cells.x, cells.weight, cells.target, most(summary.count()));
        double[] curve = isotonic(chunks);
        double[] squares = new double[chunks.size()];
        double expected = 0;
        double found = 0;
        for (int c = 0; c < squares.length; c++) {
            for (int i = chunks.start[c]; i < chunks.start[c + 1]; i++) {
                CellSums sums = summary.cell(cells.cell[i]);
                double random = sums.wp() - sums.wp2();
                double w = random > 1e-9 * sums.w() ? sums.w2v() / random : sums.w() / sums.n();
                squares[c] += w * sums.w();
                found += w * Math.max(0, sums.wy2() - curve[c] * (2 * sums.wy() - curve[c] * sums.w()));
            }
            expected += squares[c] * curve[c] * (1 - curve[c]);
        }
        return new ChunkBootstrap(chunks, squares, expected > 0 ? Math.sqrt(found / expected) : 1, 1, summary.seed());
    }

    /** The isotonic fit at every chunk. */
    static double[] isotonic(Chunks chunks) {
        IsotonicRegression fit = IsotonicRegression.pooled(chunks.x, chunks.weight, chunks.target, chunks.size());
        double[] curve = new double[chunks.size()];
        Arrays.setAll(curve, c -> fit.valueAt(chunks.x[c]));
        return curve;
    }

    private static int most(long units) {
        return (int) Math.min(Math.max(units / ROWS, 2), MOST);
    }

    /**
     * The 95 % intervals of distances.
     *
     * @param origin of each chunk, where the distances are 0
     * @param curve of each chunk, fitted to the outcomes; cut at 0 and 1
     */
    Interval[] intervals(double[] origin, double[] curve, Figures figures) {
        double[] observed = figures.of(chunks.weight, chunks.target);
        double[] deviation = deviations(curve);
        double[][] truths = new double[GRID.length][];
        double[][][] resampled = new double[GRID.length][][];
        double stretch = 1;
        for (int g = 0; g < GRID.length; g++) {
            double[] truth = truth(origin, curve, stretch * GRID[g]);
            truths[g] = figures.of(chunks.weight, sums(truth));
            resampled[g] = resample(truth, deviation, figures);
            if (g == 0) {
                stretch = stretch(resampled[0], observed);
            }
        }
        Interval[] intervals = new Interval[observed.length];
        Arrays.setAll(intervals, figure -> interval(observed[figure], truths, resampled, figure));
        return intervals;
    }

    /** So that the grid reaches beyond what chance alone shows, where lines go on straight. */
    private static double stretch(double[][] byChance, double[] observed) {
        double most = 1;
        for (int figure = 0; figure < observed.length; figure++) {
            double sum = 0;
            for (double[] draw : byChance) {
                sum += draw[figure];
            }
            double mean = sum / DRAWS;
            most = Math.max(most, mean > 0 ? Math.min(mean / observed[figure], MOST_STRETCH) : 1);
        }
        return most;
    }

    private double[][] resample(double[] truth, double[] deviation, Figures figures) {
        SplittableRandom random = new SplittableRandom(seed); // the same chance for every truth
        double[][] resampled = new double[DRAWS][];
        double[] weight = new double[chunks.size()];
        double[] target = new double[chunks.size()];
        for (int draw = 0; draw < DRAWS; draw++) {
            for (int c = 0; c < target.length; c++) {
                double share = share(random, c);
                weight[c] = share * chunks.weight[c];
                target[c] = weight[c] * truth[c] + Math.sqrt(share) * deviation[c] * random.nextGaussian();
            }
            resampled[draw] = figures.of(weight, target);
        }
        return resampled;
    }

    /** Of the sums of outcomes. Where few rows were alike by chance they may still vary: some of the probability stands in for the curve. */
    private double[] deviations(double[] curve) {
        double[] deviation = new double[curve.length];
        for (int c = 0; c < curve.length; c++) {
            double rows = chunks.weight[c] * chunks.weight[c] / squares[c];
            double q = Math.min(Math.max(curve[c], 0), 1);
            q = (rows * q + PRIOR_ROWS * chunks.x[c]) / (rows + PRIOR_ROWS);
            deviation[c] = spread * Math.sqrt(squares[c] * q * (1 - q));
        }
        return deviation;
    }

    private double[] sums(double[] mean) {
        double[] sums = new double[mean.length];
        Arrays.setAll(sums, c -> chunks.weight[c] * mean[c]);
        return sums;
    }

    private static double[] truth(double[] origin, double[] curve, double l) {
        double[] truth = new double[origin.length];
        Arrays.setAll(truth, c -> Math.min(Math.max(origin[c] + l * (curve[c] - origin[c]), 0), 1));
        return truth;
    }

    /** The weight of a chunk against what it has: gamma, by Wilson and Hilferty's cube (1931, doi:10.1073/pnas.17.12.684). */
    private double share(SplittableRandom random, int chunk) {
        double rows = chunks.weight[chunk] * chunks.weight[chunk] / (squares[chunk] * crowd * crowd);
        double root = 1 - 1 / (9 * rows) + random.nextGaussian() / (3 * Math.sqrt(rows));
        return Math.max(root * root * root, LEAST_WEIGHT);
    }

    private static Interval interval(double observed, double[][] truths, double[][][] resampled, int figure) {
        int tail = (int) Math.ceil(TAIL * DRAWS);
        double lower = 0;
        if (quantile(resampled, figure, 0, DRAWS - tail) < observed) {
            lower = at(truths, figure, crossing(resampled, figure, DRAWS - tail, observed));
        }
        double upper = at(truths, figure, crossing(resampled, figure, tail - 1, observed));
        return new Interval(Math.min(lower, observed), Math.max(upper, observed));
    }

    /** The l at which an order statistic of the resamples reaches the observed distance. */
    private static double crossing(double[][][] resampled, int figure, int order, double observed) {
        double low = 0;
        double high = REACH;
        for (int step = 0; step < 30; step++) {
            double l = (low + high) / 2;
            if (quantile(resampled, figure, l, order) < observed) {
                low = l;
            } else {
                high = l;
            }
        }
        return (low + high) / 2;
    }

    private static double quantile(double[][][] resampled, int figure, double l, int order) {
        int g = piece(l);
        double share = (l - GRID[g]) / (GRID[g + 1] - GRID[g]);
        double[] of = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            double a = resampled[g][draw][figure];
            of[draw] = a + share * (resampled[g + 1][draw][figure] - a);
        }
        Arrays.sort(of);
        return of[order];
    }

    private static double at(double[][] truths, int figure, double l) {
        int g = piece(l);
        double a = truths[g][figure];
        return a + (l - GRID[g]) / (GRID[g + 1] - GRID[g]) * (truths[g + 1][figure] - a);
    }

    /** The last piece goes on beyond its end. */
    private static int piece(double l) {
        int g = GRID.length - 2;
        while (g > 0 && l < GRID[g]) {
            g--;
        }
        return g;
    }
}

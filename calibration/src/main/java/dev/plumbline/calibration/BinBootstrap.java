package dev.plumbline.calibration;

import java.util.SplittableRandom;

/**
 * The interval of a binned calibration error, from the bootstrap of its bins' sums.
 *
 * <p>An error {@code e = sum_b |D_b|/W} (or {@code max_b |D_b|/W_b}) needs of the rows only the sums {@code D_b = sum w (y-p)}. Units
 * (rows or groups) are drawn with replacement, bins held fixed: up to {@value #FEW} units one by one; more of them enter as the
 * normal law that the sums then have, with the covariance {@code sum_g v_g v_g'}, v_g the unit's own sums.
 *
 * <p>Observed errors are too large, because chance adds to |D_b|, so the plain bootstrap interval sits too high and misses even 0.
 * Here the bootstrap runs about other truths: {@code m_b(l) = sign(D_b) max(0, |D_b| - l s_b)}, s_b the standard deviation of D_b, from
 * l so large that nothing is left (calibration) to negative l. The interval holds the errors of all those truths under which the
 * observed error lies between the quantiles {@value #TAIL} and 1 - {@value #TAIL} of its resamples. It starts at 0 where calibration
 * itself is such a truth. The tails are below 2.5 % because the true profile of the bins is not known; simulated coverage is then
 * 93 to 98 %.
 */
final class BinBootstrap {

    private static final int DRAWS = 1000;
    private static final int FEW = 500;
    private static final double TAIL = 0.02;
    private static final double REACH = 64; // standard deviations: beyond that nothing is left of any plausible bin

    private final SortedRows rows;
    private final int[] bin;
    private final int bins;
    private final double[] centre; // D_1 .. D_B, W
    private final double[] binWeight;
    private final double[] deviation;
    private final double[][] noise; // of each draw, about the centre

    private BinBootstrap(SortedRows rows, Binning binning) {
        this.rows = rows;
        this.bins = binning.bins();
        this.bin = new int[rows.size()];
        this.centre = new double[bins + 1];
        this.binWeight = new double[bins];
        for (int i = 0; i < bin.length; i++) {
            bin[i] = i > 0 && rows.p[i] == rows.p[i - 1] ? bin[i - 1] : binning.bin(rows.p[i]);
            binWeight[bin[i]] += rows.w[i];
            centre[bin[i]] += rows.w[i] * (rows.y[i] - rows.p[i]);
        }
        centre[bins] = rows.totalWeight;
        double[][] covariance = covariance();
        this.deviation = new double[bins];
        for (int b = 0; b < bins; b++) {
            deviation[b] = Math.sqrt(Math.max(0, covariance[b][b]));
        }
        SplittableRandom random = new SplittableRandom(rows.seed());
        this.noise = rows.units() <= FEW ? drawUnits(random) : drawNormal(cholesky(covariance), random);
    }

    /** The 95 % interval of the mean gap; [0, 1] for fewer than two units. */
    static Interval ofMean(SortedRows rows, Binning binning) {
        return rows.units() < 2 ? new Interval(0, 1) : new BinBootstrap(rows, binning).interval(false);
    }

    /** The 95 % interval of the largest gap; [0, 1] for fewer than two units. */
    static Interval ofLargest(SortedRows rows, Binning binning) {
        return rows.units() < 2 ? new Interval(0, 1) : new BinBootstrap(rows, binning).interval(true);
    }

    private Interval interval(boolean largest) {
        double observed = error(truth(0), null, largest);
        double wanted = TAIL * DRAWS;
        // less and less is left as l grows: the lower end is where the observed error becomes a large one
        double low = 0;
        double high = REACH;
        while (high - low > 1e-6) {
            double l = (low + high) / 2;
            if (count(truth(l), observed, largest, true) >= wanted) {
                low = l;
            } else {
                high = l;
            }
        }
        double lower = low > REACH - 1 ? 0 : error(truth(low), null, largest);
        low = -REACH;
        high = 0;
        while (high - low > 1e-6) {
            double l = (low + high) / 2;
            if (count(truth(l), observed, largest, false) >= wanted) {
                high = l;
            } else {
                low = l;
            }
        }
        double upper = error(truth(high), null, largest);
        return new Interval(Math.min(lower, observed), Math.max(upper, observed)).within(0, 1);
    }

    private double[] truth(double l) {
        double[] truth = new double[bins];
        for (int b = 0; b < bins; b++) {
            truth[b] = Math.copySign(Math.max(0, Math.abs(centre[b]) - l * deviation[b]), centre[b]);
        }
        return truth;
    }

    /** How many resamples about a truth reach the observed error, or stay at or below it. */
    private int count(double[] truth, double observed, boolean largest, boolean reach) {
        int count = 0;
        for (double[] xi : noise) {
            double error = error(truth, xi, largest);
            count += (reach ? error >= observed - 1e-12 : error <= observed + 1e-12) ? 1 : 0;
        }
        return count;
    }

    private double error(double[] truth, double[] xi, boolean largest) {
        double sum = 0;
        double most = 0;
        for (int b = 0; b < bins; b++) {
            double off = Math.abs(truth[b] + (xi == null ? 0 : xi[b]));
            sum += off;
            most = Math.max(most, off > 0 ? off / binWeight[b] : 0);
        }
        if (largest) {
            return Math.min(most, 1);
        }
        double total = centre[bins] + (xi == null ? 0 : xi[bins]);
        return total > 0 ? Math.min(sum / total, 1) : 0;
    }

    private double[][] drawUnits(SplittableRandom random) {
        double[][] units = unitSums();
        double[][] draws = new double[DRAWS][bins + 1];
        for (double[] draw : draws) {
            for (int i = 0; i < units.length; i++) {
                double[] unit = units[random.nextInt(units.length)];
                for (int b = 0; b <= bins; b++) {
                    draw[b] += unit[b];
                }
            }
            for (int b = 0; b <= bins; b++) {
                draw[b] -= centre[b];
            }
        }
        return draws;
    }

    private double[][] drawNormal(double[][] factor, SplittableRandom random) {
        double[][] draws = new double[DRAWS][bins + 1];
        double[] z = new double[bins + 1];
        for (double[] draw : draws) {
            for (int a = 0; a <= bins; a++) {
                z[a] = random.nextGaussian();
                for (int b = 0; b <= a; b++) {
                    draw[a] += factor[a][b] * z[b];
                }
            }
        }
        return draws;
    }

    /** Per unit the sums D_1 .. D_B and W. */
    private double[][] unitSums() {
        double[][] sums = new double[rows.units()][bins + 1];
        for (int i = 0; i < bin.length; i++) {
            double[] unit = sums[rows.unit(i)];
            unit[bin[i]] += rows.w[i] * (rows.y[i] - rows.p[i]);
            unit[bins] += rows.w[i];
        }
        return sums;
    }

    /** The covariance of all sums when as many units are drawn as there are. */
    private double[][] covariance() {
        double[][] covariance = new double[bins + 1][bins + 1];
        if (rows.hasGroups()) {
            for (double[] unit : unitSums()) {
                addSquare(covariance, unit);
            }
        } else {
            for (int i = 0; i < bin.length; i++) {
                double w = rows.w[i];
                double residual = w * (rows.y[i] - rows.p[i]);
                covariance[bin[i]][bin[i]] += residual * residual;
                covariance[bins][bin[i]] += residual * w;
                covariance[bins][bins] += w * w;
            }
        }
        for (int a = 0; a <= bins; a++) {
            for (int b = 0; b <= a; b++) {
                covariance[a][b] -= centre[a] * centre[b] / rows.units();
            }
        }
        return covariance;
    }

    private static void addSquare(double[][] covariance, double[] unit) {
        for (int a = 0; a < unit.length; a++) {
            for (int b = 0; b <= a && unit[a] != 0; b++) {
                covariance[a][b] += unit[a] * unit[b];
            }
        }
    }

    /** Lower triangle; a direction without variance gets zeros. */
    private static double[][] cholesky(double[][] m) {
        int n = m.length;
        double[][] factor = new double[n][n];
        for (int a = 0; a < n; a++) {
            for (int b = 0; b <= a; b++) {
                double rest = m[a][b];
                for (int k = 0; k < b; k++) {
                    rest -= factor[a][k] * factor[b][k];
                }
                if (a == b) {
                    factor[a][a] = rest > 1e-12 * Math.abs(m[a][a]) ? Math.sqrt(rest) : 0;
                } else {
                    factor[a][b] = factor[b][b] > 0 ? rest / factor[b][b] : 0;
                }
            }
        }
        return factor;
    }
}

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

    private final int bins;
    private final double[] centre; // D_1 .. D_B, W
    private final double[] binWeight;
    private final double[] deviation;
    private final double[][] noise; // of each draw, about the centre

    private BinBootstrap(double[] centre, double[] binWeight, double[][] covariance, double[][] noise) {
        this.bins = binWeight.length;
        this.centre = centre;
        this.binWeight = binWeight;
        this.deviation = new double[bins];
        for (int b = 0; b < bins; b++) {
            deviation[b] = Math.sqrt(Math.max(0, covariance[b][b]));
        }
        this.noise = noise;
    }

    private static BinBootstrap of(SortedRows rows, Binning binning) {
        BinMoments moments = BinMoments.of(rows, binning);
        SplittableRandom random = new SplittableRandom(rows.seed());
        double[][] noise = rows.units() <= FEW
                ? drawUnits(moments.unitSums(), moments.centre(), random)
                : drawNormal(cholesky(moments.covariance()), random);
        return new BinBootstrap(moments.centre(), moments.weight(), moments.covariance(), noise);
    }

    /** The 95 % interval of the mean gap; [0, 1] for fewer than two units. */
    static Interval ofMean(SortedRows rows, Binning binning) {
        return rows.units() < 2 ? new Interval(0, 1) : of(rows, binning).interval(false);
    }

    /** The 95 % interval of the largest gap; [0, 1] for fewer than two units. */
    static Interval ofLargest(SortedRows rows, Binning binning) {
        return rows.units() < 2 ? new Interval(0, 1) : of(rows, binning).interval(true);
    }

    /** The 95 % interval of the mean gap over ten bins of equal width, by the normal law of their sums. */
    static Interval ofMean(CalibrationSummary summary) {
        if (summary.count() < 2) {
            return new Interval(0, 1);
        }
        BinMoments moments = BinMoments.of(summary);
        double[][] noise = drawNormal(cholesky(moments.covariance()), new SplittableRandom(summary.seed()));
        return new BinBootstrap(moments.centre(), moments.weight(), moments.covariance(), noise).interval(false);
    }

    private Interval interval(boolean largest) {
        double observed = error(truth(0), null, largest);
        int wanted = (int) Math.ceil(TAIL * DRAWS);
        // less and less is left as l grows: the lower end is where the observed error becomes a large one
        double low = 0;
        double high = REACH;
        while (high - low > 1e-6) {
            double l = (low + high) / 2;
            if (isEnough(truth(l), observed, largest, true, wanted)) {
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
            if (isEnough(truth(l), observed, largest, false, wanted)) {
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

    /** Whether so many resamples about a truth reach the observed error, or stay at or below it. */
    private boolean isEnough(double[] truth, double observed, boolean largest, boolean reach, int wanted) {
        int count = 0;
        for (int draw = 0; draw < noise.length && count < wanted; draw++) {
            double error = error(truth, noise[draw], largest);
            count += (reach ? error >= observed - 1e-12 : error <= observed + 1e-12) ? 1 : 0;
        }
        return count >= wanted;
    }

    private double error(double[] truth, double[] xi, boolean largest) {
        return largest ? largest(truth, xi) : mean(truth, xi);
    }

    private double mean(double[] truth, double[] xi) {
        double sum = 0;
        for (int b = 0; b < bins; b++) {
            sum += Math.abs(xi == null ? truth[b] : truth[b] + xi[b]);
        }
        double total = xi == null ? centre[bins] : centre[bins] + xi[bins];
        return total > 0 ? Math.min(sum / total, 1) : 0;
    }

    private double largest(double[] truth, double[] xi) {
        double most = 0;
        for (int b = 0; b < bins; b++) {
            double off = Math.abs(xi == null ? truth[b] : truth[b] + xi[b]);
            most = Math.max(most, off > 0 ? off / binWeight[b] : 0);
        }
        return Math.min(most, 1);
    }

    private static double[][] drawUnits(double[][] units, double[] centre, SplittableRandom random) {
        double[][] draws = new double[DRAWS][centre.length];
        for (double[] draw : draws) {
            for (int i = 0; i < units.length; i++) {
                double[] unit = units[random.nextInt(units.length)];
                for (int b = 0; b < draw.length; b++) {
                    draw[b] += unit[b];
                }
            }
            for (int b = 0; b < draw.length; b++) {
                draw[b] -= centre[b];
            }
        }
        return draws;
    }

    private static double[][] drawNormal(double[][] factor, SplittableRandom random) {
        double[][] draws = new double[DRAWS][factor.length];
        double[] z = new double[factor.length];
        for (double[] draw : draws) {
            for (int a = 0; a < z.length; a++) {
                z[a] = random.nextGaussian();
                for (int b = 0; b <= a; b++) {
                    draw[a] += factor[a][b] * z[b];
                }
            }
        }
        return draws;
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

package dev.plumbline.calibration;

import java.util.Optional;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Tests whether events per group of similar probability are as many as predicted.
 *
 * <p>Formula: {@code sum_b (O_b - E_b)^2 / (c E_b (1 - E_b/W_b))}, {@code O_b = sum w y}, {@code E_b = sum w p}, {@code c = sum
 * w^2 / sum w} (1 without weights).
 *
 * <p>Symbols: b one of g bins of equal mass (quantile edges, ties never split), W_b its weight.
 *
 * <p>Input: all pairs. It depends on the choice of bins; {@link LikelihoodRatioTest} and {@link KolmogorovSmirnov} do not.
 *
 * <p>Direction: large statistics speak against calibration.
 *
 * <p>Weights are importance weights. A fractional outcome counts as its split rows, which makes the test conservative. Rows
 * are taken as independent: with groups the p-value is too small.
 *
 * <p>Degenerate: empty when no bin has an E_b strictly between 0 and W_b, or when something with a predicted share of 0 or 1 in
 * a whole bin failed to come out so. Never NaN.
 *
 * <p>Standard error: chi-squared with as many degrees of freedom as bins that can vary (g, unless ties or certainty leave
 * fewer). <b>Not g - 2</b>: that is for the data a model was fitted to; here probabilities come from outside. The limit wants a
 * few expected events and non-events per bin.
 *
 * <p>Reference: Hosmer and Lemeshow 1980, doi:10.1080/03610928008827941; degrees of freedom on new data: Hosmer, Lemeshow and
 * Sturdivant 2013, doi:10.1002/9781118548387, section 5.2.2.
 *
 * <p>Example: ten events and ten non-events at .4 in one group: (10 - 8)^2/(8 * .6) = .8333333, p-value .3613104.
 *
 * @param statistic at least 0
 * @param degreesOfFreedom at least 1
 * @param pValue upper tail
 */
public record HosmerLemeshow(double statistic, int degreesOfFreedom, double pValue) {

    /** Checks the ranges. */
    public HosmerLemeshow {
        Checks.finite("statistic", statistic);
        Checks.atLeast("degreesOfFreedom", degreesOfFreedom, 1);
        Checks.unit("pValue", pValue);
    }

    /**
     * The test with ten groups.
     *
     * @param sample pairs
     * @return empty when no group can vary
     */
    public static Optional<HosmerLemeshow> of(CalibrationSample sample) {
        return of(sample, 10);
    }

    /**
     * The test.
     *
     * @param sample pairs
     * @param groups the number of bins, at least 1
     * @return empty when no group can vary
     */
    public static Optional<HosmerLemeshow> of(CalibrationSample sample, int groups) {
        SortedRows rows = sample.rows();
        return of(BinSums.ofRows(sample, Binning.equalMass(sample, groups)), copies(rows));
    }

    private static double copies(SortedRows rows) {
        NeumaierSum squares = new NeumaierSum();
        for (double w : rows.w) {
            squares.add(w * w);
        }
        return squares.value() / rows.totalWeight;
    }

    /** From sums: groups are made of whole cells. */
    static Optional<HosmerLemeshow> of(CalibrationSummary summary) {
        double random = summary.sum(cell -> cell.wp() - cell.wp2());
        double c = random > 1e-9 * summary.weight() ? summary.sum(CellSums::w2v) / random : 1;
        return of(BinSums.equalMass(summary, 10), c);
    }

    private static Optional<HosmerLemeshow> of(BinSums sums, double c) {
        double statistic = 0;
        int freedom = 0;
        for (int b = 0; b < sums.bins(); b++) {
            double expected = sums.wp[b];
            double variance = sums.w[b] > 0 ? c * expected * (1 - expected / sums.w[b]) : 0;
            double off = sums.wy[b] - expected;
            if (variance > 1e-12 * sums.w[b]) {
                statistic += off * off / variance;
                freedom++;
            } else if (Math.abs(off) > 1e-9 * sums.w[b]) {
                return Optional.empty();
            }
        }
        return freedom == 0
                ? Optional.empty()
                : Optional.of(new HosmerLemeshow(
                        statistic, freedom, ChiSquaredDistribution.of(freedom).survivalProbability(statistic)));
    }

    /**
     * Whether calibration is rejected.
     *
     * @param alpha in (0, 1)
     * @return true when the p-value is at most alpha
     */
    public boolean rejectsAt(double alpha) {
        Checks.alpha(alpha);
        return pValue <= alpha;
    }
}

package dev.plumbline.calibration;

import java.util.Optional;

/**
 * Tests whether the Brier score is what right probabilities would give.
 *
 * <p>Formula: {@code Z = sum w (y-p)(1-2p) / sqrt(sum w^2 (1-2p)^2 p(1-p))}.
 *
 * <p>Symbols: p probability, y outcome, w weight.
 *
 * <p>Input: pairs, exact. From a summary the numerator is exact; in the denominator every pair stands at its cell's mean, an
 * error of second order in a cell 0.03 logits wide.
 *
 * <p>Direction: above 0 the Brier score is worse than expected: forecasts too extreme. Blind to faults that balance: an even
 * mix of too high and too low can give 0.
 *
 * <p>Weights are importance weights. With fractional outcomes the test is conservative. Z itself takes rows as independent, as
 * in the paper; the p-value counts the rows of a group as wholly dependent.
 *
 * <p>Degenerate: empty when no probability differs from 0, 1/2 and 1. Never NaN.
 *
 * <p>Standard error: exact under the null {@code y ~ Bernoulli(p)}, rows independent; the p-value is normal and two-sided.
 *
 * <p>Reference: Spiegelhalter 1986, doi:10.1002/sim.4780050506.
 *
 * <p>Example: 100 rows at .8 of which 70 happened: Z = (-10 * -.6)/(.6 * 4) = 2.5, p-value .0124193.
 *
 * @param z standard normal under the null, for independent rows
 * @param pValue two-sided, for independent groups where there are groups
 */
public record SpiegelhalterZ(double z, double pValue) {

    /** Checks the ranges. */
    public SpiegelhalterZ {
        Checks.finite("z", z);
        Checks.unit("pValue", pValue);
    }

    /**
     * The test on pairs.
     *
     * @param sample pairs
     * @return empty when the statistic has no variance
     */
    public static Optional<SpiegelhalterZ> of(CalibrationSample sample) {
        SortedRows rows = sample.rows();
        NeumaierSum sum = new NeumaierSum();
        NeumaierSum variance = new NeumaierSum();
        RowTerms.UnitSquares dependent = new RowTerms.UnitSquares(rows);
        double[] term = new double[RowTerms.CHUNK];
        for (int from = 0; from < rows.size(); from += RowTerms.CHUNK) {
            int count = Math.min(RowTerms.CHUNK, rows.size() - from);
            double off = 0;
            double squares = 0;
            for (int i = 0; i < count; i++) {
                double p = rows.p[from + i];
                double slope = rows.w[from + i] * (1 - 2 * p);
                off += slope * (rows.y[from + i] - p);
                squares += slope * slope * p * (1 - p);
                term[i] = Math.abs(slope) * Math.sqrt(p * (1 - p));
            }
            sum.add(off);
            variance.add(squares);
            dependent.add(from, count, term);
        }
        // the paper's statistic takes the rows as independent; its p-value must not, where they are grouped
        return of(sum.value(), Math.sqrt(variance.value()), Math.sqrt(dependent.value()));
    }

    /**
     * The test on sums.
     *
     * @param summary any summary
     * @return empty when the statistic has no variance
     */
    public static Optional<SpiegelhalterZ> of(CalibrationSummary summary) {
        if (summary.isEmpty()) {
            return Optional.empty();
        }
        double variance = 0;
        for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
            if (summary.cell(cell).w() > 0) {
                double slope = 1 - 2 * CellMoments.of(summary, cell).mean();
                variance += slope * slope * summary.cell(cell).w2v();
            }
        }
        double deviation = Math.sqrt(Math.max(0, variance));
        return of(summary.sum(c -> c.wy() - c.wp() - 2 * (c.wpy() - c.wp2())), deviation, deviation);
    }

    /** @param unitDeviation the deviation with the group as the independent unit */
    private static Optional<SpiegelhalterZ> of(double sum, double deviation, double unitDeviation) {
        return deviation > 0
                ? Optional.of(new SpiegelhalterZ(sum / deviation, Normal.twoSided(sum / unitDeviation)))
                : Optional.empty();
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

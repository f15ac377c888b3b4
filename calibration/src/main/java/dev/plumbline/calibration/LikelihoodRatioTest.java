package dev.plumbline.calibration;

import java.util.Optional;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Tests whether probabilities are right on the log-odds scale, with Cox recalibration as the alternative.
 *
 * <p>{@code logit P(y=1) = intercept + slope * logit p}; statistic {@code 2 (LL(intercept, slope) - LL(0, 1))}, chi-squared
 * with 2 degrees of freedom under the null. {@code offset} is the intercept when the slope is 1 (calibration in the large),
 * with a test of its own, {@code 2 (LL(offset, 1) - LL(0, 1))}, 1 degree of freedom.
 *
 * <p>Symbols: LL the weighted log likelihood; p clipped to [1e-7, 1 - 1e-7].
 *
 * <p>Input: a summary. The sums of outcome times logit are exact to third order in the width of a cell (0.03 logits), the
 * rest as in {@link LogisticTerms}; where tested, both coefficients agree with the fit on rows to 1e-6.
 *
 * <p>Direction: slope below 1 means too extreme, above 1 too timid; an offset above 0 means too low. Small p-values speak
 * against the probabilities.
 *
 * <p>Weights enter the likelihood as copies; with importance weights or dependent rows the p-values are too small. With
 * fractional outcomes they are too large.
 *
 * <p>Degenerate: empty when no finite fit exists: no pairs, one class only, or classes that a threshold separates. When
 * all probabilities are equal (all in one cell) only the offset can be told: slope is 1, intercept the offset, and the statistic has 1 degree
 * of freedom, see {@link #degreesOfFreedom}.
 *
 * <p>Assumption: independent rows, and enough of them for the chi-squared limit.
 *
 * <p>Reference: Cox 1958, doi:10.1093/biomet/45.3-4.562; Miller, Hui and Tierney 1991, doi:10.1002/sim.4780100805.
 *
 * <p>Example: 6 events and 4 non-events at 0.5: offset ln 1.5 = 0.405465, offsetStatistic 0.402710, offsetPValue 0.525693.
 *
 * @param intercept of the fitted line
 * @param slope of the fitted line
 * @param statistic for intercept 0 and slope 1 together, 0 or more
 * @param pValue its chi-squared tail
 * @param offset the intercept when the slope is 1
 * @param offsetStatistic for offset 0, 0 or more
 * @param offsetPValue its chi-squared tail, 1 degree of freedom
 */
public record LikelihoodRatioTest(
        double intercept,
        double slope,
        double statistic,
        double pValue,
        double offset,
        double offsetStatistic,
        double offsetPValue) {

    /** Checks that all are numbers and the p-values in [0, 1]. */
    public LikelihoodRatioTest {
        Checks.finite("intercept", intercept);
        Checks.finite("slope", slope);
        Checks.finite("statistic", statistic);
        Checks.unit("pValue", pValue);
        Checks.finite("offset", offset);
        Checks.finite("offsetStatistic", offsetStatistic);
        Checks.unit("offsetPValue", offsetPValue);
    }

    /**
     * The test on a summary.
     *
     * @param summary any summary
     * @return empty when no finite fit exists
     */
    public static Optional<LikelihoodRatioTest> of(CalibrationSummary summary) {
        if (summary.isEmpty()) {
            return Optional.empty();
        }
        LogisticTerms terms = LogisticTerms.ofLogits(summary);
        if (terms.isSeparated()) {
            return Optional.empty();
        }
        double asIssued = new LogisticFit(0, 1).logLikelihood(terms);
        LogisticFit shifted = LogisticFit.withSlope(terms, 1);
        double offsetStatistic = statistic(shifted.logLikelihood(terms), asIssued);
        double offsetPValue = tail(1, offsetStatistic);
        LogisticFit line = LogisticFit.of(terms);
        if (terms.isConstant()) {
            return Optional.of(new LikelihoodRatioTest(
                    shifted.intercept(),
                    1,
                    offsetStatistic,
                    offsetPValue,
                    shifted.intercept(),
                    offsetStatistic,
                    offsetPValue));
        }
        double statistic = statistic(line.logLikelihood(terms), asIssued);
        return Optional.of(new LikelihoodRatioTest(
                line.intercept(),
                line.slope(),
                statistic,
                tail(2, statistic),
                shifted.intercept(),
                offsetStatistic,
                offsetPValue));
    }

    /**
     * The degrees of freedom of {@link #statistic}: 2, or 1 when all probabilities are equal.
     *
     * @return 1 or 2
     */
    public int degreesOfFreedom() {
        return slope == 1 && intercept == offset ? 1 : 2;
    }

    private static double statistic(double fitted, double asIssued) {
        return Math.max(0, 2 * (fitted - asIssued));
    }

    private static double tail(int degreesOfFreedom, double statistic) {
        return ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(statistic);
    }
}

package dev.plumbline.calibration;

import java.util.Optional;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** TODO. */
public record LikelihoodRatioTest(
        double intercept,
        double slope,
        double statistic,
        double pValue,
        double offset,
        double offsetStatistic,
        double offsetPValue) {

    /** TODO. */
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

    /** The degrees of freedom of {@link #statistic}: 2, or 1 when all probabilities are equal. */
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

package dev.plumbline.calibration;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Cox recalibration from pairs: slope and intercept with their errors, the test of both, and what recalibrating would save.
 *
 * <p>Formula: {@code logit P(y=1) = intercept + slope * logit p} by maximum likelihood; {@code offset} is the intercept when the slope
 * is 1 (calibration in the large); {@code statistic = 2 (LL(intercept, slope) - LL(0, 1))}.
 *
 * <p>Symbols: LL the weighted log likelihood, p clipped to [1e-7, 1 - 1e-7]; H its negative Hessian at the fit, J the sum over units
 * of the outer products of their scores.
 *
 * <p>Input: all pairs; {@link LikelihoodRatioTest} has the same fit from a summary, to 1e-6. This one starts there and takes exact
 * Newton steps over the pairs.
 *
 * <p>Direction: slope below 1 means too extreme, above 1 too timid; offset above 0 means too low; gain above 0: a refit would help.
 *
 * <p>Weights count as copies in the fit; the standard errors take the row or the group as the unit, the test takes weights as copies
 * and rows as independent. A fractional outcome equals its split rows in the fit.
 *
 * <p>Degenerate: empty when no finite fit exists (one class, or classes that a threshold separates). When all probabilities are
 * equal the slope is 1 without an error, and the test has 1 degree of freedom. Never NaN.
 *
 * <p>Standard error: {@code H^-1 J H^-1} with each row's residual divided by 1 less its leverage (HC3) and t quantiles with G - 1
 * degrees of freedom. The gain is {@code (LL(fit) - LL(0, 1) - trace(J H^-1))/W}: what the fit gains on its own pairs, less the optimism
 * of that, so that its expectation on new pairs is met; its interval adds the variance {@code trace/2} of the fit to that of the mean
 * gain per pair.
 *
 * <p>Reference: Cox 1958, doi:10.1093/biomet/45.3-4.562; White 1980, doi:10.2307/1912934; HC3: MacKinnon and White 1985,
 * doi:10.1016/0304-4076(85)90158-7; optimism: Takeuchi 1976, as in Stone 1977, doi:10.1111/j.2517-6161.1977.tb01603.x.
 *
 * <p>Example: 6 events and 4 non-events at .5: slope 1, intercept = offset = ln 1.5 = .4054651, statistic .4027103.
 *
 * @param intercept its interval is not for testing alone: intercept and slope move together
 * @param slope with its interval
 * @param offset calibration in the large, with its interval and a two-sided normal p-value
 * @param statistic for intercept 0 and slope 1 together
 * @param degreesOfFreedom 2, or 1 when all probabilities are equal
 * @param pValue its chi-squared tail
 * @param gain nats per pair that recalibrating would save on new pairs, with its interval
 */
public record CoxRecalibration(
        Estimate intercept,
        Estimate slope,
        Estimate offset,
        double statistic,
        int degreesOfFreedom,
        double pValue,
        Estimate gain) {

    private static final int STEPS = 20;

    /**
     * The recalibration of a sample.
     *
     * @param sample pairs
     * @return empty when no finite fit exists
     */
    public static Optional<CoxRecalibration> of(CalibrationSample sample) {
        return of(sample, CalibrationSummary.of(sample));
    }

    static Optional<CoxRecalibration> of(CalibrationSample sample, CalibrationSummary summary) {
        Optional<LikelihoodRatioTest> start = LikelihoodRatioTest.of(summary);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        SortedPairs sorted = sample.sorted();
        int n = sorted.pools();
        double[] z = new double[n];
        double[] rate = new double[n];
        for (int k = 0; k < n; k++) {
            z[k] = Logistic.logit(sorted.x[k]);
            rate[k] = Math.min(sorted.target[k] / sorted.weight[k], 1);
        }
        boolean constant = start.get().degreesOfFreedom() == 1;
        LogisticTerms terms = LogisticTerms.ofRows(z, rate, sorted.weight);
        LogisticObjective objective = LogisticObjective.plain(terms);
        double offset = polish(objective, start.get().offset(), 1, false)[0];
        double[] line = constant
                ? new double[] {offset, 1}
                : polish(objective, start.get().intercept(), start.get().slope(), true);
        double asIssued = objective.value(0, 1) * objective.totalWeight();
        double fitted = objective.value(line[0], line[1]) * objective.totalWeight();
        double statistic = Math.max(0, 2 * (asIssued - fitted));
        int freedom = constant ? 1 : 2;
        SortedRows rows = sample.rows();
        double[] logits = new double[rows.size()];
        for (int k = 0; k < n; k++) {
            Arrays.fill(logits, sorted.start[k], sorted.start[k + 1], z[k]);
        }
        LogitSandwich shift = LogitSandwich.of(rows, logits, offset, 1, false);
        LogitSandwich both = constant ? shift : LogitSandwich.of(rows, logits, line[0], line[1], true);
        return Optional.of(new CoxRecalibration(
                new Estimate(line[0], 0.0, null, rows.interval(line[0], both.interceptError())),
                new Estimate(line[1], 1.0, null, constant ? null : rows.interval(line[1], both.slopeError())),
                new Estimate(
                        offset,
                        0.0,
                        Math.max(Normal.twoSided(offset / shift.interceptError()), Double.MIN_NORMAL),
                        rows.interval(offset, shift.interceptError())),
                statistic,
                freedom,
                ChiSquaredDistribution.of(freedom).survivalProbability(statistic),
                gain(rows, logits, line, statistic / 2, both.optimism())));
    }

    private static double[] polish(LogisticObjective objective, double intercept, double slope, boolean both) {
        double a = intercept;
        double b = slope;
        for (int step = 0; step < STEPS; step++) {
            double[] d = objective.newtonStep(a, b, both);
            a += d[0];
            b += d[1];
            // the start is within 1e-6 of the optimum, and each step squares what is missing
            if (Math.abs(d[0]) <= 1e-5 * (1 + Math.abs(a)) && Math.abs(d[1]) <= 1e-5 * (1 + Math.abs(b))) {
                break;
            }
        }
        return new double[] {a, b};
    }

    private static Estimate gain(SortedRows rows, double[] logits, double[] line, double total, double optimism) {
        double[] saved = new double[rows.size()];
        for (int i = 0; i < saved.length; i++) {
            double z = logits[i];
            double e = line[0] + line[1] * z;
            saved[i] = Logistic.softplus(z) - Logistic.softplus(e) + rows.y[i] * (e - z);
        }
        double w = rows.totalWeight;
        double mean = rows.mean(i -> saved[i]);
        double error = rows.standardError(i -> rows.w[i] * (saved[i] - mean) / w);
        double value = (total - optimism) / w;
        return new Estimate(value, null, null, rows.interval(value, Math.hypot(error, Math.sqrt(optimism / 2) / w)));
    }

    /**
     * Whether calibration is rejected by the likelihood ratio test.
     *
     * @param alpha in (0, 1)
     * @return true when the p-value is at most alpha
     */
    public boolean rejectsAt(double alpha) {
        Checks.alpha(alpha);
        return pValue <= alpha;
    }
}

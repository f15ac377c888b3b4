package dev.plumbline.calibration;

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
        SortedRows rows = sample.rows();
        double[] z = logits(sorted, rows);
        LogitLine model = new LogitLine(z, sorted.weight, sorted.target);
        boolean constant = start.get().degreesOfFreedom() == 1;
        double offset = model.polish(start.get().offset(), 1, false)[0];
        double[] q = new double[z.length];
        double[] softplus = new double[z.length];
        LogitSandwich shift = null;
        double[] line = {offset, 1};
        double[] logits = rows.spread(z, sorted.start);
        if (!constant) {
            model.probabilities(offset, 1, q);
            shift = LogitSandwich.of(rows, logits, rows.spread(q, sorted.start), false);
            line = model.polish(start.get().intercept(), start.get().slope(), true);
        }
        model.probabilities(line[0], line[1], q, softplus);
        LogitSandwich both = LogitSandwich.of(rows, logits, rows.spread(q, sorted.start), !constant);
        shift = constant ? both : shift;
        double statistic = Math.max(0, 2 * saving(sorted, rows, z, line, softplus));
        int freedom = constant ? 1 : 2;
        return Optional.of(new CoxRecalibration(
                new Estimate(line[0], 0.0, null, rows.interval(line[0], both.interceptError())),
                new Estimate(line[1], 1.0, null, constant ? null : rows.interval(line[1], both.slopeError())),
                new Estimate(
                        offset,
                        0.0,
                        offset == 0 // where all outcomes are as predicted its error is 0 as well
                                ? 1.0
                                : Math.max(Normal.twoSided(offset / shift.interceptError()), Double.MIN_NORMAL),
                        rows.interval(offset, shift.interceptError())),
                statistic,
                freedom,
                ChiSquaredDistribution.of(freedom).survivalProbability(statistic),
                gain(rows, logits, line, rows.spread(softplus, sorted.start), statistic / 2, both.optimism())));
    }

    /** The clipped log odds of every position. */
    private static double[] logits(SortedPairs sorted, SortedRows rows) {
        double[] lnP = rows.lnP();
        double[] lnQ = rows.lnQ();
        double[] z = new double[sorted.pools()];
        for (int k = 0; k < z.length; k++) {
            double p = sorted.x[k];
            int row = sorted.start[k];
            z[k] = p >= Logistic.CLIP && p <= 1 - Logistic.CLIP ? lnP[row] - lnQ[row] : Logistic.logit(p);
        }
        return z;
    }

    /** {@code LL(line) - LL(0, 1)}, position by position: the terms are small where the line changes little. */
    private static double saving(SortedPairs sorted, SortedRows rows, double[] z, double[] line, double[] softplus) {
        double[] lnQ = rows.lnQ();
        NeumaierSum sum = new NeumaierSum();
        for (int from = 0; from < z.length; from += RowTerms.CHUNK) {
            int to = Math.min(from + RowTerms.CHUNK, z.length);
            double part = 0;
            for (int k = from; k < to; k++) {
                double change = line[0] + line[1] * z[k] - z[k];
                part += sorted.weight[k] * (issued(z[k], lnQ[sorted.start[k]], sorted.x[k]) - softplus[k])
                        + sorted.target[k] * change;
            }
            sum.add(part);
        }
        return sum.value();
    }

    /** softplus of the clipped log odds: -ln(1-p), where nothing was clipped. */
    private static double issued(double z, double lnQ, double p) {
        return p >= Logistic.CLIP && p <= 1 - Logistic.CLIP ? -lnQ : Logistic.softplus(z);
    }

    private static Estimate gain(
            SortedRows rows, double[] logits, double[] line, double[] softplus, double total, double optimism) {
        double w = rows.totalWeight;
        double mean = total / w; // what the statistic is twice the total of
        double[] lnQ = rows.lnQ();
        double[] term = new double[RowTerms.CHUNK];
        RowTerms.UnitSquares squares = new RowTerms.UnitSquares(rows);
        for (int from = 0; from < rows.size(); from += RowTerms.CHUNK) {
            int count = Math.min(RowTerms.CHUNK, rows.size() - from);
            for (int i = 0; i < count; i++) {
                int row = from + i;
                double z = logits[row];
                double change = line[0] + line[1] * z - z;
                double saved = issued(z, lnQ[row], rows.p[row]) - softplus[row] + rows.y[row] * change;
                term[i] = rows.w[row] * (saved - mean);
            }
            squares.add(from, count, term);
        }
        double error = rows.standardError(squares.value()) / w;
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

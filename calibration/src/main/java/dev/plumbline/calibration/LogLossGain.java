package dev.plumbline.calibration;

import dev.plumbline.calibration.calibrator.Calibrator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * How much log loss a candidate map saves against the serving one, on the same pairs.
 *
 * <p>{@code mean = sum w g / sum w}, {@code g = logloss(serving) - logloss(candidate)} of a pair, in nats, {@code logloss(q)
 * = -(y ln q + (1-y) ln(1-q))}, q the calibrated score clipped to [1e-7, 1 - 1e-7] so that one certain and wrong score
 * cannot decide alone.
 *
 * <p>Symbols: y outcome, w weight, q map applied to the score p.
 *
 * <p>Input: a summary of scores before any map. From cells: the mean has an error of third order in the cell width (below
 * 1e-6 nats where tested, for smooth maps); the interval takes every row at its cell's mean, second order.
 *
 * <p>Direction: above 0 the candidate is better.
 *
 * <p>Weights are importance weights and the row is the independent unit: the interval grows with the sum of squared
 * weights, as far as the summary tells it.
 *
 * <p>Degenerate: an empty summary gives 0, fewer than two pairs an interval from minus to plus infinity. Never NaN.
 *
 * <p>Standard error: {@code sqrt(n/(n-1) sum w^2 (g - mean)^2) / sum w}, pairs independent, the maps fixed beforehand: on
 * pairs that the candidate was fitted to, the gain is too high and the interval does not cover. Rows of one event are not
 * independent either.
 *
 * <p>Reference: the paired difference of scores of Diebold and Mariano 1995, doi:10.1080/07350015.1995.10524599, section 1,
 * without serial correlation.
 *
 * <p>Example: 6 events and 4 non-events at score 0.5; a candidate that says 0.6 there gains {@code ln 2 - 0.673012 =
 * 0.020136} nats a pair.
 *
 * @param mean weighted mean gain per pair, in nats
 * @param low lower end of the 95 % normal interval
 * @param high upper end of the 95 % normal interval
 * @param total sum of w g
 * @param pairs rows
 */
public record LogLossGain(double mean, double low, double high, double total, long pairs) {

    private static final int FACTORS = 32;
    private static final int PART = 1 << 16; // rows that a thread takes at a time

    /** Checks that nothing is NaN and that the interval holds the mean. */
    public LogLossGain {
        Checks.finite("mean", mean);
        Checks.finite("total", total);
        if (!(low <= mean && mean <= high)) {
            throw new IllegalArgumentException("low <= mean <= high must hold, got " + low + ", " + mean + ", " + high);
        }
        if (pairs < 0) {
            throw new IllegalArgumentException("pairs must be at least 0, got " + pairs);
        }
    }

    /**
     * The gain of a candidate over the serving map.
     *
     * @param summary scores and outcomes
     * @param serving the map in force
     * @param candidate the map that might replace it
     * @return mean gain with its interval
     */
    public static LogLossGain of(CalibrationSummary summary, Calibrator serving, Calibrator candidate) {
        if (summary.isEmpty()) {
            return new LogLossGain(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0, summary.count());
        }
        DoubleUnaryOperator one = difference(CellLogLoss.ifHappens(candidate), CellLogLoss.ifHappens(serving));
        DoubleUnaryOperator zero = difference(CellLogLoss.ifNot(candidate), CellLogLoss.ifNot(serving));
        double total = total(summary, one, zero);
        double mean = total / summary.weight();
        long n = summary.count();
        double halfWidth = Double.POSITIVE_INFINITY;
        if (n > 1) {
            NeumaierSum squares = new NeumaierSum();
            for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
                if (summary.cell(cell).w() > 0) {
                    CellLogLoss in = CellLogLoss.of(summary, cell);
                    squares.add(in.squares(one.applyAsDouble(in.mean()), zero.applyAsDouble(in.mean()), mean));
                }
            }
            halfWidth = Normal.Q975 * Math.sqrt(squares.value() * n / (n - 1)) / summary.weight();
        }
        return new LogLossGain(mean, mean - halfWidth, mean + halfWidth, total, n);
    }

    /**
     * The gain on pairs whose probabilities are at hand before and after, such as out of fold. Where the sample has groups,
     * the group is the independent unit of the interval.
     *
     * @param sample outcomes and weights
     * @param serving the serving map's probability for each pair, in [0, 1]
     * @param candidate the candidate's
     * @return mean gain with its interval, for the order of the pairs as given
     */
    public static LogLossGain of(CalibrationSample sample, double[] serving, double[] candidate) {
        Checks.sameLength("serving", serving.length, "sample", sample.size());
        Checks.sameLength("candidate", candidate.length, "sample", sample.size());
        int units = sample.hasGroups() ? sample.groups() : sample.size();
        double[] unit = new double[units]; // sum of w g
        double[] unitWeight = new double[units];
        NeumaierSum total = new NeumaierSum();
        NeumaierSum weight = new NeumaierSum();
        for (int i = 0; i < serving.length; i++) {
            double w = sample.weight(i);
            double gain = w * (loss(serving[i], sample.outcome(i)) - loss(candidate[i], sample.outcome(i)));
            int of = sample.hasGroups() ? sample.group(i) : i;
            unit[of] += gain;
            unitWeight[of] += w;
            total.add(gain);
            weight.add(w);
        }
        double mean = total.value() / weight.value();
        NeumaierSum squares = new NeumaierSum();
        int counted = 0;
        for (int of = 0; of < units; of++) {
            double residual = unit[of] - unitWeight[of] * mean;
            squares.add(residual * residual);
            counted += unitWeight[of] > 0 ? 1 : 0;
        }
        double halfWidth = counted < 2
                ? Double.POSITIVE_INFINITY
                : Normal.Q975 * Math.sqrt(squares.value() * counted / (counted - 1)) / weight.value();
        return new LogLossGain(mean, mean - halfWidth, mean + halfWidth, total.value(), sample.size());
    }

    /**
     * The gain from sums over independent units, each of weight 1: outcomes, or groups of them.
     *
     * @param total sum of the gains
     * @param squares sum of their squares
     * @param units how many, 0 or more
     * @return mean gain with its interval; infinitely wide for fewer than two units
     */
    public static LogLossGain ofSums(double total, double squares, long units) {
        double mean = units == 0 ? 0 : total / units;
        double halfWidth = Double.POSITIVE_INFINITY;
        if (units > 1) {
            double variance = Math.max(0, squares / units - mean * mean); // rounding may leave less than nothing
            halfWidth = Normal.Q975 * Math.sqrt(variance / (units - 1));
        }
        return new LogLossGain(mean, mean - halfWidth, mean + halfWidth, total, units);
    }

    /**
     * The log loss of probabilities that are at hand, each clipped to [1e-7, 1 - 1e-7].
     *
     * @param sample outcomes and weights
     * @param q a probability for each pair, in [0, 1]
     * @return in nats, smaller is better
     */
    public static double logLoss(CalibrationSample sample, double[] q) {
        Checks.sameLength("q", q.length, "sample", sample.size());
        if (sample.weightColumn() == null && sample.isBinary()) {
            return ofPlain(sample.outcomeColumn(), q);
        }
        NeumaierSum total = new NeumaierSum();
        NeumaierSum weight = new NeumaierSum();
        for (int i = 0; i < q.length; i++) {
            total.add(sample.weight(i) * loss(q[i], sample.outcome(i)));
            weight.add(sample.weight(i));
        }
        return total.value() / weight.value();
    }

    /** The parts are added in their order, however many threads there are. */
    private static double ofPlain(double[] y, double[] q) {
        double[] parts = new double[(q.length + PART - 1) / PART];
        IntStream numbers = IntStream.range(0, parts.length);
        (parts.length > 1 ? numbers.parallel() : numbers)
                .forEach(k -> parts[k] = logLikelihood(y, q, k * PART, Math.min((k + 1) * PART, q.length)));
        return -NeumaierSum.of(parts) / q.length;
    }

    /** One logarithm for the product of {@value #FACTORS} likelihoods: none is below 1e-7, so that the product stays above 1e-308. */
    private static double logLikelihood(double[] y, double[] q, int first, int end) {
        NeumaierSum total = new NeumaierSum();
        for (int from = first; from < end; from += FACTORS) {
            int to = Math.min(from + FACTORS, end);
            double product = 1;
            double other = 1; // of every other row: the next factor need not wait for the last
            for (int i = from; i + 1 < to; i += 2) {
                product *= likelihood(y[i], q[i]);
                other *= likelihood(y[i + 1], q[i + 1]);
            }
            product *= (to - from) % 2 == 0 ? 1 : likelihood(y[to - 1], q[to - 1]);
            total.add(Math.log(product * other));
        }
        return total.value();
    }

    /** c where y is 1, 1 - c where it is 0. */
    private static double likelihood(double y, double q) {
        double c = Logistic.clip(q);
        return (1 - y) + (2 * y - 1) * c;
    }

    private static double loss(double q, double y) {
        return Scores.logLoss(Logistic.clip(q), y);
    }

    /**
     * The gain that is surpassed with a confidence that the caller picks.
     *
     * @param alpha in (0, 1), the chance of a bound above the true gain
     * @return the lower end of a one-sided normal interval; minus infinity with fewer than two pairs
     */
    public double lowerBound(double alpha) {
        Checks.alpha(alpha);
        double standardError = (high - low) / (2 * Normal.Q975);
        return Double.isInfinite(standardError) ? Double.NEGATIVE_INFINITY : mean - Normal.upper(alpha) * standardError;
    }

    /**
     * The log loss of calibrated scores, {@code -sum w (y ln q + (1-y) ln(1-q)) / sum w}, q clipped to [1e-7, 1 - 1e-7]; from
     * cells with an error of third order in the cell width for smooth maps.
     *
     * @param summary scores and outcomes, not empty
     * @param calibrator the map
     * @return in nats, smaller is better
     * @throws IllegalArgumentException when the summary has no weight
     */
    public static double logLoss(CalibrationSummary summary, Calibrator calibrator) {
        if (summary.isEmpty()) {
            throw new IllegalArgumentException("summary must have at least 1 pair with weight, got none");
        }
        DoubleUnaryOperator one = CellLogLoss.ifHappens(calibrator);
        DoubleUnaryOperator zero = CellLogLoss.ifNot(calibrator);
        return -total(summary, one, zero) / summary.weight();
    }

    /** The sum over all pairs of {@code w (y one(p) + (1-y) zero(p))}. */
    private static double total(CalibrationSummary summary, DoubleUnaryOperator one, DoubleUnaryOperator zero) {
        NeumaierSum sum = new NeumaierSum();
        for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
            if (summary.cell(cell).w() > 0) {
                sum.add(CellLogLoss.of(summary, cell).sum(one, zero));
            }
        }
        return sum.value();
    }

    private static DoubleUnaryOperator difference(DoubleUnaryOperator candidate, DoubleUnaryOperator serving) {
        return p -> candidate.applyAsDouble(p) - serving.applyAsDouble(p);
    }
}

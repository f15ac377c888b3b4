package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.LogisticFit;
import dev.plumbline.calibration.LogisticTerms;

/**
 * Fits {@link PlattCalibrator} by exact maximum likelihood.
 *
 * <p>Minimises {@code -sum w (t ln q + (1-t) ln(1-q))}, {@code q = 1/(1+exp(a*p+b))}.
 *
 * <p>Symbols: a, b are A and B of Platt (1999); p the score (any finite number), t the target made of the outcome, w the
 * weight.
 *
 * <p>Input: rows, or the cells of a summary (scores in [0, 1] then). From cells the part that is linear in the outcome is
 * exact; only {@code sum w softplus(-(a p + b))} is expanded, to second order about each cell's mean. Per cell the error of
 * the log likelihood is at most {@code w |a|^3 E|p - mean|^3 / 62}: third order in the cell width. Both parameters agreed
 * with the fit on rows to 3e-8 relative in every set tested, 1,000 to 100,000 rows.
 *
 * <p>Direction: a below 0 keeps the ranking. Data that point the wrong way give a above 0; it is returned as it is.
 *
 * <p>Weights count as copies, a fractional outcome as its two split rows, both exactly.
 *
 * <p>Degenerate: equal scores (n = 1 too; for a summary, all in one cell) give a = 0 and b the log odds against the mean target. One class only gives a = 0
 * too; smoothed, {@code b = ln(N0+1)} or {@code -ln(N1+1)}. {@link Targets#RAW} with one class or with classes that a
 * threshold on the score separates has no finite optimum: the result is the one of a slightly penalised likelihood, see
 * {@link LogisticFit}: finite, steep, in the right direction. Never NaN.
 *
 * <p>Assumption: none for the fit itself; it carries no standard error.
 *
 * <p>Reference: Platt 1999, "Probabilistic outputs for support vector machines", eq. 2 and section 2.2 (the targets); Lin,
 * Lin and Weng 2007, doi:10.1007/s10994-007-5018-6, section 3 (Newton with backtracking).
 *
 * <p>Example: scores 5, -4, 1 with outcomes 1, 0, 0, smoothed: a = -0.202614489618, b = 0.652366638998.
 */
public final class PlattFit {

    /** What the curve is fitted to. */
    public enum Targets {
        /** Platt's: {@code t = y (N1+1)/(N1+2) + (1-y)/(N0+2)}, N1 = sum w y, N0 = sum w (1-y). Always a finite fit. */
        SMOOTHED,
        /** The outcomes themselves. */
        RAW
    }

    private PlattFit() {}

    /**
     * The fit on rows.
     *
     * @param score any finite numbers
     * @param outcome in [0, 1], of the same length
     * @param weight zero or more, of the same length, not all zero; null for all 1
     * @param targets smoothed or raw
     * @return the curve
     */
    public static PlattCalibrator fit(double[] score, double[] outcome, double[] weight, Targets targets) {
        return calibrator(LogisticTerms.ofRows(score, outcome, weight), targets);
    }

    /**
     * The fit on the pairs of a sample.
     *
     * @param sample probabilities as scores
     * @param targets smoothed or raw
     * @return the curve
     */
    public static PlattCalibrator fit(CalibrationSample sample, Targets targets) {
        double[] fit = line(sample, Features.PROBABILITY, targets);
        return new PlattCalibrator(0 - fit[1], 0 - fit[0]); // Platt's A and B have the other sign
    }

    /** Intercept and slope on a feature of the probability. */
    static double[] line(CalibrationSample sample, Features features, Targets targets) {
        RowSource rows = RowSource.of(sample);
        CompressedRows compressed = LogisticRegression.compressed(rows);
        if (targets == Targets.RAW) {
            return LogisticRegression.fit(rows, compressed, features);
        }
        double total = 0;
        double positives = 0;
        if (compressed != null) {
            total = compressed.totalWeight();
            positives = compressed.totalTarget();
        } else {
            for (int i = 0; i < sample.size(); i++) {
                total += sample.weight(i);
                positives += sample.weight(i) * sample.outcome(i);
            }
        }
        double low = 1 / (total - positives + 2);
        double high = (positives + 1) / (positives + 2);
        return LogisticRegression.fit(
                RowSource.of(sample, low, high),
                compressed == null ? null : compressed.withTargets(low, high),
                features);
    }

    /**
     * The fit on the cells of a summary.
     *
     * @param summary with at least one pair of positive weight
     * @param targets smoothed or raw
     * @return the curve, within the bound above of the fit on its rows
     */
    public static PlattCalibrator fit(CalibrationSummary summary, Targets targets) {
        return calibrator(LogisticTerms.ofProbabilities(summary), targets);
    }

    private static PlattCalibrator calibrator(LogisticTerms outcomes, Targets targets) {
        LogisticTerms terms = switch (targets) {
            case SMOOTHED -> outcomes.smoothed();
            case RAW -> outcomes;
        };
        LogisticFit fit = LogisticFit.of(terms);
        return new PlattCalibrator(0 - fit.slope(), 0 - fit.intercept()); // Platt's A and B have the other sign
    }
}

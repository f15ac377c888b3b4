package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.LogLossGain;
import dev.plumbline.calibration.Scores;

/**
 * How a method does on pairs that its fit has not seen: the pairs are cut into folds, and each fold is calibrated by a fit to
 * the others.
 *
 * <p>Input: a sample and its {@link Folds}. Needs all pairs.
 *
 * <p>Weights count in fits and means; where the sample has groups, no group is in two folds and the interval of the gain
 * takes the group as its unit. The interval takes the fits as given: it does not know how much another sample would change
 * them, so it is a little narrow in small samples.
 *
 * <p>Degenerate: with one fold only (one pair, or one group) nothing is unseen, and the gain's interval is infinite.
 *
 * <p>Reference: Stone 1974, doi:10.1111/j.2517-6161.1974.tb00994.x; the gain's interval as in {@link LogLossGain}.
 *
 * @param logLoss of the calibrated probabilities, each clipped to [1e-7, 1 - 1e-7], in nats
 * @param brier their Brier score
 * @param gain log loss saved against the scores as they are
 */
public record OutOfFold(double logLoss, double brier, LogLossGain gain) {
    /**
     * Fits a method fold by fold.
     *
     * @param folds the sample, cut
     * @param method what to fit
     */
    public static OutOfFold of(Folds folds, CalibrationMethod method) {
        CalibrationSample sample = folds.sample();
        double[] before = sample.probabilities();
        double[] after = new double[sample.size()];
        for (int fold = 0; fold < folds.count(); fold++) {
            Calibrator fitted = method.fit(folds.without(fold));
            for (int i = 0; i < after.length; i++) {
                if (folds.of(i) == fold) {
                    after[i] = fitted.apply(before[i]);
                }
            }
        }
        LogLossGain gain = LogLossGain.of(sample, before, after);
        if (folds.count() == 1) {
            gain = new LogLossGain(
                    gain.mean(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, gain.total(), gain.pairs());
        }
        return new OutOfFold(LogLossGain.logLoss(sample, after), brier(sample, after), gain);
    }

    /**
     * The Brier score of probabilities that are at hand.
     *
     * @param sample outcomes and weights
     * @param q a probability for each pair, in [0, 1]
     */
    public static double brier(CalibrationSample sample, double[] q) {
        return Scores.brier(CalibrationSample.of(q, sample.outcomes(), sample.weights()))
                .value();
    }
}

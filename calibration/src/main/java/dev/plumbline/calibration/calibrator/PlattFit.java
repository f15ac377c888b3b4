package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.LogisticFit;
import dev.plumbline.calibration.LogisticTerms;
import java.util.Arrays;

/** TODO. */
public final class PlattFit {

    /** What the curve is fitted to. */
    public enum Targets {
        /** Platt's: {@code t = y (N1+1)/(N1+2) + (1-y)/(N0+2)}, N1 = sum w y, N0 = sum w (1-y). Always a finite fit. */
        SMOOTHED,
        /** The outcomes themselves. */
        RAW
    }

    private PlattFit() {}

    /** TODO. */
    public static PlattCalibrator fit(double[] score, double[] outcome, double[] weight, Targets targets) {
        double[] w = weight == null ? ones(score.length) : weight;
        if (outcome.length != score.length) {
            throw new IllegalArgumentException(
                    "outcome must be as long as score, got " + outcome.length + " against " + score.length);
        }
        if (w.length != score.length) {
            throw new IllegalArgumentException(
                    "weight must be as long as score, got " + w.length + " against " + score.length);
        }
        double positives = 0;
        double negatives = 0;
        for (int i = 0; i < score.length; i++) {
            if (!(outcome[i] >= 0 && outcome[i] <= 1)) {
                throw new IllegalArgumentException("outcome must be in [0, 1], got " + outcome[i] + " at index " + i);
            }
            positives += w[i] * outcome[i];
            negatives += w[i] * (1 - outcome[i]);
        }
        double low = low(negatives, targets);
        double high = high(positives, targets);
        double[] target = new double[score.length];
        for (int i = 0; i < target.length; i++) {
            target[i] = outcome[i] * high + (1 - outcome[i]) * low;
        }
        return calibrator(LogisticTerms.ofRows(score, target, w));
    }

    /** TODO. */
    public static PlattCalibrator fit(CalibrationSample sample, Targets targets) {
        double[] score = new double[sample.size()];
        double[] outcome = new double[sample.size()];
        double[] weight = new double[sample.size()];
        for (int i = 0; i < score.length; i++) {
            score[i] = sample.probability(i);
            outcome[i] = sample.outcome(i);
            weight[i] = sample.weight(i);
        }
        return fit(score, outcome, weight, targets);
    }

    /** TODO. */
    public static PlattCalibrator fit(CalibrationSummary summary, Targets targets) {
        if (summary.isEmpty()) {
            throw new IllegalArgumentException("summary must have at least 1 pair with weight, got none");
        }
        double positives = summary.weight() * summary.baseRate();
        double negatives = summary.weight() - positives;
        return calibrator(LogisticTerms.ofProbabilities(summary, low(negatives, targets), high(positives, targets)));
    }

    private static double low(double negatives, Targets targets) {
        return targets == Targets.RAW ? 0 : 1 / (negatives + 2);
    }

    private static double high(double positives, Targets targets) {
        return targets == Targets.RAW ? 1 : (positives + 1) / (positives + 2);
    }

    private static PlattCalibrator calibrator(LogisticTerms terms) {
        LogisticFit fit = LogisticFit.of(terms);
        return new PlattCalibrator(-fit.slope(), -fit.intercept()); // Platt's A and B have the other sign
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}

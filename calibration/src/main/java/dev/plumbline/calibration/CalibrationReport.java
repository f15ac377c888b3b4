package dev.plumbline.calibration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of an audit that follow from a summary, under the names of the JSON report. A value that does not exist is
 * null, and {@link #reasons} says why in plain words.
 *
 * @param totalSamples rows
 * @param totalWeight sum of weights
 * @param baseRate weighted mean outcome
 * @param meanPredicted weighted mean probability
 * @param bias mean probability minus mean outcome
 * @param clipped rows with a probability outside [1e-7, 1 - 1e-7]
 * @param ece expected calibration error over ten bins of equal width; 0 for an empty summary
 * @param band "well-calibrated" below an ECE of 0.10, "acceptable" up to 0.15, "needs-attention" above
 * @param bins the reliability table; no rows for an empty summary
 * @param expectedEce the ECE that right probabilities would have on average
 * @param ecePValue chance of an ECE this large when the probabilities are right
 * @param mce largest gap of a bin
 * @param eceDebiased the ECE less what chance adds
 * @param brier Brier score
 * @param logLoss log loss in nats
 * @param cox intercept and slope of Cox recalibration
 * @param calibrationInTheLarge the intercept with slope 1
 * @param likelihoodRatio test of intercept 0 and slope 1 together
 * @param reasons for each null value, by name, why it does not exist; also remarks on values that need one
 */
public record CalibrationReport(
        long totalSamples,
        double totalWeight,
        Double baseRate,
        Double meanPredicted,
        Double bias,
        long clipped,
        double ece,
        String band,
        List<ReliabilityBin> bins,
        Double expectedEce,
        Double ecePValue,
        Double mce,
        Double eceDebiased,
        Double brier,
        Double logLoss,
        Cox cox,
        Double calibrationInTheLarge,
        LikelihoodRatio likelihoodRatio,
        Map<String, String> reasons) {

    /**
     * Cox recalibration: {@code logit P = intercept + slope logit p}; 0 and 1 when the probabilities are right.
     *
     * @param intercept of the line
     * @param slope below 1: too extreme; above 1: too timid
     */
    public record Cox(double intercept, double slope) {}

    /**
     * The likelihood ratio test of a {@link LikelihoodRatioTest}.
     *
     * @param statistic chi-squared
     * @param pValue small values speak against the probabilities
     */
    public record LikelihoodRatio(double statistic, double pValue) {}

    /** Copies list and map. */
    public CalibrationReport {
        bins = List.copyOf(bins);
        reasons = Map.copyOf(reasons);
    }

    /**
     * The report on a summary.
     *
     * @param summary any summary, an empty one too
     * @return its figures
     */
    public static CalibrationReport of(CalibrationSummary summary) {
        return summary.isEmpty() ? empty(summary) : full(summary);
    }

    private static CalibrationReport empty(CalibrationSummary summary) {
        String reason = summary.count() == 0 ? "there are no pairs" : "all pairs have weight 0";
        Map<String, String> reasons = new LinkedHashMap<>();
        for (String name : List.of(
                "baseRate",
                "meanPredicted",
                "bias",
                "band",
                "expectedEce",
                "ecePValue",
                "mce",
                "eceDebiased",
                "brier",
                "logLoss",
                "cox",
                "calibrationInTheLarge",
                "likelihoodRatio")) {
            reasons.put(name, reason);
        }
        return new CalibrationReport(
                summary.count(),
                0,
                null,
                null,
                null,
                summary.clipped(),
                0,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                reasons);
    }

    private static CalibrationReport full(CalibrationSummary summary) {
        Map<String, String> reasons = new LinkedHashMap<>();
        CalibrationError binned = CalibrationError.of(summary);
        EceNull chance = EceNull.of(summary);
        Double logLoss =
                summary.logLoss().isPresent() ? (Double) summary.logLoss().getAsDouble() : null;
        if (logLoss == null) {
            reasons.put("logLoss", "it is infinite: something with probability 0 happened");
        }
        Optional<LikelihoodRatioTest> test = LikelihoodRatioTest.of(summary);
        if (test.isEmpty()) {
            String reason = reasonForNoFit(summary);
            reasons.put("cox", reason);
            reasons.put("calibrationInTheLarge", reason);
            reasons.put("likelihoodRatio", reason);
        } else if (test.get().degreesOfFreedom() == 1) {
            reasons.put(
                    "likelihoodRatio",
                    "all probabilities are equal: only the offset is tested, with 1 degree of freedom; the slope is set to 1");
        }
        return new CalibrationReport(
                summary.count(),
                summary.weight(),
                summary.baseRate(),
                summary.meanProbability(),
                summary.bias(),
                summary.clipped(),
                binned.ece(),
                band(binned.ece()),
                binned.bins(),
                chance.expected(),
                chance.pValue(),
                binned.mce(),
                binned.debiased(),
                summary.brier(),
                logLoss,
                test.map(t -> new Cox(t.intercept(), t.slope())).orElse(null),
                test.map(LikelihoodRatioTest::offset).orElse(null),
                test.map(t -> new LikelihoodRatio(t.statistic(), t.pValue())).orElse(null),
                reasons);
    }

    private static String reasonForNoFit(CalibrationSummary summary) {
        double rate = summary.baseRate();
        if (rate <= 1e-9) {
            return "every outcome is 0";
        }
        return rate >= 1 - 1e-9
                ? "every outcome is 1"
                : "a threshold on the probability separates the outcomes, so no finite fit exists";
    }

    private static String band(double ece) {
        if (ece < 0.10) {
            return "well-calibrated";
        }
        return ece <= 0.15 ? "acceptable" : "needs-attention";
    }
}

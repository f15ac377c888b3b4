package dev.plumbline.calibration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of an audit, under the names of the JSON report. A value that does not exist is
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
 * @param eceInterval 95 %, lower and upper end
 * @param eceEqualMass mean gap over ten bins of equal mass
 * @param smoothEce error without bins
 * @param auc area under the ROC curve
 * @param corp both scores split in miscalibration, discrimination and uncertainty
 * @param spiegelhalter test of the Brier score against its expectation
 * @param hosmerLemeshow test of ten groups of equal mass
 * @param kolmogorovSmirnov largest imbalance below any score, with its test
 * @param integrated distance of a smooth curve from the diagonal
 * @param recalibrationGain log loss that recalibrating would save
 * @param minimumDetectable smallest shift in logits that a test at 5 % would find with a chance of 80 %
 * @param estimates by name, figures with expectation under calibration, p-value and interval, as far as they are known
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
        List<Double> eceInterval,
        Double eceEqualMass,
        Double smoothEce,
        Double auc,
        Corp corp,
        SpiegelhalterZ spiegelhalter,
        HosmerLemeshow hosmerLemeshow,
        KolmogorovSmirnov kolmogorovSmirnov,
        IntegratedCalibration integrated,
        RecalibrationGain recalibrationGain,
        Double minimumDetectable,
        Map<String, Estimate> estimates,
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

    /**
     * The CORP decompositions of both scores.
     *
     * @param brier of the Brier score
     * @param logLoss of the log loss, probabilities clipped to [1e-7, 1 - 1e-7]
     */
    public record Corp(CorpDecomposition brier, CorpDecomposition logLoss) {}

    /** Copies lists and maps. */
    public CalibrationReport {
        bins = List.copyOf(bins);
        eceInterval = eceInterval == null ? null : List.copyOf(eceInterval);
        estimates = Collections.unmodifiableMap(new LinkedHashMap<>(estimates));
        reasons = Collections.unmodifiableMap(
                new LinkedHashMap<>(reasons)); // Map.copyOf has another order in every process
    }

    /**
     * The report on sums. Base rate, bias, scores and errors over ten bins of equal width are exact; the others stand on cells
     * 0.03 logits wide, as each metric says.
     *
     * @param summary any summary, an empty one too
     * @return its figures
     */
    public static CalibrationReport of(CalibrationSummary summary) {
        return new ReportAssembly(summary, null).report();
    }

    /**
     * The report on pairs: every figure from all of them, with null expectations, p-values and intervals in {@link #estimates}.
     *
     * @param sample pairs
     * @return its figures, the same for every order of the rows
     */
    public static CalibrationReport of(CalibrationSample sample) {
        return new ReportAssembly(CalibrationSummary.of(sample), sample).report();
    }
}

package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.Logistic;
import dev.plumbline.calibration.LogisticFit;
import dev.plumbline.calibration.LogisticTerms;
import dev.plumbline.calibration.calibrator.PlattFit.Targets;
import java.util.OptionalDouble;

/**
 * A line on the log-odds scale: Cox's recalibration. It contains "leave alone" (slope 1, intercept 0).
 *
 * <p>Formula: {@code sigmoid(s*logit p + t)}.
 *
 * <p>Symbols: s the slope, t the intercept; {@code logit p = ln(c/(1-c))} of p clipped to [1e-7, 1-1e-7].
 *
 * <p>Input: probabilities in [0, 1], 0 and 1 included; outcomes in [0, 1]; rows, or the cells of a summary (within the bound
 * of {@link LogisticTerms}).
 *
 * <p>Direction: s below 1 moves towards the base rate (the forecaster was too sure), above 1 away; t raises or lowers. s below
 * 0 turns the ranking round: it is returned as it is, and is a bad sign.
 *
 * <p>Weights count as copies, a fractional outcome as its two split rows, both exactly.
 *
 * <p>Degenerate: equal scores (n = 1 too) give s = 0 and t the log odds of the mean outcome. One class only, or classes that a
 * threshold separates, have no finite optimum: the result is that of the mean log likelihood less {@code 1e-6/2} of the
 * squared coefficients on the standardised log odds: finite, steep, in the right direction. Never NaN.
 *
 * <p>Assumption: none for the fit; it carries no standard error.
 *
 * <p>Reference: Cox 1958, doi:10.1093/biomet/45.3-4.562; Platt 1999 (smoothed targets, an option here, see {@link PlattFit}).
 *
 * <p>Example: p = 0.2 and 0.8, five pairs each, one outcome of the first and three of the second are 1: the line through both
 * log odds, {@code s = (ln 1.5 + ln 4)/(2 ln 4) = 0.6462406251802891}, {@code t = (ln 1.5 - ln 4)/2 = -0.49041462650586315}.
 *
 * @param slope s
 * @param intercept t
 */
public record LogitPlattCalibrator(double slope, double intercept) implements Calibrator {

    /** Checks both coefficients. */
    public LogitPlattCalibrator {
        Parameters.coefficient("slope", slope);
        Parameters.coefficient("intercept", intercept);
    }

    /**
     * The line of maximum likelihood.
     *
     * @param sample pairs
     * @return the map
     */
    public static LogitPlattCalibrator fit(CalibrationSample sample) {
        return fit(sample, Targets.RAW);
    }

    /**
     * The line of maximum likelihood for raw or smoothed targets.
     *
     * @param sample pairs
     * @param targets what stands for the outcomes
     * @return the map
     */
    public static LogitPlattCalibrator fit(CalibrationSample sample, Targets targets) {
        double[] fit = PlattFit.line(sample, Features.LOGIT, targets);
        return new LogitPlattCalibrator(fit[1], fit[0]);
    }

    /**
     * The line of maximum likelihood from sums.
     *
     * @param summary with at least one pair of positive weight
     * @return the map, within the bound of {@link LogisticTerms} of the fit on its rows
     */
    public static LogitPlattCalibrator fit(CalibrationSummary summary) {
        LogisticFit fit = LogisticFit.of(LogisticTerms.ofLogits(summary));
        return new LogitPlattCalibrator(fit.slope(), fit.intercept());
    }

    @Override
    public double apply(double p) {
        Parameters.unit("probability", p);
        return Logistic.sigmoid(slope * Features.logOdds(p) + intercept);
    }

    @Override
    public OptionalDouble inverse(double q) {
        double logit = Parameters.logit(q);
        return slope == 0 ? OptionalDouble.empty() : Parameters.probabilityOf((logit - intercept) / slope);
    }

    @Override
    public String method() {
        return "logit-platt";
    }
}

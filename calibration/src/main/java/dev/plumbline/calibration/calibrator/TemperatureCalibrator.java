package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.Logistic;
import java.util.OptionalDouble;

/**
 * One temperature for the log odds: probabilities move away from a half or towards it, all by one factor.
 *
 * <p>Formula: {@code sigmoid(logit p / T)}.
 *
 * <p>Symbols: T the temperature; {@code logit p = ln(c/(1-c))} of p clipped to [1e-7, 1-1e-7].
 *
 * <p>Input: probabilities in [0, 1], 0 and 1 included; outcomes in [0, 1].
 *
 * <p>Direction: T above 1 moves towards a half (the forecaster was too sure), below 1 away from it; 1 leaves alone. Always
 * increasing: T is positive.
 *
 * <p>Weights count as copies, a fractional outcome as its two split rows, both exactly.
 *
 * <p>Degenerate: when scores carry nothing or point the wrong way, no temperature exists: the likelihood grows with T without
 * end, or its optimum would be a negative T, which turns the ranking round. Then T is infinite and the map is 1/2 for every
 * score, which is the limit and the best that any positive T can do (log loss ln 2); {@link #exists()} is false and JSON has
 * null. It is never negative. Scores that are all on their outcome's side of 1/2 have their optimum at T = 0; the result is
 * that of the mean log likelihood less {@code 1e-6/2 (m/T)^2}, m the root mean square of the log odds: a small positive T.
 * One class only falls under one of the two, or has an optimum. Constant scores, n = 1: likewise. Never NaN.
 *
 * <p>Assumption: none for the fit; it carries no standard error.
 *
 * <p>Reference: Guo, Pleiss, Sun and Weinberger 2017, arXiv:1706.04599, section 4.2, for two classes.
 *
 * <p>Example: p = 0.9 four times with outcomes 1, 1, 1, 0 gives {@code T = ln 9 / ln 3 = 2}.
 *
 * @param temperature T, above 0; infinite when none exists
 */
public record TemperatureCalibrator(double temperature) implements Calibrator {

    private static final double NONE = 1e-9; // 1/T below it moves no probability from 1/2 by more than 4e-9

    /** Checks that the temperature is positive; infinity says that none exists. */
    public TemperatureCalibrator {
        if (!(temperature >= 1e-300)) {
            throw new IllegalArgumentException(
                    "temperature must be at least 1e-300, or infinite when none exists, got " + temperature);
        }
    }

    /**
     * The temperature of maximum likelihood.
     *
     * @param sample pairs
     * @return the map; the one without a temperature when the data have none
     */
    public static TemperatureCalibrator fit(CalibrationSample sample) {
        double inverse = LogisticRegression.fit(RowSource.of(sample), Features.LOGIT_ONLY)[1];
        return new TemperatureCalibrator(inverse > NONE ? 1 / inverse : Double.POSITIVE_INFINITY);
    }

    /**
     * Whether there is a temperature.
     *
     * @return false when the map is 1/2 for every score because no positive temperature is the best
     */
    public boolean exists() {
        return temperature < Double.POSITIVE_INFINITY;
    }

    @Override
    public double apply(double p) {
        Parameters.unit("probability", p);
        return Logistic.sigmoid(Features.logOdds(p) / temperature);
    }

    @Override
    public OptionalDouble inverse(double q) {
        double logit = Parameters.logit(q);
        return exists() ? Parameters.probabilityOf(logit * temperature) : OptionalDouble.empty();
    }

    @Override
    public String method() {
        return "temperature";
    }
}

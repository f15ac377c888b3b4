package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.Logistic;
import java.util.OptionalDouble;

/**
 * A shift of the log odds, for a base rate that has moved.
 *
 * <p>Formula: {@code sigmoid(logit p + t)}.
 *
 * <p>Symbols: p the probability, t the intercept; {@code logit p = ln(c/(1-c))} of p clipped to [1e-7, 1-1e-7].
 *
 * <p>Input: probabilities in [0, 1], 0 and 1 included; outcomes in [0, 1]. The fit makes the mean calibrated probability equal
 * to the mean outcome.
 *
 * <p>Direction: t above 0 raises every probability, 0 leaves it alone. Increasing for every t.
 *
 * <p>Weights count as copies, a fractional outcome as its two split rows, both exactly.
 *
 * <p>Degenerate: constant scores and n = 1 need nothing special. One class only has its optimum at infinity; the result is
 * that of the mean log likelihood less {@code 1e-6/2 t^2}: finite, and far on the right side. Never NaN.
 *
 * <p>Assumption: none for the fit; it carries no standard error.
 *
 * <p>Reference: Cox 1958, "Two further applications of a model for binary regression", doi:10.1093/biomet/45.3-4.562, with
 * the slope fixed at 1 (calibration in the large).
 *
 * <p>Example: outcomes 0, 0, 0, 1 at p = 0.5 give t = -ln 3 = -1.0986122886681098, so 0.5 becomes 0.25.
 *
 * @param intercept t, on the log-odds scale
 */
public record OffsetCalibrator(double intercept) implements Calibrator {

    /** Checks the intercept. */
    public OffsetCalibrator {
        Parameters.coefficient("intercept", intercept);
    }

    /**
     * The shift of maximum likelihood.
     *
     * @param sample pairs
     * @return the map
     */
    public static OffsetCalibrator fit(CalibrationSample sample) {
        return new OffsetCalibrator(LogisticRegression.fit(RowSource.of(sample), Features.OFFSET)[0]);
    }

    @Override
    public double apply(double p) {
        Parameters.unit("probability", p);
        return Logistic.sigmoid(Features.logOdds(p) + intercept);
    }

    @Override
    public OptionalDouble inverse(double q) {
        return Parameters.probabilityOf(Parameters.logit(q) - intercept);
    }

    @Override
    public String method() {
        return "offset";
    }
}

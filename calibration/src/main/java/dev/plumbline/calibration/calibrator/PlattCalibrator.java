package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.Logistic;
import java.util.OptionalDouble;

/**
 * Platt's curve on the score itself: {@code 1/(1+exp(a*p+b))} (Platt 1999, eq. 2).
 *
 * <p>A score that points the right way has a below 0; a above 0 turns the ranking round and is a bad sign. See
 * {@link PlattFit} for the fit.
 *
 * @param a A in Platt (1999), finite
 * @param b B in Platt (1999), finite
 */
public record PlattCalibrator(double a, double b) implements Calibrator {

    /** Checks that both parameters are finite. */
    public PlattCalibrator {
        finite("a", a);
        finite("b", b);
    }

    /**
     * The calibrated probability.
     *
     * @param p any finite score
     * @return {@code 1/(1+exp(a*p+b))}; 0 or 1 where the exponential leaves the range of a double, never NaN
     */
    @Override
    public double apply(double p) {
        finite("score", p);
        // a*p may overflow to an infinity; b is finite, so their sum is no NaN and 1/(1+infinity) is the right 0
        return Logistic.sigmoid(-(a * p + b));
    }

    @Override
    public OptionalDouble inverse(double q) {
        double p = (-Parameters.logit(q) - b) / a; // a = 0 makes it infinite or NaN
        return Double.isFinite(p) ? OptionalDouble.of(p) : OptionalDouble.empty();
    }

    @Override
    public String method() {
        return "platt";
    }

    private static void finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite, got " + value);
        }
    }
}

package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.Logistic;
import java.util.OptionalDouble;

/**
 * A parabola on the log-odds scale that never falls.
 *
 * <p>Formula: {@code sigmoid(t + s z + r z^2)}, {@code z = logit p}, with {@code s >= 2 |r| L}.
 *
 * <p>Symbols: {@code z = ln(c/(1-c))} of p clipped to [1e-7, 1-1e-7]; L = 16.118 the largest such z. The condition says that
 * the slope {@code s + 2 r z} is at least 0 on [-L, L].
 *
 * <p>Input: probabilities in [0, 1], 0 and 1 included; outcomes in [0, 1].
 *
 * <p>Direction: never decreasing. t = 0, s = 1, r = 0 leaves alone; r above 0 stretches the upper end, below 0 the lower.
 *
 * <p>Weights count as copies, a fractional outcome as its two split rows, both exactly.
 *
 * <p>Degenerate: the log likelihood is concave and the condition convex, so the constrained optimum is the free one, or the
 * better of the two on its edges ({@code r = s/(2L)} and {@code r = -s/(2L)}), or, for reversed scores, the constant map.
 * Two distinct scores give r = 0, one (n = 1 too) s = r = 0. Where no finite optimum exists, the fit concerned maximises the
 * mean log likelihood less {@code 1e-6/2} of the squared coefficients on standardised features. Never NaN.
 *
 * <p>Assumption: none for the fit; it carries no standard error.
 *
 * <p>Reference: Cox 1958, doi:10.1093/biomet/45.3-4.562, with the square that his test of linearity adds.
 *
 * <p>Example: scores 0.2, 0.5, 0.8, a thousand pairs each, with 200, 502 and 801 outcomes of 1: the parabola through all three log odds,
 * t = 0.0080000427, s = 1.0022584530, r = -0.0025336307.
 *
 * @param t intercept
 * @param s coefficient of z, at least {@code 2 |r| L}
 * @param r coefficient of the square of z
 */
public record QuadraticCalibrator(double t, double s, double r) implements Calibrator {

    private static final double ROUNDING = 1e-12;

    /** Checks the coefficients, and that they make an increasing map. */
    public QuadraticCalibrator {
        Parameters.coefficient("t", t);
        Parameters.notNegative("s", s);
        Parameters.coefficient("r", r);
        double largest = s / (2 * Features.LARGEST);
        if (Math.abs(r) > largest * (1 + ROUNDING)) {
            throw new IllegalArgumentException("r must be in [-s/(2 L), s/(2 L)] with L = " + Features.LARGEST
                    + ", which is [" + -largest + ", " + largest + "], got " + r);
        }
    }

    /**
     * The map of maximum likelihood among the increasing ones.
     *
     * @param sample pairs
     * @return the map
     */
    public static QuadraticCalibrator fit(CalibrationSample sample) {
        RowSource rows = RowSource.of(sample);
        double[] free = LogisticRegression.fit(rows, Features.SQUARE);
        double largest = free[1] / (2 * Features.LARGEST);
        if (free[1] >= 0 && Math.abs(free[2]) <= largest) {
            return new QuadraticCalibrator(free[0], free[1], free[2]);
        }
        double[] below = LogisticRegression.fit(rows, Features.FLAT_BELOW);
        double[] above = LogisticRegression.fit(rows, Features.FLAT_ABOVE);
        boolean belowRises = below[1] > 0;
        boolean aboveRises = above[1] > 0;
        if (!belowRises && !aboveRises) {
            return new QuadraticCalibrator(LogisticRegression.constant(rows), 0, 0);
        }
        boolean takeBelow = belowRises
                && (!aboveRises
                        || ScaledRows.meanLogLikelihood(rows, Features.FLAT_BELOW, below)
                                >= ScaledRows.meanLogLikelihood(rows, Features.FLAT_ABOVE, above));
        double[] best = takeBelow ? below : above;
        double curve = best[1] / (2 * Features.LARGEST);
        return new QuadraticCalibrator(best[0], best[1], takeBelow ? curve : -curve);
    }

    @Override
    public double apply(double p) {
        Parameters.unit("probability", p);
        double z = Features.logOdds(p);
        return Logistic.sigmoid(t + (s + r * z) * z);
    }

    @Override
    public OptionalDouble inverse(double q) {
        double rise = Parameters.logit(q) - t;
        if (s == 0 || Double.isInfinite(rise)) {
            return OptionalDouble.empty();
        }
        double discriminant = s * s + 4 * r * rise;
        if (discriminant < 0) {
            return OptionalDouble.empty();
        }
        // the root on the rising branch, written without the difference of nearly equal numbers
        return Parameters.probabilityOf(2 * rise / (s + Math.sqrt(discriminant)));
    }

    @Override
    public String method() {
        return "quadratic";
    }
}

package dev.plumbline.calibration;

import java.util.Arrays;

/**
 * The smoothed residual {@code r_s(t) = c_0 + 2 sum_k c_k exp(-s^2 pi^2 k^2/2) cos(pi k t)} and the bandwidth at which its mean
 * size equals the bandwidth.
 */
final class SmoothCurve {

    /** Bandwidths below this are not told apart: results there are those at it. */
    static final double LEAST = 0.001;

    private static final int FINEST = 65536;

    private final double[] c;
    private final int density;
    private final double negligible;
    private final CosineTransform.Pool transforms;
    private double[] curve;

    /**
     * Of given coefficients.
     *
     * @param c cosine coefficients of the residuals, as shares of the total weight
     * @param density points of the curve per bandwidth: the integral errs by the third power of its inverse
     * @param negligible terms damped by more than exp of minus this are left out
     * @param transforms made once for many curves
     */
    SmoothCurve(double[] c, int density, double negligible, CosineTransform.Pool transforms) {
        this.negligible = negligible;
        this.c = c;
        this.transforms = transforms;
        this.density = density;
    }

    /** {@code integral over [0, 1] of |r_s(t)| dt}. */
    double meanSize(double s) {
        double exponent = s * s * Math.PI * Math.PI / 2;
        int terms = (int) Math.min(c.length - 1, Math.ceil(Math.sqrt(negligible / exponent)));
        int points = Integer.highestOneBit((int) Math.min(density / s, FINEST / 2)) * 2;
        points = Math.max(points, Integer.highestOneBit(terms) * 2);
        if (curve == null || curve.length != points + 1) {
            curve = new double[points + 1];
        }
        curve[0] = c[0];
        // exp(-a k^2) = exp(-a (k-1)^2) exp(-a (2k-1)), and the last factor shrinks by exp(-2a) each time
        double damping = 1;
        double ratio = Math.exp(-exponent);
        double shrink = ratio * ratio;
        for (int k = 1; k <= terms; k++) {
            damping *= ratio;
            ratio *= shrink;
            curve[k] = 2 * c[k] * damping;
        }
        Arrays.fill(curve, terms + 1, points + 1, 0);
        transforms.of(points).transform(curve);
        return integral(curve, 1.0 / points);
    }

    /**
     * The trapezoid rule up to every zero, which is found by linear interpolation. At a zero the derivative of |r| jumps by 2|r'|,
     * so the rule falls short by h^2/12 times that; the ends add nothing, for there r' is 0 (Euler-Maclaurin).
     */
    private static double integral(double[] r, double h) {
        double sum = 0;
        double last = r[0];
        for (int j = 1; j < r.length; j++) {
            double next = r[j];
            double both = Math.abs(last) + Math.abs(next);
            if (last * next < 0) {
                sum += (last * last + next * next) / (2 * both) + both / 6;
            } else {
                sum += both / 2;
            }
            last = next;
        }
        return sum * h;
    }

    /**
     * The s with {@code meanSize(s) = s}, to the given accuracy; {@link #LEAST} when there is none above it.
     *
     * <p>{@code meanSize(s) - s} falls with a slope of -1 or steeper, because smoothing more never makes |r| larger on average. So a
     * step of f from s never stays short of the zero; the bracket it opens is closed by regula falsi with halved ends (Illinois).
     */
    double fixedPoint(double accuracy, double guess) {
        double s = Math.max(guess, LEAST);
        double f = meanSize(s) - s;
        if (f == 0) {
            return s;
        }
        double other = Math.min(Math.max(s + f, LEAST), 1);
        double fOther = meanSize(other) - other;
        if (other == LEAST && fOther <= 0) {
            return LEAST;
        }
        for (int step = 0; step < 100 && Math.abs(s - other) > accuracy && Math.abs(f) > accuracy / 8; step++) {
            double next = s - f * (s - other) / (f - fOther);
            double fNext = meanSize(next) - next;
            if (fNext * f > 0) {
                fOther /= 2; // the same end moved again: pull the next point to the other side
            } else {
                other = s;
                fOther = f;
            }
            s = next;
            f = fNext;
        }
        return s;
    }
}

package dev.plumbline.calibration;

/**
 * The smoothed residual {@code r_s(t) = c_0 + 2 sum_k c_k exp(-s^2 pi^2 k^2/2) cos(pi k t)} and the bandwidth at which its mean
 * size equals the bandwidth.
 */
final class SmoothCurve {

    /** Bandwidths below this are not told apart: results there are those at it. */
    static final double LEAST = 0.001;

    private static final double NEGLIGIBLE = 40; // exp(-40) = 4e-18

    private static final int FINEST = 65536;

    private final double[] c;
    private final int density;
    private CosineTransform transform;
    private double[] curve;

    /**
     * Of given coefficients.
     *
     * @param c cosine coefficients of the residuals, as shares of the total weight
     * @param density points of the curve per bandwidth: the integral errs by the third power of its inverse
     */
    SmoothCurve(double[] c, int density) {
        this.c = c;
        this.density = density;
    }

    /** {@code integral over [0, 1] of |r_s(t)| dt}. */
    double meanSize(double s) {
        double exponent = s * s * Math.PI * Math.PI / 2;
        int terms = (int) Math.min(c.length - 1, Math.ceil(Math.sqrt(NEGLIGIBLE / exponent)));
        int points = Integer.highestOneBit((int) Math.min(density / s, FINEST / 2)) * 2;
        points = Math.max(points, Integer.highestOneBit(terms) * 2);
        if (transform == null || transform.size() != points) {
            transform = new CosineTransform(points);
        }
        if (curve == null || curve.length != points + 1) {
            curve = new double[points + 1];
        }
        curve[0] = c[0];
        for (int k = 1; k <= points; k++) {
            curve[k] = k <= terms ? 2 * c[k] * Math.exp(-exponent * k * k) : 0;
        }
        transform.transform(curve);
        return integral(curve, 1.0 / points);
    }

    /**
     * The trapezoid rule up to every zero, which is found by linear interpolation. At a zero the derivative of |r| jumps by 2|r'|,
     * so the rule falls short by h^2/12 times that; the ends add nothing, for there r' is 0 (Euler-Maclaurin).
     */
    private static double integral(double[] r, double h) {
        double sum = 0;
        for (int j = 1; j < r.length; j++) {
            double a = Math.abs(r[j - 1]);
            double b = Math.abs(r[j]);
            if (r[j - 1] * r[j] < 0) {
                sum += h * (a * a + b * b) / (2 * (a + b)) + h * (a + b) / 6;
            } else {
                sum += h * (a + b) / 2;
            }
        }
        return sum;
    }

    /** The s with {@code meanSize(s) = s}, to the given accuracy; {@link #LEAST} when there is none above it. */
    double fixedPoint(double accuracy, double guess) {
        // meanSize(s) - s decreases: smoothing more never makes |r| larger on average
        double low = LEAST;
        double fLow = meanSize(low) - low;
        if (fLow <= 0) {
            return LEAST;
        }
        double high = 1;
        double fHigh = meanSize(high) - high;
        double s = Math.min(Math.max(guess, 2 * low), 0.5);
        for (int step = 0; step < 100 && high - low > accuracy; step++) {
            double f = meanSize(s) - s;
            if (Math.abs(f) < accuracy / 4) {
                return s;
            }
            if (f > 0) {
                low = s;
                fLow = f;
            } else {
                high = s;
                fHigh = f;
            }
            double next = low + (high - low) * fLow / (fLow - fHigh); // regula falsi, guarded by bisection
            if (step % 3 == 2) {
                next = (low + high) / 2;
            } else if (step > 0) {
                // slope is near -1: one step of a unit slope beats the chord when the ends are far away
                double unit = s + f;
                next = unit > low && unit < high ? unit : next;
            }
            s = Math.min(Math.max(next, low + (high - low) * 1e-3), high - (high - low) * 1e-3);
        }
        return (low + high) / 2;
    }
}

package dev.plumbline.learning.model;

import dev.plumbline.calibration.Logistic;

/**
 * Proportional odds (McCullagh 1980, doi 10.1111/j.2517-6161.1980.tb01109.x, section 2): one number eta says how far up the
 * order of the classes a row is, thresholds cut it.
 *
 * <pre>P(class at most k) = s(theta_k - eta),   s(x) = 1 / (1 + e^-x)
 * P(class k)         = s(b) - s(a),         a = theta_(k-1) - eta, b = theta_k - eta
 *                    = s(b) s(-a) (1 - e^(a-b))</pre>
 *
 * <p>The last form has no difference of two numbers near 1 and gives logarithms far out. For the first class a is minus
 * infinity, for the last one b infinity.
 */
public final class CumulativeLogit {

    private CumulativeLogit() {}

    /** ln P(class k) for its ends a below b; minus infinity if they are not in order. */
    public static double logProbability(double a, double b) {
        if (!(a < b)) {
            return Double.NEGATIVE_INFINITY;
        }
        return -Logistic.softplus(-b) - Logistic.softplus(a) + logOfRest(a - b);
    }

    /** ln(1 - e^x) for x below 0: whichever form loses no digits. */
    private static double logOfRest(double x) {
        return x > -Math.log(2) ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
    }
}

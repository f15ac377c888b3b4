package dev.plumbline.calibration;

/**
 * The logistic functions, each written once.
 *
 * <p>{@code sigmoid(z) = 1/(1 + exp(-z))}, {@code softplus(z) = ln(1 + exp(z))} (its derivative is the sigmoid) and
 * {@code logit(p) = ln(p/(1-p))}. None overflows and none returns NaN for a number.
 */
public final class Logistic {

    /** Probabilities are kept this far from 0 and 1 where a logarithm of them is needed and infinity is not wanted. */
    public static final double CLIP = 1e-7;

    private Logistic() {}

    /**
     * The logistic curve.
     *
     * @param z any number; infinities give 0 and 1
     * @return {@code 1/(1 + exp(-z))}, in [0, 1], increasing
     */
    public static double sigmoid(double z) {
        // exp(-z) may overflow to infinity; 1/infinity is the right 0
        return 1 / (1 + Math.exp(-z));
    }

    /**
     * The log of one plus the exponential.
     *
     * @param z any number
     * @return {@code ln(1 + exp(z))}, above 0
     */
    public static double softplus(double z) {
        // exp of a negative number only: never overflows, and log1p keeps the digits when it is tiny
        return Math.max(z, 0) + log1p(Math.exp(-Math.abs(z)));
    }

    /**
     * The log odds of a probability, clipped to [{@link #CLIP}, 1 - {@link #CLIP}] first.
     *
     * @param p in [0, 1]
     * @return {@code ln c - ln(1-c)}, c the clipped p; within 16.2 of 0
     */
    public static double logit(double p) {
        double c = clip(p);
        return Math.log(c) - log1p(-c);
    }

    /**
     * {@code ln(1 + x)} for x in [-1, 1], to a few units of the last place: ln of the rounded 1 + x, plus what that rounding lost times
     * the derivative. {@link Math#log} is an instruction sequence for the JIT, {@link Math#log1p} a call several times as long.
     */
    static double log1p(double x) {
        double u = 1 + x;
        return u > 0 ? Math.log(u) + (x - (u - 1)) / u : Double.NEGATIVE_INFINITY;
    }

    /**
     * A probability moved into [{@link #CLIP}, 1 - {@link #CLIP}].
     *
     * @param p in [0, 1]
     * @return the nearest value of that interval
     */
    public static double clip(double p) {
        return Math.min(Math.max(p, CLIP), 1 - CLIP);
    }
}

package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.Logistic;

/**
 * How belief in a fault that starts at an unknown time is spread over the outcomes, first to last: outcome n gets
 * {@code gamma_n = G(n) - G(n-1)}, {@code G(n) = 1 - 1/(1 + ln(1 + n/3000))}. The masses add up to 1 over all time but fall so slowly
 * that a fault after years still finds some. A bet that is renewed with these masses,
 * {@code s_n = logAdd(ln gamma_n, s_(n-1)) + l_n}, keeps {@code e^(s_n) + 1 - G(n)} a non-negative martingale that starts at 1, so that by
 * Ville's inequality the chance that {@code e^s} ever reaches 1/alpha is at most alpha (Shin, Ramdas and Rinaldo 2023, e-detectors,
 * section 4, with a prior over starts in place of equal ones).
 */
public final class StartPrior {
    private static final double SCALE = 3000;

    private StartPrior() {}

    /**
     * The mass of the starts among the first outcomes.
     *
     * @param outcomes how many, 0 or more
     * @return G, in [0, 1), increasing
     */
    public static double cumulative(long outcomes) {
        double log = Math.log1p(outcomes / SCALE);
        return log / (1 + log);
    }

    /**
     * The log of the mass of the starts within a block of outcomes.
     *
     * @param before outcomes before the block, 0 or more
     * @param count outcomes of the block, 0 or more
     * @return {@code ln(G(before + count) - G(before))}, minus infinity for an empty block
     */
    public static double logMass(long before, long count) {
        // the difference of the two logs without cancellation: G = 1 - 1/(1+a), so G(b) - G(a) = (b - a)/((1+a)(1+b))
        double a = Math.log1p(before / SCALE);
        double grown = Math.log1p(count / (SCALE + before));
        return Math.log(grown) - Math.log1p(a) - Math.log1p(a + grown);
    }

    /**
     * The log of a sum of exponentials.
     *
     * @param a a log, minus infinity for nothing
     * @param b another
     * @return {@code ln(e^a + e^b)}
     */
    public static double logAdd(double a, double b) {
        double high = Math.max(a, b);
        return high == Double.NEGATIVE_INFINITY ? high : high + Logistic.softplus(Math.min(a, b) - high);
    }
}

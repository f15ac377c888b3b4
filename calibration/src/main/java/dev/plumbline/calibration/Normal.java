package dev.plumbline.calibration;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** The standard normal distribution and the few numbers of it that are used. */
final class Normal {

    /** 97.5 % quantile. */
    static final double Q975 = 1.959963984540054;

    /** 80 % quantile. */
    static final double Q80 = 0.8416212335729143;

    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private Normal() {}

    /** {@code P(|N(0,1)| >= |z|)}. */
    static double twoSided(double z) {
        return Math.min(1, 2 * STANDARD.survivalProbability(Math.abs(z)));
    }

    static double cumulative(double z) {
        return STANDARD.cumulativeProbability(z);
    }

    /** {@code E|N(g, s^2)|}, the mean of the folded normal distribution, g not negative. */
    static double meanAbsolute(double g, double s) {
        if (s == 0) {
            return g;
        }
        double z = g / s;
        return s * Math.sqrt(2 / Math.PI) * Math.exp(-z * z / 2) + g * (1 - 2 * cumulative(-z));
    }
}

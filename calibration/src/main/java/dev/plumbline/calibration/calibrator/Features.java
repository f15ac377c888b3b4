package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.Logistic;
import java.util.Arrays;

/**
 * What a fit on the log-odds scale is linear in, beside its intercept: at most two functions of the probability. All but
 * {@link #PROBABILITY} clip it to [{@link Logistic#CLIP}, 1 - {@link Logistic#CLIP}] first.
 */
enum Features {
    /** Nothing: the intercept alone. */
    NONE(true, 1),
    /** p itself. */
    PROBABILITY(true, 1),
    /** z, the log odds. */
    LOGIT(true, 1),
    /** z, without an intercept. */
    LOGIT_ONLY(false, 1),
    /** z with a coefficient that stays 1. */
    OFFSET(true, 1),
    /** ln p. */
    LOG_P(true, 1),
    /** -ln(1-p). */
    LOG_Q(true, 1),
    /** z = ln p - ln(1-p) and ln p + ln(1-p): the plane of ln p and ln(1-p), by axes that hardly depend on each other. */
    LOG_BOTH(true, 2),
    /** z and z squared. */
    SQUARE(true, 2),
    /** {@code z + z^2/(2 L)}, flat at the lower end -L of the log odds. */
    FLAT_BELOW(true, 1),
    /** {@code z - z^2/(2 L)}, flat at the upper end L. */
    FLAT_ABOVE(true, 1);

    /** L, the largest log odds of a clipped probability. */
    static final double LARGEST = Math.log((1 - Logistic.CLIP) / Logistic.CLIP);

    final boolean intercept;
    final int count;

    Features(boolean intercept, int count) {
        this.intercept = intercept;
        this.count = count;
    }

    /**
     * The log odds of a probability, clipped. One logarithm of {@code c/(1-c)} has the digits of two: 1-c is exact above a
     * half, and below it its rounding moves the result by no more than the logarithm's own.
     */
    static double logOdds(double p) {
        double c = Logistic.clip(p);
        return Math.log(c / (1 - c));
    }

    /** Where a probability stands on the line that the features are functions of: two that stand equal cannot be told apart. */
    double position(double p) {
        return this == PROBABILITY ? p : Logistic.clip(p);
    }

    /** Replaces the first {@code count} probabilities by the first feature and fills in the second where there is one. */
    void fill(int rows, double[] p, double[] second) {
        switch (this) {
            case NONE -> Arrays.fill(p, 0, rows, 0);
            case PROBABILITY -> {}
            case LOGIT, LOGIT_ONLY, OFFSET -> {
                for (int i = 0; i < rows; i++) {
                    p[i] = logOdds(p[i]);
                }
            }
            case LOG_P -> {
                for (int i = 0; i < rows; i++) {
                    p[i] = Math.log(Logistic.clip(p[i]));
                }
            }
            case LOG_Q -> {
                for (int i = 0; i < rows; i++) {
                    p[i] = -Math.log1p(-Logistic.clip(p[i]));
                }
            }
            case LOG_BOTH -> {
                for (int i = 0; i < rows; i++) {
                    double c = Logistic.clip(p[i]);
                    double high = Math.log(c);
                    double low = Math.log(1 - c);
                    p[i] = high - low;
                    second[i] = high + low;
                }
            }
            case SQUARE -> {
                for (int i = 0; i < rows; i++) {
                    double z = logOdds(p[i]);
                    p[i] = z;
                    second[i] = z * z;
                }
            }
            case FLAT_BELOW, FLAT_ABOVE -> {
                double half = (this == FLAT_BELOW ? 0.5 : -0.5) / LARGEST;
                for (int i = 0; i < rows; i++) {
                    double z = logOdds(p[i]);
                    p[i] = z + half * z * z;
                }
            }
        }
    }
}

package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.Logistic;
import java.util.OptionalDouble;

/**
 * Beta calibration: the map that is right when the scores of each class follow a beta distribution.
 *
 * <p>Formula: {@code sigmoid(a ln p - b ln(1-p) + c)}, a and b at least 0.
 *
 * <p>Symbols: a, b, c as in Kull et al.; p the probability, clipped to [1e-7, 1-1e-7].
 *
 * <p>Input: probabilities in [0, 1], 0 and 1 included; outcomes in [0, 1].
 *
 * <p>Direction: never decreasing. a = b = 1, c = 0 leaves alone; a = b is {@link LogitPlattCalibrator}; a bends the low end, b
 * the high one.
 *
 * <p>Weights count as copies, a fractional outcome as its two split rows, both exactly.
 *
 * <p>Degenerate: a negative coefficient is dropped and the rest fitted again, a first, until none is negative; reversed scores
 * end at the constant map. Two distinct scores give a = b, one (n = 1 too) a = b = 0 and c the log odds of the mean outcome.
 * Where no finite optimum exists (one class, or an interval that holds just one of them) the unconstrained fit, and where a
 * threshold separates the classes the final one, maximises the mean log likelihood less {@code 1e-6/2} of the squared
 * coefficients on standardised features. Never NaN.
 *
 * <p>Assumption: none for the fit; it carries no standard error.
 *
 * <p>Reference: Kull, Silva Filho and Flach 2017, "Beta calibration", PMLR 54:623-631, section 3 ("abm").
 *
 * <p>Example: scores 0.2, 0.5, 0.8, ten pairs each, with 1, 4 and 7 outcomes of 1: the curve through all three log odds,
 * a = 1.7019467961, b = 0.4942119153, c = 0.4316729194.
 *
 * @param a coefficient of ln p, at least 0
 * @param b coefficient of -ln(1-p), at least 0
 * @param c intercept
 */
public record BetaCalibrator(double a, double b, double c) implements Calibrator {

    /** Checks the coefficients. */
    public BetaCalibrator {
        Parameters.notNegative("a", a);
        Parameters.notNegative("b", b);
        Parameters.coefficient("c", c);
    }

    /**
     * The map of maximum likelihood.
     *
     * @param sample pairs
     * @return the map
     */
    public static BetaCalibrator fit(CalibrationSample sample) {
        RowSource rows = RowSource.of(sample);
        double[] both = LogisticRegression.fit(rows, Features.LOG_BOTH);
        double a = both[1] + both[2]; // the two axes are ln p - ln(1-p) and ln p + ln(1-p)
        double b = both[1] - both[2];
        if (a >= 0 && b >= 0) {
            return new BetaCalibrator(a, b, both[0]);
        }
        double[] one = LogisticRegression.fit(rows, a < 0 ? Features.LOG_Q : Features.LOG_P);
        if (one[1] >= 0) {
            return a < 0 ? new BetaCalibrator(0, one[1], one[0]) : new BetaCalibrator(one[1], 0, one[0]);
        }
        return new BetaCalibrator(0, 0, LogisticRegression.constant(rows));
    }

    @Override
    public double apply(double p) {
        Parameters.unit("probability", p);
        return Logistic.sigmoid(logOdds(Logistic.clip(p)));
    }

    private double logOdds(double clipped) {
        return a * Math.log(clipped) - b * Math.log(1 - clipped) + c;
    }

    @Override
    public OptionalDouble inverse(double q) {
        double wanted = Parameters.logit(q);
        double low = Logistic.CLIP;
        double high = 1 - Logistic.CLIP;
        if (a + b == 0 || !(wanted > logOdds(low) && wanted < logOdds(high))) {
            return OptionalDouble.empty();
        }
        // by halves on the log-odds scale, where both ends of [0, 1] have room
        double from = -Features.LARGEST;
        double to = Features.LARGEST;
        while (true) {
            double middle = (from + to) / 2;
            if (middle <= from || middle >= to) {
                return OptionalDouble.of(Logistic.sigmoid(middle));
            }
            if (logOdds(Logistic.clip(Logistic.sigmoid(middle))) < wanted) {
                from = middle;
            } else {
                to = middle;
            }
        }
    }

    @Override
    public String method() {
        return "beta";
    }
}

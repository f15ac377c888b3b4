package dev.plumbline.calibration;

import java.util.Optional;

/**
 * Brier score, log loss and bias of a sample, each with the interval of a weighted mean.
 *
 * <p>Formula: a mean {@code sum w f / sum w} of {@code f = (p-y)^2}, {@code f = -(y ln p + (1-y) ln(1-p))} with {@code 0 ln 0 =
 * 0}, or {@code f = p - y}.
 *
 * <p>Symbols: p probability, y outcome, w weight, G the number of units (groups, or rows where there are none).
 *
 * <p>Input: pairs. The values are exact from a {@link CalibrationSummary} too; the intervals need all pairs.
 *
 * <p>Direction: smaller is better for Brier and log loss, minimum 0; bias above 0 means forecasts that are too high.
 *
 * <p>Weights are importance weights: the unit stays the row or the group. A fractional outcome is taken as it is.
 *
 * <p>Degenerate: with one unit the interval is infinite. Log loss is empty when something with probability 0 happened.
 * Never NaN.
 *
 * <p>Standard error: {@code sqrt(G/(G-1) sum_g (sum_i w_i (f_i - mean))^2) / sum w}, units independent; the interval is that of
 * Student's distribution with G - 1 degrees of freedom.
 *
 * <p>{@code expectedIfCalibrated} is the mean under {@code y ~ Bernoulli(p)}: {@code p(1-p)} for Brier, the entropy for log
 * loss, 0 for bias. The p-value is two-sided and normal, {@code (mean - expected)/sd} with the sd under that null
 * (Spiegelhalter 1986, doi:10.1002/sim.4780050506); units that are groups are taken to be wholly dependent there.
 *
 * <p>Reference: Brier 1950, {@literal doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2}; Good 1952,
 * doi:10.1111/j.2517-6161.1952.tb00104.x.
 *
 * <p>Example: p = .8, .4 with y = 1, 0: Brier (.04 + .16)/2 = .1, log loss (.223144 + .510826)/2 = .366985, bias .1.
 */
public final class Scores {

    private Scores() {}

    /**
     * Mean squared difference of probability and outcome.
     *
     * @param sample pairs
     * @return in [0, 1]
     */
    public static Estimate brier(CalibrationSample sample) {
        return RowTerms.estimate(sample.rows(), (rows, from, count, f, expected, slope) -> {
            for (int i = 0; i < count; i++) {
                double p = rows.p[from + i];
                double off = p - rows.y[from + i];
                f[i] = off * off;
                expected[i] = p * (1 - p);
                slope[i] = 1 - 2 * p; // given p the score is linear in y (for y of 0 or 1)
            }
        });
    }

    /**
     * Mean negative log likelihood in nats; nothing is clipped.
     *
     * @param sample pairs
     * @return at least 0; empty when it is infinite
     */
    public static Optional<Estimate> logLoss(CalibrationSample sample) {
        SortedRows rows = sample.rows();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.p[i] == 0 && rows.y[i] > 0 || rows.p[i] == 1 && rows.y[i] < 1) {
                return Optional.empty();
            }
        }
        double[] lnP = rows.lnP();
        double[] lnQ = rows.lnQ();
        return Optional.of(RowTerms.estimate(rows, (all, from, count, f, expected, slope) -> {
            for (int i = 0; i < count; i++) {
                double p = all.p[from + i];
                double y = all.y[from + i];
                double a = lnP[from + i];
                double b = lnQ[from + i];
                f[i] = -(y * a + (1 - y) * b);
                expected[i] = -(p * a + (1 - p) * b);
                slope[i] = b - a;
            }
        }));
    }

    /** The log loss of one pair; 0 ln 0 = 0. */
    static double logLoss(double p, double y) {
        double happened = y == 0 ? 0 : -y * Math.log(p);
        return y == 1 ? happened : happened - (1 - y) * Logistic.log1p(-p);
    }

    /**
     * Mean probability less mean outcome.
     *
     * @param sample pairs
     * @return in [-1, 1]
     */
    public static Estimate bias(CalibrationSample sample) {
        return RowTerms.estimate(sample.rows(), (rows, from, count, f, expected, slope) -> {
            for (int i = 0; i < count; i++) {
                f[i] = rows.p[from + i] - rows.y[from + i];
                expected[i] = 0;
                slope[i] = -1;
            }
        });
    }
}

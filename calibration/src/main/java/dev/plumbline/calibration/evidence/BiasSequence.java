package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.Checks;
import dev.plumbline.calibration.Interval;
import java.util.Arrays;
import java.util.Optional;

/**
 * An interval for the mean of y - p that may be looked at any time: with chance 1 - alpha it holds the true mean at all times at once.
 *
 * <p>Formula: residual mean {@code S/W} plus and minus {@code u/W}, u the solution of
 * {@code mean_j exp(lambda_j u - psi(lambda_j) V) = 2/alpha}, {@code psi(lambda) = -ln(1-lambda) - lambda}, with W, S, V the sums of v, v (y-p) and
 * v^2 (y-p)^2, and lambda = 1/2, 1/4, ... 2^-16.
 *
 * <p>Why it holds: {@code exp(lambda x - psi(lambda) x^2) <= 1 + lambda x} for x of -1 or more and lambda in [0, 1). With x = v (y - p), whose
 * mean given the past is mu, {@code exp(lambda (x - mu) - psi(lambda) x^2)} has a mean of at most {@code e^(-lambda mu) (1 + lambda mu) <= 1}; the product is a
 * supermartingale, so is a mixture over lambda, and Ville's inequality bounds it for all time; the other side is the same with -x. The mean is
 * that of the conditional means so far, which need not be constant.
 *
 * <p>Outcomes of one block must be independent or come in some order that keeps this; days that share a shock break it. Outcomes that never came are
 * left out, as if missing did not depend on the outcome.
 *
 * <p>References: Fan, Grama and Liu 2015, doi:10.1214/EJP.v20-3496, inequality 4.11; Howard, Ramdas, McAuliffe and Sekhon 2021,
 * doi:10.1214/20-AOS1991, theorem 4.
 */
public final class BiasSequence {

    private static final int RATES = 16;

    private static final double[] RATE = new double[RATES];
    private static final double[] PSI = new double[RATES];
    private static final double[] LOG_WEIGHT = new double[RATES];

    static {
        for (int j = 0; j < RATES; j++) {
            RATE[j] = Math.scalb(1, -1 - j);
            PSI[j] = -Math.log1p(-RATE[j]) - RATE[j];
        }
        Arrays.fill(LOG_WEIGHT, -Math.log(RATES));
    }

    private BiasSequence() {}

    /**
     * The interval after some blocks; it needs only their sum.
     *
     * @param sums of all blocks since the start that was chosen beforehand
     * @param alpha chance that it ever fails, in (0, 1)
     * @return for the mean of outcome minus probability, within [-1, 1]; empty without weight
     */
    public static Optional<Interval> of(ResidualSums sums, double alpha) {
        Checks.alpha(alpha);
        if (!(sums.weight() > 0)) {
            return Optional.empty();
        }
        double mean = sums.residual() / sums.weight();
        double half = reach(sums.squares(), Math.log(2 / alpha)) / sums.weight();
        return Optional.of(new Interval(Math.max(-1, mean - half), Math.min(1, mean + half)));
    }

    /** The deviation of the sum at which the mixture reaches a level; the mixture grows with it. */
    private static double reach(double squares, double level) {
        double low = 0;
        double high = 1;
        while (log(high, squares) < level) {
            low = high;
            high *= 2;
        }
        while (high - low > 1e-12 * high) {
            double middle = (low + high) / 2;
            if (log(middle, squares) < level) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double log(double deviation, double squares) {
        double[] logs = new double[RATES];
        Arrays.setAll(logs, j -> RATE[j] * deviation - PSI[j] * squares);
        return Renewals.logMixture(LOG_WEIGHT, logs);
    }
}

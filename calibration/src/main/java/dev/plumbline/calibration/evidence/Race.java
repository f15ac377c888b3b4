package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.LogLossGain;
import java.util.Arrays;

/**
 * Evidence that one of some alternative maps is better than a reference map, which may be looked at after every block, for ever.
 *
 * <p>Formula: {@code E = 1/2 mean_m e^(G_m) + 1/2 mean_m e^(S_m)}. A block adds a_m, the sum over its outcomes of the log loss of the
 * reference less that of alternative m, to both: {@code G_m <- G_m + a_m} bets on m from the start, {@code S_m <- logAdd(ln(G(N+n) -
 * G(N)), S_m) + a_m} spreads the same bet over all starts (see {@link StartPrior}; N outcomes before the block, n in it), so that good
 * years do not bury a later fault.
 *
 * <p>Property: while the reference is right, {@code E[y | past, score] = reference(score)}, and alternatives are fixed before the
 * outcomes that they are scored on, {@code E + (1 - G(N))/2} is a non-negative supermartingale that starts at 1, so the chance that E
 * ever reaches {@value #THRESHOLD} is at most 1 in {@value #THRESHOLD} (Ville 1939). Every alternative has the same stake; one alone has
 * all of it.
 *
 * <p>Direction: larger speaks for the alternatives. It starts at 1/2 and has no upper bound; it is kept as a logarithm, in nats.
 *
 * <p>Weights and groups enter by {@link BlockSums.Builder}; fractional outcomes are as good as whole ones.
 *
 * <p>Assumption: outcomes of different units are independent given the past. The gain's interval takes the alternative as fixed.
 *
 * <p>Reference: Ramdas, Grunwald, Vovk and Shafer 2023, doi:10.1214/23-STS894, section 3 (test martingales and mixtures); Shin, Ramdas
 * and Rinaldo 2023, arXiv:2203.03532 (e-detectors).
 *
 * <p>Example: one alternative that saves ln 10 on each of two outcomes has {@code E = (100 + 100 g_1 + 10 g_2)/2}, g the masses of
 * {@link StartPrior}: 50.018 or so.
 */
public final class Race {
    /** The evidence at which a race is decided: "20 to 1". */
    public static final double THRESHOLD = 20;

    private static final double LOG_THRESHOLD = Math.log(THRESHOLD);

    private final double[] plain; // G_m
    private final double[] started; // S_m
    private final double[] squares;
    private final double logStake;
    private long units;
    private long observed;

    /**
     * A race that nothing has entered yet.
     *
     * @param alternatives how many, at least 1
     */
    public Race(int alternatives) {
        if (alternatives < 1) {
            throw new IllegalArgumentException("alternatives must be at least 1, got " + alternatives);
        }
        plain = new double[alternatives];
        started = new double[alternatives];
        Arrays.fill(started, Double.NEGATIVE_INFINITY);
        squares = new double[alternatives];
        logStake = -Math.log(2.0 * alternatives);
    }

    /**
     * Takes the next block.
     *
     * @param block its sums, one per alternative
     */
    public void enter(BlockSums block) {
        if (block.alternatives() != plain.length) {
            throw new IllegalArgumentException(
                    "block must have " + plain.length + " alternatives, got " + block.alternatives());
        }
        if (block.units() == 0) {
            return;
        }
        double logMass = StartPrior.logMass(units, block.units());
        for (int m = 0; m < plain.length; m++) {
            plain[m] += block.log()[m];
            started[m] = StartPrior.logAdd(logMass, started[m]) + block.log()[m];
            squares[m] += block.squares()[m];
        }
        units += block.units();
        observed += block.observed();
    }

    /** {@return how many alternatives there are} */
    public int alternatives() {
        return plain.length;
    }

    /** {@return units since the start, missing outcomes included} */
    public long units() {
        return units;
    }

    /** {@return ln E} */
    public double logEvidence() {
        double all = Double.NEGATIVE_INFINITY;
        for (int m = 0; m < plain.length; m++) {
            all = StartPrior.logAdd(all, logEvidence(m));
        }
        return all;
    }

    /**
     * The part of the evidence that one alternative carries; the parts add up to E.
     *
     * @param alternative its number, from 0
     * @return its logarithm
     */
    public double logEvidence(int alternative) {
        return logStake + StartPrior.logAdd(plain[alternative], started[alternative]);
    }

    /** {@return whether E has reached {@value #THRESHOLD}} */
    public boolean isDecided() {
        double largest = Double.NEGATIVE_INFINITY;
        for (int m = 0; m < plain.length; m++) {
            largest = Math.max(largest, Math.max(plain[m], started[m]));
        }
        // E is a mean of e^G and e^S: most looks end here, without an exponential
        return largest >= LOG_THRESHOLD && logEvidence() >= LOG_THRESHOLD;
    }

    /** {@return the alternative that carries most of the evidence, the first of equal ones} */
    public int leader() {
        int leader = 0;
        for (int m = 1; m < plain.length; m++) {
            leader = logEvidence(m) > logEvidence(leader) ? m : leader;
        }
        return leader;
    }

    /**
     * What an alternative has saved since the start, in nats per unit with an outcome. Units that it was not fitted for count as 0.
     *
     * @param alternative its number, from 0
     * @return mean gain with a 95 % interval; infinitely wide for fewer than two units
     */
    public LogLossGain gain(int alternative) {
        return LogLossGain.ofSums(plain[alternative], squares[alternative], observed);
    }
}

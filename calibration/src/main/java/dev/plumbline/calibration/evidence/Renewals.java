package dev.plumbline.calibration.evidence;

import java.util.Arrays;

/**
 * Bets whose start is not known, one per alternative: {@code s <- logAdd(ln mass, s) + a} over blocks, that is
 * {@code e^s = sum over starts j of mass_j e^(a_j + a_(j+1) + ...)}. Beside the sum it keeps which start contributes most to it.
 */
final class Renewals {
    private final double[] log;
    private final double[] best; // the largest contribution of one start
    private final int[] start; // the block of that start
    private double most = Double.NEGATIVE_INFINITY;

    Renewals(int alternatives) {
        log = new double[alternatives];
        best = new double[alternatives];
        start = new int[alternatives];
        Arrays.fill(log, Double.NEGATIVE_INFINITY);
        Arrays.fill(best, Double.NEGATIVE_INFINITY);
    }

    private Renewals(Renewals other) {
        log = other.log.clone();
        best = other.best.clone();
        start = other.start.clone();
        most = other.most;
    }

    Renewals copy() {
        return new Renewals(this);
    }

    /**
     * @param block its index
     * @param logMass log of the stake on a start within it
     * @param logFactors the block's sum per alternative; longer than needed is allowed
     */
    void enter(int block, double logMass, double[] logFactors) {
        most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < log.length; k++) {
            log[k] = StartPrior.logAdd(logMass, log[k]) + logFactors[k];
            most = Math.max(most, log[k]);
            if (logMass > best[k]) {
                best[k] = logMass;
                start[k] = block;
            }
            best[k] += logFactors[k];
        }
    }

    /** The largest of all; no mixture of weights that add up to 1 is above it. */
    double most() {
        return most;
    }

    int start(int k) {
        return start[k];
    }

    double[] logs() {
        return log;
    }

    /** {@code ln sum_k e^(weights_k + values_k)} over as many as there are weights. */
    static double logMixture(double[] logWeights, double[] values) {
        double high = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < logWeights.length; k++) {
            high = Math.max(high, logWeights[k] + values[k]);
        }
        if (high == Double.NEGATIVE_INFINITY) {
            return high;
        }
        double sum = 0;
        for (int k = 0; k < logWeights.length; k++) {
            sum += Math.exp(logWeights[k] + values[k] - high);
        }
        return high + Math.log(sum);
    }

    /** The alternative with the largest share of the mixture, the first of equal ones. */
    int leading(double[] logWeights) {
        int leading = 0;
        for (int k = 1; k < logWeights.length; k++) {
            if (logWeights[k] + log[k] > logWeights[leading] + log[leading]) {
                leading = k;
            }
        }
        return leading;
    }
}

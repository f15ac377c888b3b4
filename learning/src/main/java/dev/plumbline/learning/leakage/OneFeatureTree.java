package dev.plumbline.learning.leakage;

import java.util.Arrays;

/**
 * A tree on one feature: leaves cut at quantiles of the training rows, each with the class frequencies of its rows, shrunk
 * towards the base rates; rows without a value have a leaf of their own. Unlike a rank statistic it also sees a feature that tells the class without a direction.
 *
 * <p>Probability of class k in a leaf: {@code (n_lk + s pi_k) / (n_l + s)} with base rate {@code pi_k = (n_k + 1) / (n + K)}
 * and s = {@value #SHRINKAGE} rows; so a leaf of one class does not promise certainty, and no class has probability 0.
 */
final class OneFeatureTree {

    /** Fine enough to follow a threshold, coarse enough to have rows in each leaf. */
    private static final int MOST_LEAVES = 64;

    private static final int LEAST_ROWS = 10;
    private static final double SHRINKAGE = 1;

    private final double[] cuts; // leaf l holds values in [cuts[l - 1], cuts[l]); the last one after these the missing
    private final double[][] logProbabilities;

    private OneFeatureTree(double[] cuts, double[][] logProbabilities) {
        this.cuts = cuts;
        this.logProbabilities = logProbabilities;
    }

    /** Learns from sorted values, missing ones last, and their classes. Equal values are never split. */
    static OneFeatureTree learn(double[] sorted, int[] classOfSorted, double[] baseRates) {
        OneFeatureTree tree = new OneFeatureTree(
                cuts(Arrays.stream(sorted).filter(value -> !Double.isNaN(value)).toArray()), null);
        double[][] leaves = new double[tree.cuts.length + 2][baseRates.length];
        for (int i = 0; i < sorted.length; i++) {
            leaves[tree.leaf(sorted[i])][classOfSorted[i]]++;
        }
        return new OneFeatureTree(tree.cuts, shrunkLogs(leaves, baseRates));
    }

    /** Class counts of each leaf, overwritten by the logarithms of the leaf's probabilities. */
    static double[][] shrunkLogs(double[][] leaves, double[] baseRates) {
        for (double[] counts : leaves) {
            double total = Arrays.stream(counts).sum();
            for (int k = 0; k < counts.length; k++) {
                counts[k] = Math.log((counts[k] + SHRINKAGE * baseRates[k]) / (total + SHRINKAGE));
            }
        }
        return leaves;
    }

    private int leaf(double value) {
        if (Double.isNaN(value)) {
            return cuts.length + 1;
        }
        // binarySearch puts -0.0 before 0.0, which are equal here
        int found = Arrays.binarySearch(cuts, value + 0.0);
        return found >= 0 ? found + 1 : -found - 1;
    }

    private static double[] cuts(double[] sorted) {
        int n = sorted.length;
        int leaves = Math.max(1, Math.min(MOST_LEAVES, n / LEAST_ROWS));
        double[] cuts = new double[leaves];
        int count = 0;
        for (int l = 1; l < leaves; l++) {
            double cut = sorted[(int) ((long) l * n / leaves)] + 0.0;
            if (cut > sorted[0] && (count == 0 || cut > cuts[count - 1])) {
                cuts[count++] = cut;
            }
        }
        return Arrays.copyOf(cuts, count);
    }

    /** Mean of -ln p(true class) over rows, in nats. */
    double logLoss(double[] values, int[] classIndices) {
        double loss = 0;
        for (int i = 0; i < values.length; i++) {
            loss -= logProbabilities[leaf(values[i])][classIndices[i]];
        }
        return loss / values.length;
    }
}

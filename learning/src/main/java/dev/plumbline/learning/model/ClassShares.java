package dev.plumbline.learning.model;

import java.util.Arrays;

/**
 * The training rows of each class, and what follows for a class without any: it can still happen, so it gets the share of the
 * rule of succession, e = 1 / (n + K), and the others share the rest.
 */
final class ClassShares {

    private final int[] counts;
    private final long total; // n
    private final int unseen; // m
    private final double unseenShare; // e

    ClassShares(int[] counts) {
        this.counts = counts;
        this.total = Arrays.stream(counts).asLongStream().sum();
        this.unseen = (int) Arrays.stream(counts).filter(count -> count == 0).count();
        this.unseenShare = 1.0 / (total + counts.length);
    }

    /** Each class's share of the training rows. */
    double[] baseRates() {
        double[] rates = new double[counts.length];
        for (int k = 0; k < rates.length; k++) {
            rates[k] = counts[k] > 0 ? (1 - unseen * unseenShare) * counts[k] / total : unseenShare;
        }
        return rates;
    }

    /** Overwrites logits with log probabilities: softmax over the seen classes, the fixed share for the others. */
    double[] logSoftmax(double[] z) {
        double top = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < z.length; k++) {
            top = counts[k] > 0 ? Math.max(top, z[k]) : top;
        }
        double sum = 0;
        for (int k = 0; k < z.length; k++) {
            sum += counts[k] > 0 ? Math.exp(z[k] - top) : 0;
        }
        // the largest logit is taken out first: the sum is between 1 and K whatever the logits are
        double shift = Math.log1p(-unseen * unseenShare) - Math.log(sum);
        for (int k = 0; k < z.length; k++) {
            z[k] = counts[k] > 0 ? z[k] - top + shift : Math.log(unseenShare);
        }
        return z;
    }
}

package dev.plumbline.learning.model;

import dev.plumbline.calibration.calibrator.ClassCalibrator;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The training rows of each class, and what follows for a class without any: it can still happen, so it gets the share of the
 * rule of succession, e = 1 / (n + K), and the others share the rest.
 */
public final class ClassShares {

    private final int[] counts;
    private final long total; // n
    private final int unseen; // m
    private final double unseenShare; // e

    /** @param counts the training rows of each class, not all 0 */
    public ClassShares(int[] counts) {
        this.counts = counts.clone();
        this.total = Arrays.stream(counts).asLongStream().sum();
        this.unseen = (int) Arrays.stream(counts).filter(count -> count == 0).count();
        this.unseenShare = 1.0 / (total + counts.length);
    }

    /** Each class's share of the training rows. */
    public double[] baseRates() {
        double[] rates = new double[counts.length];
        for (int k = 0; k < rates.length; k++) {
            rates[k] = counts[k] > 0 ? (1 - unseen * unseenShare) * counts[k] / total : unseenShare;
        }
        return rates;
    }

    /** Overwrites logits with log probabilities: softmax over the seen classes, the fixed share for the others. Answers the array. */
    public double[] logSoftmax(double[] z) {
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

    /** Overwrites the scores of the seen classes with those of the map of their softmax; the others are left alone. */
    void calibrate(ClassCalibrator map, double[] scores) {
        double[] p = IntStream.range(0, counts.length)
                .filter(k -> counts[k] > 0)
                .mapToDouble(k -> scores[k])
                .toArray();
        ClassCalibrator.softmax(p);
        double[] mapped = new double[p.length];
        map.scores(p, mapped);
        int s = 0;
        for (int k = 0; k < counts.length; k++) {
            scores[k] = counts[k] > 0 ? mapped[s++] : scores[k];
        }
    }
}

package dev.plumbline.learning.trainer;

import dev.plumbline.learning.model.ClassShares;
import java.util.Arrays;

/**
 * The rows that are held out, and how well scores for them do. A class without a row among those learnt from gets the share
 * that {@link ClassShares} gives it, whatever the trainer.
 */
final class Judge {

    private final int[] rows;
    private final int[] truth;
    private final int[] present; // the classes that were learnt
    private final ClassShares shares;
    private final int classes;

    Judge(int[] rows, int[] labels, int[] learnCounts) {
        this.rows = rows;
        this.truth = Arrays.stream(rows).map(i -> labels[i]).toArray();
        this.classes = learnCounts.length;
        this.present = java.util.stream.IntStream.range(0, classes)
                .filter(k -> learnCounts[k] > 0)
                .toArray();
        this.shares = new ClassShares(learnCounts);
    }

    /** The held-out rows, by index among the training rows. */
    int[] rows() {
        return rows;
    }

    /** The classes that were learnt, ascending; scores have one number for each. */
    int[] present() {
        return present;
    }

    /** The class of each held-out row. */
    int[] truth() {
        return truth;
    }

    /** The held-out rows' log probabilities of all classes. */
    double[][] logProbabilities(double[][] scores) {
        double[][] logs = new double[scores.length][];
        for (int i = 0; i < logs.length; i++) {
            double[] all = new double[classes];
            for (int s = 0; s < present.length; s++) {
                all[present[s]] = scores[i][s];
            }
            logs[i] = shares.logSoftmax(all);
        }
        return logs;
    }

    /** The summed log loss of the held-out rows, in nats. */
    double loss(double[][] scores) {
        double[][] logs = logProbabilities(scores);
        double loss = 0;
        for (int i = 0; i < logs.length; i++) {
            loss -= logs[i][truth[i]];
        }
        return loss;
    }
}

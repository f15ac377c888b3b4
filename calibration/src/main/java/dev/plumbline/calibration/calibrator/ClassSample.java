package dev.plumbline.calibration.calibrator;

import java.util.Arrays;

/**
 * Rows of class probabilities and what then happened, with weights. Checked and copied; never changes.
 */
public final class ClassSample {

    private static final double SUM = 1e-6;

    final double[][] logs; // ln of each probability, clipped from below
    final double[][] outcome;
    final double[] weight;
    final int classes;

    private ClassSample(double[][] logs, double[][] outcome, double[] weight) {
        this.logs = logs;
        this.outcome = outcome;
        this.weight = weight;
        this.classes = logs[0].length;
    }

    /**
     * Rows with one true class each, of weight 1.
     *
     * @param probability per row one per class, in [0, 1], with sum 1
     * @param label per row the index of the true class
     * @return the sample
     */
    public static ClassSample of(double[][] probability, int[] label) {
        if (label.length != probability.length) {
            throw new IllegalArgumentException(
                    "label must be as long as probability, got " + label.length + " against " + probability.length);
        }
        double[][] outcome = new double[label.length][];
        for (int i = 0; i < label.length; i++) {
            int k = probability[i].length;
            if (label[i] < 0 || label[i] >= k) {
                throw new IllegalArgumentException(
                        "label must be in [0, " + (k - 1) + "], got " + label[i] + " at index " + i);
            }
            outcome[i] = new double[k];
            outcome[i][label[i]] = 1;
        }
        double[] weight = new double[label.length];
        Arrays.fill(weight, 1);
        return of(probability, outcome, weight);
    }

    /**
     * Rows with shares of classes.
     *
     * @param probability per row one per class, in [0, 1], with sum 1
     * @param outcome per row one share per class, in [0, 1], with sum 1
     * @param weight zero or more per row, not all zero
     * @return the sample
     */
    public static ClassSample of(double[][] probability, double[][] outcome, double[] weight) {
        if (probability.length == 0 || outcome.length != probability.length || weight.length != probability.length) {
            throw new IllegalArgumentException(
                    "probability, outcome and weight must have one row each, at least 1, got " + probability.length
                            + ", " + outcome.length + ", " + weight.length);
        }
        int classes = probability[0].length;
        double[][] logs = new double[probability.length][];
        double[][] shares = new double[probability.length][];
        double largest = 0;
        for (int i = 0; i < logs.length; i++) {
            distribution("probability", probability[i], classes, i);
            distribution("outcome", outcome[i], classes, i);
            if (!(weight[i] >= 0 && weight[i] <= Parameters.LARGEST)) {
                throw new IllegalArgumentException("weight must be in [0, 1e300], got " + weight[i] + " at index " + i);
            }
            largest = Math.max(largest, weight[i]);
            logs[i] = ClassCalibrator.logs(probability[i]);
            shares[i] = outcome[i].clone();
        }
        if (largest == 0) {
            throw new IllegalArgumentException("weight must have a value above 0, got only zeros");
        }
        return new ClassSample(logs, shares, weight.clone());
    }

    private static void distribution(String name, double[] values, int classes, int row) {
        if (values.length != classes || classes < 2) {
            throw new IllegalArgumentException(name + " must have " + Math.max(classes, 2)
                    + " values in every row, got " + values.length + " at index " + row);
        }
        double sum = 0;
        for (double value : values) {
            Parameters.unit(name, value, row);
            sum += value;
        }
        if (Math.abs(sum - 1) > SUM) {
            throw new IllegalArgumentException(name + " must have sum 1 in every row, got " + sum + " at index " + row);
        }
    }

    /** {@return the number of rows} */
    public int size() {
        return logs.length;
    }

    /** {@return the number of classes, at least 2} */
    public int classes() {
        return classes;
    }
}

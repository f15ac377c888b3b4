package dev.plumbline.learning.model;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Ordinal logistic regression with proportional odds, see {@link CumulativeLogit}, over the classes that training rows had, in
 * their order.
 *
 * <pre>eta = sum_c w_c x_c     score_k = ln P(class k | eta)     x = the row's design columns, see {@link Encoding}</pre>
 */
public final class OrdinalModel extends TrainedModel {

    /** The trainer's name. */
    public static final String TRAINER = "ordinal-logistic";

    private final WeightedColumns columns;
    private final double[] thresholds;
    private final int[] seen;

    /**
     * A model from its numbers; arrays are copied.
     *
     * @param encoding the design columns
     * @param weights one per column
     * @param thresholds one fewer than the classes with training rows, strictly ascending
     * @throws IllegalArgumentException if shapes differ or a number is not finite; the message names it
     */
    public OrdinalModel(ModelHead head, Encoding encoding, double[] weights, double[] thresholds) {
        super(head);
        int[] counts = head.trainingCounts();
        this.seen = IntStream.range(0, counts.length).filter(k -> counts[k] > 0).toArray();
        this.columns = new WeightedColumns(encoding, new double[][] {weights});
        this.thresholds = thresholds.clone();
        Checks.finite("thresholds", this.thresholds, seen.length - 1);
        for (int k = 1; k < thresholds.length; k++) {
            Checks.require(
                    thresholds[k - 1] < thresholds[k], "thresholds must ascend, got " + Arrays.toString(thresholds));
        }
    }

    @Override
    public String trainer() {
        return TRAINER;
    }

    @Override
    double[] scores(double[] row) {
        return scores(columns.add(this, row, new double[1])[0]);
    }

    private double[] scores(double eta) {
        double[] scores = new double[head().classes().length];
        for (int s = 0; s < seen.length; s++) {
            double a = s == 0 ? Double.NEGATIVE_INFINITY : thresholds[s - 1] - eta;
            double b = s == seen.length - 1 ? Double.POSITIVE_INFINITY : thresholds[s] - eta;
            scores[seen[s]] = CumulativeLogit.logProbability(a, b);
        }
        return scores;
    }

    @Override
    double[] exchanged(int k, double[] row, double[] other) {
        double[] eta = columns.add(this, row, new double[1]);
        double[] exchanged = new double[row.length];
        for (int j = 0; j < row.length; j++) {
            exchanged[j] = toLogProbabilities(scores(columns.exchange(j, row, other, eta.clone())[0]))[k];
        }
        return exchanged;
    }

    @Override
    OrdinalModel with(ModelHead other) {
        return new OrdinalModel(other, columns.encoding(), weights(), thresholds);
    }

    @Override
    double[] typicalRow() {
        return columns.encoding().typicalRow();
    }

    Encoding encoding() {
        return columns.encoding();
    }

    /** One weight per design column. */
    public double[] weights() {
        return columns.weights()[0];
    }

    /** Between neighbouring classes that training rows had, ascending. */
    public double[] thresholds() {
        return thresholds.clone();
    }
}

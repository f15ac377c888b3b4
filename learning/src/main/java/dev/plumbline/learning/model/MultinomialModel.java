package dev.plumbline.learning.model;

/**
 * Multinomial logistic regression.
 *
 * <pre>score_k = sum_c W_kc x_c + b_k     x = the row's design columns, see {@link Encoding}</pre>
 */
public final class MultinomialModel extends TrainedModel {

    /** The trainer's name. */
    public static final String TRAINER = "multinomial-logistic";

    private final WeightedColumns columns;
    private final double[] intercepts;

    /**
     * A model from its numbers; arrays are copied.
     *
     * @param encoding the design columns
     * @param weights K rows, one weight per column
     * @param intercepts K intercepts
     * @throws IllegalArgumentException if shapes differ or a number is not finite; the message names it
     */
    public MultinomialModel(ModelHead head, Encoding encoding, double[][] weights, double[] intercepts) {
        super(head);
        int k = head.classes().length;
        Checks.require(weights.length == k, "weights has " + weights.length + " rows, expected " + k + " (classes)");
        this.columns = new WeightedColumns(encoding, weights);
        this.intercepts = intercepts.clone();
        Checks.finite("intercepts", this.intercepts, k);
    }

    @Override
    public String trainer() {
        return TRAINER;
    }

    @Override
    double[] scores(double[] row) {
        return columns.add(this, row, intercepts.clone());
    }

    @Override
    double[] exchanged(int k, double[] row, double[] other) {
        double[] full = scores(row);
        double[] exchanged = new double[row.length];
        for (int j = 0; j < row.length; j++) {
            exchanged[j] = toLogProbabilities(columns.exchange(j, row, other, full.clone()))[k];
        }
        return exchanged;
    }

    @Override
    MultinomialModel with(ModelHead other) {
        return new MultinomialModel(other, columns.encoding(), columns.weights(), intercepts);
    }

    @Override
    double[] typicalRow() {
        return columns.encoding().typicalRow();
    }

    Encoding encoding() {
        return columns.encoding();
    }

    /** K rows of weights, one per design column. */
    public double[][] weights() {
        return columns.weights();
    }

    double[] intercepts() {
        return intercepts.clone();
    }
}

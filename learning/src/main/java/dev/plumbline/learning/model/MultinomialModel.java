package dev.plumbline.learning.model;

/**
 * Multinomial logistic regression.
 *
 * <pre>score_k = sum_c W_kc x_c + b_k     x = the row's design columns, see {@link Encoding}</pre>
 */
public final class MultinomialModel extends TrainedModel {

    /** The trainer's name in a model's provenance. */
    public static final String TRAINER = "multinomial-logistic";

    private final Encoding encoding;
    private final double[][] weights;
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
        this.encoding = encoding;
        this.weights = Checks.copy(weights);
        this.intercepts = intercepts.clone();
        int k = head.classes().length;
        Checks.require(weights.length == k, "weights has " + weights.length + " rows, expected " + k + " (classes)");
        for (int i = 0; i < k; i++) {
            Checks.finite("weights[" + i + "]", this.weights[i], encoding.size());
        }
        Checks.finite("intercepts", this.intercepts, k);
    }

    @Override
    public String trainer() {
        return TRAINER;
    }

    @Override
    double[] scores(double[] row) {
        double[] z = intercepts.clone();
        for (int j = 0; j < row.length; j++) {
            for (int c = encoding.from(j); c < encoding.from(j + 1); c++) {
                addScaled(encoding.column(c).of(row[j]), c, z);
            }
            for (int k = 0; encoding.from(j) < encoding.from(j + 1) && k < z.length; k++) {
                if (!Double.isFinite(z[k])) {
                    throw refused(j, encoding.tooFar(j, row[j]));
                }
            }
        }
        return z;
    }

    private void addScaled(double x, int column, double[] z) {
        if (x != 0) {
            for (int k = 0; k < z.length; k++) {
                z[k] += weights[k][column] * x;
            }
        }
    }

    @Override
    double[] exchanged(int k, double[] row, double[] other) {
        double[] full = scores(row);
        double[] exchanged = new double[row.length];
        for (int j = 0; j < row.length; j++) {
            double[] z = full.clone();
            for (int c = encoding.from(j); c < encoding.from(j + 1); c++) {
                addScaled(encoding.column(c).of(other[j]) - encoding.column(c).of(row[j]), c, z);
            }
            exchanged[j] = toLogProbabilities(z)[k];
        }
        return exchanged;
    }

    @Override
    double[] typicalRow() {
        return encoding.typicalRow();
    }

    Encoding encoding() {
        return encoding;
    }

    /** K rows of weights, one per design column. */
    public double[][] weights() {
        return Checks.copy(weights);
    }

    double[] intercepts() {
        return intercepts.clone();
    }
}

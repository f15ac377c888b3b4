package dev.plumbline.learning.trainer;

import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.model.ModelHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The training rows of a data set as trainers see them; the test rows are not reachable from here. */
final class Problem {

    private final TrainingData data;
    private final int[] seen;
    private final int[] labels;
    private final Design linear;
    private final RowSpace rowSpace; // null where the matrix is not wide
    private final Supplier<Design> grading;
    private Design graded;

    /** From twice as many columns as rows on the matrix is rewritten; for more rows than this the rewriting would take long. */
    private static final int MOST_ROWS_OF_A_WIDE_MATRIX = 2_000;

    Problem(TrainingData data) {
        this.data = data;
        this.seen = Arrays.stream(data.train().copyLabels()).distinct().sorted().toArray();
        this.labels = data.train().classIndices(seen);
        this.linear = Design.linear(data);
        this.grading = () -> Design.graded(data);
        this.rowSpace = rowSpace();
    }

    private Problem(Problem whole, int feature) {
        this.data = whole.data;
        this.seen = whole.seen;
        this.labels = whole.labels;
        this.linear = whole.linear.without(feature);
        this.grading = () -> whole.graded().without(feature);
        this.rowSpace = rowSpace();
    }

    private RowSpace rowSpace() {
        boolean wide = linear.columns().length > 2 * rows() && rows() <= MOST_ROWS_OF_A_WIDE_MATRIX;
        return wide ? RowSpace.of(linear.columns(), rows()) : null;
    }

    /** The same rows without the columns of a feature; models of it take the feature and make nothing of it. */
    Problem without(int feature) {
        return new Problem(this, feature);
    }

    /** Whether weights are fitted to other columns than those of {@link #linear}, which take long to make. */
    boolean isWide() {
        return rowSpace != null;
    }

    /** The number of training rows. */
    int rows() {
        return labels.length;
    }

    /** The number of values of the matrix for linear models, at least 1. */
    long values() {
        return Math.max(1L, (long) rows() * linear.columns().length);
    }

    /** The number of classes that training rows have. */
    int classes() {
        return seen.length;
    }

    /** The class of each row, 0 to classes() - 1. */
    int[] labels() {
        return labels;
    }

    /** The matrix for linear models. */
    Design linear() {
        return linear;
    }

    /** The columns that weights of linear models are fitted to: those of {@link #linear}, or fewer in their place. */
    double[][] fitted() {
        return rowSpace == null ? linear.columns() : rowSpace.columns();
    }

    /** The weights of the columns of {@link #linear} that belong to weights of those of {@link #fitted}. */
    double[] weights(double[] fitted) {
        return rowSpace == null ? fitted : rowSpace.weights(fitted);
    }

    /** The matrix for trees; made when it is first asked for. */
    Design graded() {
        if (graded == null) {
            graded = grading.get();
        }
        return graded;
    }

    LabelledRows train() {
        return data.train();
    }

    /** The features that are the same in all training rows, or missing in all. */
    List<String> leftOut() {
        return linear.leftOut();
    }

    /** What a model of this problem knows besides its own numbers. */
    ModelHead head() {
        int[] classes = data.classes();
        int[] counts = new int[classes.length];
        for (int index : data.train().classIndices(classes)) {
            counts[index]++;
        }
        return new ModelHead(data.schema(), classes, counts, linear.missingSeen(), goldenRows(), Optional.empty());
    }

    /** Where the classes that training rows have stand among all classes of the data. */
    int[] places() {
        int[] classes = data.classes();
        return Arrays.stream(seen)
                .map(label -> Arrays.binarySearch(classes, label))
                .toArray();
    }

    /** The first training row of each class, of the first ten classes: enough to notice a damaged number anywhere. */
    private double[][] goldenRows() {
        List<double[]> rows = new ArrayList<>();
        for (int k = 0; k < Math.min(10, seen.length); k++) {
            int row = 0;
            while (labels[row] != k) {
                row++;
            }
            rows.add(data.train().copyRow(row));
        }
        return rows.toArray(double[][]::new);
    }
}

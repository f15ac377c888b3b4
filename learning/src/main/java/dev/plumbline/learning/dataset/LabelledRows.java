package dev.plumbline.learning.dataset;

import java.util.Arrays;

/**
 * Rows of features, each with its true class: a training set or a test set. Immutable. A value is a number, or the index of a
 * category among its feature's categories; NaN where it is missing.
 *
 * <p>A class and not a record with arrays, so that a data set of 100 MB is not copied at every look: rows are read through
 * {@link #value} and {@link #copyRow}.
 */
public final class LabelledRows {

    private final double[][] features;
    private final int[] labels;

    /** Takes the arrays over without a copy: only for callers that let go of them. */
    LabelledRows(double[][] features, int[] labels) {
        this.features = features;
        this.labels = labels;
    }

    /**
     * Rows from arrays, which are copied. Nothing is checked here: {@link TrainingData} checks, because only it knows the
     * name of the set and the number of features.
     *
     * @param features one array per row, one value per feature
     * @param labels the true class of each row
     */
    public static LabelledRows of(double[][] features, int[] labels) {
        double[][] copy = new double[features.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = features[i].clone();
        }
        return new LabelledRows(copy, labels.clone());
    }

    /** The number of rows. */
    public int size() {
        return features.length;
    }

    /** The value of feature {@code column} in row {@code row}; both count from 0. */
    public double value(int row, int column) {
        return features[row][column];
    }

    /** A copy of one row's features. */
    public double[] copyRow(int row) {
        return features[row].clone();
    }

    /** A copy of one feature's values, in the order of the rows. */
    public double[] copyColumn(int column) {
        double[] values = new double[features.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = features[i][column];
        }
        return values;
    }

    /** The true class of a row. */
    public int label(int row) {
        return labels[row];
    }

    /** A copy of all labels, in the order of the rows. */
    public int[] copyLabels() {
        return labels.clone();
    }

    /** For each row the index of its label in {@code classes}, which must be sorted and hold every label. */
    public int[] classIndices(int[] classes) {
        int[] indices = new int[labels.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = Arrays.binarySearch(classes, labels[i]);
            if (indices[i] < 0) {
                throw new IllegalArgumentException(
                        "label " + labels[i] + " of row " + i + " is none of the classes " + Arrays.toString(classes));
            }
        }
        return indices;
    }

    /** Puts another number in the place of each category's; only while nobody else has these rows. */
    void replace(int column, double[] places) {
        for (double[] row : features) {
            row[column] = Double.isNaN(row[column]) ? Double.NaN : places[(int) row[column]];
        }
    }

    int width(int row) {
        return features[row].length;
    }

    int labelCount() {
        return labels.length;
    }
}

package dev.plumbline.learning.model;

import java.util.Arrays;
import java.util.List;

/**
 * How a row of features becomes a row of the design matrix: columns in the order of their features. A feature without a
 * column changes nothing, whatever its value: it was constant, or missing, in all training rows.
 */
public final class Encoding {

    private final Column[] columns;
    private final int[] from; // feature j has the columns from[j] to from[j + 1] - 1

    /**
     * @param features the number of features
     * @param columns in ascending order of {@link Column#feature}
     */
    public Encoding(int features, List<Column> columns) {
        this.columns = columns.toArray(Column[]::new);
        this.from = new int[features + 1];
        int before = 0;
        for (Column column : columns) {
            if (column.feature() < before || column.feature() >= features) {
                throw new IllegalArgumentException("columns must be in the order of the " + features
                        + " features, got feature " + column.feature() + " after " + before);
            }
            before = column.feature();
            from[before + 1]++;
        }
        for (int j = 0; j < features; j++) {
            from[j + 1] += from[j];
        }
    }

    /** The number of columns. */
    public int size() {
        return columns.length;
    }

    /** All columns, in order. */
    public List<Column> columns() {
        return List.of(columns);
    }

    Column column(int c) {
        return columns[c];
    }

    /** The first column of feature j; of the feature after the last one: the number of columns. */
    int from(int j) {
        return from[j];
    }

    /** The design columns of a row, as trees compare them. */
    float[] floats(double[] row) {
        float[] x = new float[columns.length];
        for (int c = 0; c < x.length; c++) {
            x[c] = (float) columns[c].of(row[columns[c].feature()]);
        }
        return x;
    }

    /** The means of the numbers; NaN for everything else, which gives zeros. */
    double[] typicalRow() {
        double[] row = new double[from.length - 1];
        Arrays.fill(row, Double.NaN);
        for (Column column : columns) {
            if (column instanceof Column.Standardised number) {
                row[number.feature()] = number.mean();
            } else if (column instanceof Column.WithGaps number) {
                row[number.feature()] = number.mean();
            }
        }
        return row;
    }

    /** Why a number cannot be answered: one that makes a score infinite. */
    String tooFar(int j, double value) {
        String mean = columns[from[j]] instanceof Column.Standardised number ? " (mean " + number.mean() + ")" : "";
        return "is too far from the training rows" + mean + ", got " + value;
    }
}

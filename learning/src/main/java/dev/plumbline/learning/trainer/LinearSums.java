package dev.plumbline.learning.trainer;

import java.util.Arrays;

/** Weighted sums of columns, column by column: plain loops over one array each, which become vector instructions. */
final class LinearSums {

    private LinearSums() {}

    /** For each row {@code sum_j parameters[from + j] * columns[j][row]}. */
    static double[] of(double[][] columns, int rows, double[] parameters, int from) {
        double[] sums = new double[rows];
        for (int j = 0; j < columns.length; j++) {
            addScaled(parameters[from + j], columns[j], 0, sums, rows);
        }
        return sums;
    }

    static void addScaled(double factor, double[] column, int start, double[] to, int length) {
        for (int i = 0; i < length; i++) {
            to[i] += factor * column[start + i];
        }
    }

    /** The columns of some of the rows. */
    static double[][] rows(double[][] columns, int[] rows) {
        double[][] some = new double[columns.length][];
        for (int j = 0; j < some.length; j++) {
            double[] column = columns[j];
            some[j] = Arrays.stream(rows).mapToDouble(i -> column[i]).toArray();
        }
        return some;
    }
}

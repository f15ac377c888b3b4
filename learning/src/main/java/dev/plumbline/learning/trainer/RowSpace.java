package dev.plumbline.learning.trainer;

import java.util.Arrays;

/**
 * A design matrix with more columns than rows, rewritten in as many columns as it has independent rows.
 *
 * <p>With a penalty on squared weights the best weights are sums of rows: what is at right angles to all rows changes no score
 * and only costs. So with Z = L Q', Q of orthonormal columns, weights w = Q b have the scores Z w = L b and the same penalty
 * |w| = |b|: the small problem in L has the solution of the large one. L comes from a pivoted Cholesky factorisation of
 * Z Z' (Higham 2002, "Accuracy and Stability of Numerical Algorithms", section 10.3); with P its pivots, Q' = L_P^-1 Z_P.
 */
final class RowSpace {

    private static final double INDEPENDENT = 1e-12; // of the largest diagonal entry

    private final double[][] columns; // Z
    private final double[][] l; // L, column by column
    private final int[] pivots; // P

    private RowSpace(double[][] columns, double[][] l, int[] pivots) {
        this.columns = columns;
        this.l = l;
        this.pivots = pivots;
    }

    static RowSpace of(double[][] columns, int rows) {
        double[][] gram = gram(columns, rows);
        double[] left = new double[rows]; // the part of each diagonal entry that is not explained yet
        double largest = 0;
        for (int i = 0; i < rows; i++) {
            left[i] = gram[i][i];
            largest = Math.max(largest, left[i]);
        }
        double[][] l = new double[rows][];
        int[] pivots = new int[rows];
        int rank = 0;
        while (rank < rows) {
            int p = 0;
            for (int i = 1; i < rows; i++) {
                p = left[i] > left[p] ? i : p;
            }
            if (!(left[p] > INDEPENDENT * largest)) {
                break;
            }
            double root = Math.sqrt(left[p]);
            double[] next = new double[rows];
            for (int i = 0; i < rows; i++) {
                double sum = i >= p ? gram[i][p] : gram[p][i];
                for (int k = 0; k < rank; k++) {
                    sum -= l[k][i] * l[k][p];
                }
                boolean done = left[i] == Double.NEGATIVE_INFINITY;
                next[i] = done ? 0 : sum / root;
                left[i] -= next[i] * next[i];
            }
            next[p] = root;
            left[p] = Double.NEGATIVE_INFINITY; // chosen
            l[rank] = next;
            pivots[rank++] = p;
        }
        return new RowSpace(columns, Arrays.copyOf(l, rank), Arrays.copyOf(pivots, rank));
    }

    /** The lower triangle of Z Z'. */
    private static double[][] gram(double[][] columns, int rows) {
        double[][] gram = new double[rows][];
        for (int i = 0; i < rows; i++) {
            gram[i] = new double[i + 1];
        }
        for (double[] column : columns) {
            for (int i = 0; i < rows; i++) {
                LinearSums.addScaled(column[i], column, 0, gram[i], i + 1);
            }
        }
        return gram;
    }

    /** L, one array per column. */
    double[][] columns() {
        return l;
    }

    /** The weights of the many columns that belong to weights of the few. */
    double[] weights(double[] few) {
        double[] u = few.clone(); // solves L_P' u = few
        for (int k = u.length - 1; k >= 0; k--) {
            for (int m = k + 1; m < u.length; m++) {
                u[k] -= l[k][pivots[m]] * u[m];
            }
            u[k] /= l[k][pivots[k]];
        }
        double[] weights = new double[columns.length];
        for (int j = 0; j < weights.length; j++) {
            for (int k = 0; k < u.length; k++) {
                weights[j] += columns[j][pivots[k]] * u[k];
            }
        }
        return weights;
    }
}

package dev.plumbline.calibration;

import java.util.Arrays;

/**
 * The pairs of a sample in order of position, equal positions pooled: what AUC, isotonic regression, quantile bins,
 * Kolmogorov-Smirnov and smooth errors share. Pairs of weight 0 are left out, as no copies would be.
 *
 * <p>Inside a pool the rows stand in order of outcome, then weight, so that every sum over them is the same to the last
 * bit whatever order the rows came in.
 */
final class SortedPairs {

    /** The distinct positions, ascending. */
    final double[] x;

    /** Per distinct position the sum of weights, above 0. */
    final double[] weight;

    /** Per distinct position the sum of w*y. */
    final double[] target;

    /** Row numbers in sorted order. */
    final int[] order;

    /** Where in {@link #order} the rows of each distinct position start; one more entry at the end. */
    final int[] start;

    private SortedPairs(double[] x, double[] weight, double[] target, int[] order, int[] start) {
        this.x = x;
        this.weight = weight;
        this.target = target;
        this.order = order;
        this.start = start;
    }

    /** Sorts and pools. The arrays are not kept; {@code w} null means all 1. Not all weights may be 0. */
    static SortedPairs of(double[] position, double[] y, double[] w) {
        int[] order = positiveRows(position.length, w);
        PositionSort.sort(position, order);
        int[] begin = new int[order.length + 1];
        double[] distinct = new double[order.length];
        int pools = 0;
        for (int i = 0; i < order.length; i++) {
            double at = position[order[i]];
            if (pools == 0 || at != distinct[pools - 1]) {
                begin[pools] = i;
                distinct[pools++] = at;
            }
        }
        begin[pools] = order.length;
        int[] start = pools == order.length ? begin : Arrays.copyOf(begin, pools + 1);
        double[] x = pools == order.length ? distinct : Arrays.copyOf(distinct, pools);
        double[] weight = new double[pools];
        double[] target = new double[pools];
        for (int k = 0; k < pools; k++) {
            if (start[k + 1] - start[k] > 1) {
                settle(order, start[k], start[k + 1], y, w);
                pool(k, order, start, y, w, weight, target);
            } else {
                int row = order[start[k]];
                weight[k] = w == null ? 1 : w[row];
                target[k] = weight[k] * y[row];
            }
        }
        return new SortedPairs(x, weight, target, order, start);
    }

    private static void pool(
            int k, int[] order, int[] start, double[] y, double[] w, double[] weight, double[] target) {
        double sumW = 0;
        double sumY = 0;
        for (int i = start[k]; i < start[k + 1]; i++) {
            int row = order[i];
            double each = w == null ? 1 : w[row];
            sumW += each;
            sumY += each * y[row];
        }
        weight[k] = sumW;
        target[k] = Math.min(sumY, sumW);
    }

    private static int[] positiveRows(int n, double[] w) {
        int[] rows = new int[n];
        int size = 0;
        for (int i = 0; i < n; i++) {
            if (w == null || w[i] > 0) {
                rows[size++] = i;
            }
        }
        return size == n ? rows : Arrays.copyOf(rows, size);
    }

    /** Orders the rows of one pool by outcome, then weight. */
    private static void settle(int[] order, int from, int to, double[] y, double[] w) {
        boolean settled = true;
        for (int i = from + 1; i < to && settled; i++) {
            settled = compare(order[i - 1], order[i], y, w) <= 0;
        }
        if (settled) {
            return;
        }
        if (w != null) {
            sortBy(w, order, from, to);
        }
        sortBy(y, order, from, to);
    }

    private static int compare(int a, int b, double[] y, double[] w) {
        int byOutcome = Double.compare(y[a], y[b]);
        return byOutcome != 0 || w == null ? byOutcome : Double.compare(w[a], w[b]);
    }

    private static void sortBy(double[] column, int[] order, int from, int to) {
        int[] rows = Arrays.copyOfRange(order, from, to);
        long[] keys = new long[rows.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = RadixSort.key(column[rows[i]]);
        }
        RadixSort.sort(keys, rows);
        System.arraycopy(rows, 0, order, from, rows.length);
    }

    /** The number of distinct positions. */
    int pools() {
        return x.length;
    }

    /** The number of rows with weight. */
    int rows() {
        return order.length;
    }
}

package dev.plumbline.calibration;

import java.util.Arrays;

/**
 * Quantiles of weighted values by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996,
 * doi:10.1080/00031305.1996.10473566): the value at place {@code (W-1) q} of the sorted copies, counted from 0. Whole weights
 * are numbers of copies; weights that are not all whole are first scaled to a mean of 1 per row.
 */
final class Quantiles {

    private final double[] x;
    private final double[] cumulative; // number of copies up to and with each value

    private Quantiles(double[] x, double[] cumulative) {
        this.x = x;
        this.cumulative = cumulative;
    }

    /** @param x ascending; all weights above 0 */
    static Quantiles of(double[] x, double[] weight, int rows) {
        double total = 0;
        boolean whole = true;
        for (double w : weight) {
            total += w;
            whole &= w == Math.rint(w);
        }
        double scale = whole ? 1 : rows / total;
        double[] cumulative = new double[x.length];
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += weight[i] * scale;
            cumulative[i] = sum;
        }
        return new Quantiles(x, cumulative);
    }

    /**
     * Quantiles of rows of weight 1 in no order, found without sorting all of them.
     *
     * @param values in [0, 1]
     * @param q which quantiles, ascending
     */
    static double[] ofUnsorted(double[] values, double[] q) {
        int[] ranks = new int[2 * q.length];
        for (int k = 0; k < q.length; k++) {
            ranks[2 * k] = (int) ((values.length - 1) * q[k]);
            ranks[2 * k + 1] = Math.min(ranks[2 * k] + 1, values.length - 1);
        }
        double[] around = OrderStatistics.of(values, ranks);
        double[] quantiles = new double[q.length];
        for (int k = 0; k < q.length; k++) {
            double share = (values.length - 1) * q[k] - ranks[2 * k];
            quantiles[k] = between(around[2 * k], around[2 * k + 1], share);
        }
        return quantiles;
    }

    double at(double q) {
        double place = Math.max(0, (cumulative[cumulative.length - 1] - 1) * q);
        double whole = Math.floor(place);
        double share = place - whole;
        double a = copy(whole);
        return share == 0 ? a : between(a, copy(whole + 1), share);
    }

    /** From the nearer end, so that equal neighbours give exactly that value and the order of edges holds. */
    private static double between(double a, double b, double share) {
        return share < 0.5 ? a + (b - a) * share : b - (b - a) * (1 - share);
    }

    private double copy(double place) {
        int found = Arrays.binarySearch(cumulative, place);
        int index = found >= 0 ? found + 1 : -found - 1;
        return x[Math.min(index, x.length - 1)];
    }
}

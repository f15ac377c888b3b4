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

    double at(double q) {
        double place = Math.max(0, (cumulative[cumulative.length - 1] - 1) * q);
        double whole = Math.floor(place);
        double share = place - whole;
        double a = copy(whole);
        if (share == 0) {
            return a;
        }
        double b = copy(whole + 1);
        // from the nearer end, so that equal neighbours give exactly that value and the order of edges holds
        return share < 0.5 ? a + (b - a) * share : b - (b - a) * (1 - share);
    }

    private double copy(double place) {
        int found = Arrays.binarySearch(cumulative, place);
        int index = found >= 0 ? found + 1 : -found - 1;
        return x[Math.min(index, x.length - 1)];
    }
}

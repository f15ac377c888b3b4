package dev.plumbline.calibration;

import java.util.Arrays;

/**
 * Residuals spread over an even grid on [0, 1] so that every smooth function keeps its mean to fourth order in the step. Kept as
 * whole numbers, so that their order does not matter.
 */
final class ResidualGrid {

    private final int n;
    private final double unit;
    private final long[] at; // one more on the left, two more on the right, folded back in the end
    private double divisor = 1;

    /** @param terms at most so many residuals, none larger than 1, will be added */
    ResidualGrid(int n, int terms) {
        this.n = n;
        // a term adds at most 1.25 in size; their sum stays below 2^62
        this.unit = Math.scalb(1.0, 60 - (32 - Integer.numberOfLeadingZeros(terms)));
        this.at = new long[n + 4];
    }

    /** Adds all residuals w (y - p), and divides by the total weight. */
    void add(CalibrationSample sample) {
        double[] p = sample.probabilityColumn();
        double[] y = sample.outcomeColumn();
        double[] w = sample.weightColumn();
        if (w == null) {
            for (int i = 0; i < p.length; i++) {
                add(p[i], y[i] - p[i]);
            }
            divisor = p.length;
            return;
        }
        double total = sample.rows().totalWeight;
        double largest = 0;
        for (double each : w) {
            largest = Math.max(largest, each);
        }
        for (int i = 0; i < p.length; i++) {
            add(p[i], w[i] / largest * (y[i] - p[i]));
        }
        divisor = total / largest;
    }

    void add(double p, double residual) {
        double place = p * n;
        int j = Math.min((int) place, n - 1);
        double u = place - j; // in [0, 1], between points j and j + 1
        double v = 1 - u;
        double scaled = residual * unit;
        double side = scaled * u * v / 6;
        // Lagrange's weights of the points at -1, 0, 1 and 2
        at[j] -= (long) (side * (1 + v));
        at[j + 1] += (long) (scaled * v * (1 + u) * (1 + v) / 2);
        at[j + 2] += (long) (scaled * u * (1 + v) * (1 + u) / 2);
        at[j + 3] -= (long) (side * (1 + u));
    }

    /** Forgets what was added. */
    void clear() {
        Arrays.fill(at, 0);
    }

    /**
     * The sums of residual times {@code cos(pi k p)}, k from 0 to n. The grid is even about both its ends, as cosines are.
     *
     * @param a takes them, n + 1
     */
    void coefficients(CosineTransform transform, double[] a) {
        double scale = 1 / (unit * divisor);
        for (int j = 0; j <= n; j++) {
            a[j] = at[j + 1] * scale;
        }
        a[1] += at[0] * scale;
        a[n - 1] += at[n + 2] * scale;
        a[n - 2] += at[n + 3] * scale;
        transform.transform(a);
    }
}

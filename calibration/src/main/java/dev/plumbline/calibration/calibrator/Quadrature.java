package dev.plumbline.calibration.calibrator;

/**
 * Gauss's quadrature for a distribution on [0, 1] that is known by its moments m0 to m5: up to three nodes with the same moments.
 *
 * <p>About the mean, with central moments c, the orthogonal polynomials are {@code P1 = x}, {@code P2 = x^2 - (c3/c2) x - c2} with
 * norms {@code h1 = c2}, {@code h2 = c4 - c3^2/c2 - c2^2}, and {@code P3 = (x - a) P2 - (h2/h1) P1}, {@code a = <x P2, P2>/h2}. The
 * nodes are the roots of P3, the share of one is {@code 1/(1 + P1^2/h1 + P2^2/h2)} there. A distribution that is all but one or
 * two points has h1 or h2 in the noise, and one or two nodes then.
 */
final class Quadrature {

    // in parts of the cell's width: below these moments of the next order are too small to matter, or to be known
    private static final double POINT = 1e-12;
    private static final double NARROW = 1e-4;
    private static final double TWO_POINTS = 1e-6;

    private Quadrature() {}

    /**
     * Fills in nodes and shares.
     *
     * @param moments six of them from {@code at} on, the first above 0
     * @return the number of nodes
     */
    static int of(double[] moments, int at, double[] node, double[] share) {
        double mass = moments[at];
        double m = moments[at + 1] / mass;
        double m2 = moments[at + 2] / mass;
        double m3 = moments[at + 3] / mass;
        double m4 = moments[at + 4] / mass;
        double m5 = moments[at + 5] / mass;
        double c2 = m2 - m * m;
        if (!(c2 > POINT)) {
            node[0] = m;
            share[0] = 1;
            return 1;
        }
        double c3 = m3 - m * (3 * m2 - 2 * m * m);
        double c4 = m4 - m * (4 * m3 - m * (6 * m2 - 3 * m * m));
        double c5 = m5 - m * (5 * m4 - m * (10 * m3 - m * (10 * m2 - 4 * m * m)));
        double skew = c3 / c2;
        double h2 = c4 - c3 * skew - c2 * c2;
        double root = Math.sqrt(skew * skew / 4 + c2);
        double left = skew / 2 - root; // the roots of P2
        double right = skew / 2 + root;
        if (c2 > NARROW && h2 > TWO_POINTS * c2 * c2) {
            double a = (c5 - 2 * skew * c4 + (skew * skew - 2 * c2) * c3 + 2 * skew * c2 * c2) / h2;
            double b = h2 / c2;
            node[0] = root(skew, c2, a, b, -1.5, left);
            node[1] = root(skew, c2, a, b, left, right);
            node[2] = root(skew, c2, a, b, right, 1.5);
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                double x = node[k];
                double second = (x - skew) * x - c2;
                share[k] = 1 / (1 + x * x / c2 + second * second / h2);
                sum += share[k];
                node[k] += m;
            }
            if (node[0] > -0.01 && node[2] < 1.01 && Math.abs(sum - 1) < 1e-6) {
                for (int k = 0; k < 3; k++) {
                    share[k] /= sum;
                }
                return 3;
            }
        }
        node[0] = m + left;
        node[1] = m + right;
        share[0] = right / (right - left);
        share[1] = -left / (right - left);
        return 2;
    }

    /** The one root of P3 between neighbouring roots of P2: Newton's steps, by halves where they leave the bracket. */
    private static double root(double skew, double c2, double a, double b, double from, double to) {
        double low = from;
        double high = to;
        double sign = Math.signum(third(skew, c2, a, b, high));
        double x = (low + high) / 2;
        for (int step = 0; step < 60; step++) {
            double second = (x - skew) * x - c2;
            double value = (x - a) * second - b * x;
            double slope = second + (x - a) * (2 * x - skew) - b;
            if (value * sign > 0) {
                high = x;
            } else {
                low = x;
            }
            double next = x - value / slope;
            if (!(next > low && next < high)) {
                next = (low + high) / 2;
            }
            if (Math.abs(next - x) < 1e-15) {
                return next;
            }
            x = next;
        }
        return x;
    }

    private static double third(double skew, double c2, double a, double b, double x) {
        return (x - a) * ((x - skew) * x - c2) - b * x;
    }
}

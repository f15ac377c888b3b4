package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.Logistic;

/**
 * The sums of {@link PairFactors} over many pairs with an outcome of 0 or 1 and no dead band, at a cost per pair that does not grow with the number
 * of faults: per pair only powers of its distance from the middle of a cell of logits are added up, and each fault's log factor is then a
 * polynomial in that distance.
 *
 * <p>With {@code d = -1} for an event and 1 for none, {@code ln L_k = softplus(d z) - softplus(d (s z + t))}. In a cell with middle c, {@code softplus(d (s (c
 * + x) + t)) = sum_n a_n (d s x)^n}: {@code a_0} is softplus at {@code u = d (s c + t)}, and from its derivative, the sigmoid {@code b = sum_n b_n x^n}
 * with {@code b' = b - b^2}, follow {@code (n+1) b_{n+1} = b_n - sum_i b_i b_{n-i}} and {@code a_{n+1} = b_n/(n+1)}. The poles nearest to the real line
 * are at +-i pi, so the terms fall like {@code (2/n) (s |x|/pi)^n}: with |x| up to 1/32 and s up to 2 those left out, from the ninth on, come to 1.2e-16.
 *
 * <p>Sums of squares need the pairs' shares squared; while all shares are 1 they are the same.
 */
final class FactorMoments {
    private static final int CELLS_PER_LOGIT = 16;
    private static final int REACH = 17; // logits: those of clipped probabilities are within 16.2
    private static final int CELLS = 2 * REACH * CELLS_PER_LOGIT + 1;
    private static final int TERMS = 9;

    private double[] ofShares = new double[2 * CELLS * TERMS];
    private double[] ofSquares = ofShares; // another array from the first share below 1 on

    /** @param share what the log factors are multiplied by, in [0, 1] */
    void add(double p, boolean event, double share) {
        if (share != 1 && ofSquares == ofShares) {
            ofSquares = ofShares.clone();
        }
        double z = Logistic.logit(p);
        int cell = (int) ((z + REACH) * CELLS_PER_LOGIT + 0.5);
        double x = z - middle(cell);
        int at = (2 * cell + (event ? 1 : 0)) * TERMS;
        add(ofShares, at, x, share);
        if (ofSquares != ofShares) {
            add(ofSquares, at, x, share * share);
        }
    }

    private static void add(double[] moments, int at, double x, double first) {
        double power = first;
        for (int n = at; n < at + TERMS; n++) {
            moments[n] += power;
            power *= x;
        }
    }

    private static double middle(int cell) {
        return (double) cell / CELLS_PER_LOGIT - REACH;
    }

    void addTo(BlockSums.Builder sums, EvidenceGrid grid) {
        double[] claimed = new double[TERMS];
        double[] factor = new double[TERMS];
        for (int row = 0; row < 2 * CELLS; row++) {
            int at = row * TERMS;
            if (ofShares[at] == 0) {
                continue;
            }
            double c = middle(row / 2);
            int d = row % 2 == 1 ? -1 : 1;
            softplus(d * c, d, claimed);
            for (int k = 0; k < grid.size(); k++) {
                softplus(d * (grid.slope(k) * c + grid.shift(k)), d * grid.slope(k), factor);
                double log = 0;
                double squares = 0;
                for (int n = 0; n < TERMS; n++) {
                    factor[n] = claimed[n] - factor[n];
                    log += factor[n] * ofShares[at + n];
                    double square = 0;
                    for (int i = 0; i <= n; i++) {
                        square += factor[i] * factor[n - i];
                    }
                    squares += square * ofSquares[at + n];
                }
                sums.addSums(k, log, squares);
            }
        }
    }

    /** The coefficients of {@code softplus(u + slope x)} as a polynomial in x. */
    private static void softplus(double u, double slope, double[] a) {
        double[] b = new double[TERMS];
        b[0] = Logistic.sigmoid(u);
        b[1] = b[0] * Logistic.sigmoid(-u); // b - b^2 without cancellation
        double tilt = Logistic.sigmoid(-u) - b[0]; // 1 - 2b
        for (int n = 1; n + 1 < TERMS; n++) {
            double next = b[n] * tilt;
            for (int i = 1; i < n; i++) {
                next -= b[i] * b[n - i];
            }
            b[n + 1] = next / (n + 1);
        }
        a[0] = Logistic.softplus(u);
        double power = 1;
        for (int n = 1; n < TERMS; n++) {
            power *= slope;
            a[n] = b[n - 1] / n * power;
        }
    }
}

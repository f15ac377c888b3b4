package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.Logistic;

/**
 * The curve of largest {@code log likelihood - 2 |d|^2} among {@code sigmoid(base + d1 x1 + d2 x2 + ...)}: maximum likelihood shrunk
 * towards d = 0, the curve that is there already. The shrinkage is a normal prior of standard deviation 1/2 for every coefficient (ridge
 * regression: le Cessie and van Houwelingen 1992, doi:10.2307/2347628, section 2); it matters below some 500 pairs, and gives separable
 * data and those of one class a finite optimum.
 *
 * <p>Newton's steps, halved while they do not descend. The Hessian is at least 4 times the identity, so there is one optimum and every
 * step exists.
 */
final class ShrunkFit {
    private static final double SHRINKAGE = 2;
    private static final int MAX_STEPS = 100;
    private static final double LAST_STEP =
            1e-6; // convergence is quadratic: what is left is of the order of the square

    private final FitRows rows;
    private final double[] base;
    private final double[][] x;
    private final int size;

    private double value;
    private final double[] gradient;
    private final double[][] hessian;

    private ShrunkFit(FitRows rows, double[] base, double[][] x) {
        this.rows = rows;
        this.base = base;
        this.x = x;
        this.size = x.length;
        this.gradient = new double[size];
        this.hessian = new double[size][size];
    }

    /**
     * Finds the optimum.
     *
     * @param base per row, the log odds of d = 0
     * @param x per coefficient and row
     * @param start where to begin
     * @return d
     */
    static double[] of(FitRows rows, double[] base, double[][] x, double[] start) {
        return new ShrunkFit(rows, base, x).climb(start);
    }

    private double[] climb(double[] start) {
        double[] at = start.clone();
        evaluate(at);
        for (int steps = 0; steps < MAX_STEPS; steps++) {
            double[] step = newtonStep();
            double[] next = moved(at, step, 1);
            if (largest(step) < LAST_STEP) {
                return next;
            }
            double before = value;
            double length = 1;
            evaluate(next);
            while (!(value <= before) && length > LAST_STEP) {
                length /= 2;
                next = moved(at, step, length);
                evaluate(next);
            }
            at = next;
        }
        return at;
    }

    private static double[] moved(double[] at, double[] step, double length) {
        double[] next = at.clone();
        for (int j = 0; j < next.length; j++) {
            next[j] -= length * step[j];
        }
        return next;
    }

    private static double largest(double[] step) {
        double largest = 0;
        for (double each : step) {
            largest = Math.max(largest, Math.abs(each));
        }
        return largest;
    }

    /** The objective, negative, with both derivatives. */
    private void evaluate(double[] d) {
        value = 0;
        for (int j = 0; j < size; j++) {
            value += SHRINKAGE * d[j] * d[j];
            gradient[j] = 2 * SHRINKAGE * d[j];
            for (int k = 0; k <= j; k++) {
                hessian[j][k] = j == k ? 2 * SHRINKAGE : 0;
            }
        }
        for (int i = 0; i < rows.size; i++) {
            double e = base[i];
            for (int j = 0; j < size; j++) {
                e += d[j] * x[j][i];
            }
            double margin = rows.sign[i] * e;
            double missed = Logistic.sigmoid(-margin); // 1 - the probability of what happened
            double w = rows.weight[i];
            value += w * Logistic.softplus(-margin);
            double slope = -w * rows.sign[i] * missed;
            double curvature = w * missed * (1 - missed);
            for (int j = 0; j < size; j++) {
                gradient[j] += slope * x[j][i];
                for (int k = 0; k <= j; k++) {
                    hessian[j][k] += curvature * x[j][i] * x[k][i];
                }
            }
        }
    }

    /** {@code hessian^-1 gradient} by Cholesky's factors. */
    private double[] newtonStep() {
        double[][] l = new double[size][size];
        double[] step = new double[size];
        for (int j = 0; j < size; j++) {
            for (int k = 0; k <= j; k++) {
                double sum = hessian[j][k];
                for (int m = 0; m < k; m++) {
                    sum -= l[j][m] * l[k][m];
                }
                l[j][k] = j == k ? Math.sqrt(sum) : sum / l[k][k];
            }
            double rest = gradient[j];
            for (int k = 0; k < j; k++) {
                rest -= l[j][k] * step[k];
            }
            step[j] = rest / l[j][j];
        }
        for (int j = size - 1; j >= 0; j--) {
            for (int k = j + 1; k < size; k++) {
                step[j] -= l[k][j] * step[k];
            }
            step[j] /= l[j][j];
        }
        return step;
    }
}

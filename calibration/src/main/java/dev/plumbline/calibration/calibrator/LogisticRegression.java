package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.Logistic;

/**
 * Exact maximum likelihood of {@code P = sigmoid(t0 + t1 f1(p) + t2 f2(p))} on rows, whatever {@link Features} f are.
 *
 * <p>Newton's method with backtracking (Lin, Lin and Weng 2007, doi:10.1007/s10994-007-5018-6, section 3) on features that
 * are centred, scaled and made orthogonal. Many rows are first compressed to a few thousand with the same sums (see {@link
 * CompressedRows}); where the curve is too steep for that, their optimum lies so close to that of the rows that one Newton step
 * on these, one pass with an exponential each, ends at the rounding limit.
 *
 * <p>Where no finite optimum exists, and only there, the result is the optimum of the mean log likelihood less
 * {@code 1e-6/2 |t|^2} on the scaled features. A feature that does not vary (1e-12 of its size), or only with the other one,
 * has coefficient 0. Sums are taken in an order that depends on the number of rows only.
 */
final class LogisticRegression {

    private static final double RIDGE = 1e-6;
    private static final int MAX_STEPS = 200;
    private static final int COMPRESS_FROM = 1 << 13;
    private static final int FEW_CELLS = 4; // one more than there are coefficients

    private final ScaledRows rows;
    private final double ridge;

    private LogisticRegression(ScaledRows rows, double ridge) {
        this.rows = rows;
        this.ridge = ridge;
    }

    /**
     * The coefficients of maximum likelihood: intercept, first, second; 0 where there is none.
     *
     * @param rows with weight
     * @param features what the log odds are linear in
     * @return three finite numbers, in the units of the features
     */
    static double[] fit(RowSource rows, Features features) {
        return fit(rows, compressed(rows), features);
    }

    /**
     * The rows compressed; null where they are few enough to do without, or lie in so few cells that the coefficients hang on
     * what happens inside a cell, where moments tell scores apart that differ by a thousandth of it, and rows all that differ.
     */
    static CompressedRows compressed(RowSource rows) {
        if (rows.size() < COMPRESS_FROM) {
            return null;
        }
        CompressedRows compressed = CompressedRows.of(rows);
        return compressed.cells() < FEW_CELLS ? null : compressed;
    }

    /** The same, from a compression that is at hand or null. */
    static double[] fit(RowSource rows, CompressedRows compressed, Features features) {
        ScaledRows scaled = new ScaledRows(compressed == null ? rows : compressed, features);
        double ridge = scaled.isSeparated(rows) ? RIDGE : 0;
        double[] found = new LogisticRegression(scaled, ridge).climb(start(scaled, features));
        double[] coefficients = scaled.inOriginalUnits(found);
        if (compressed == null || (ridge == 0 && compressed.steepest(features, coefficients) < CompressedRows.STEEP)) {
            return coefficients; // the sums it rests on are those of the rows
        }
        return scaled.inOriginalUnits(new LogisticRegression(scaled.with(rows), ridge).polish(found));
    }

    /** The log odds of the mean target: the best constant. */
    static double constant(RowSource rows) {
        return fit(rows, Features.NONE)[0];
    }

    private static double[] start(ScaledRows rows, Features features) {
        double[] start = new double[3];
        if (features == Features.OFFSET) {
            start[1] = 1;
        } else if (features.intercept) {
            start[0] = Logistic.logit(rows.meanTarget());
        }
        return start;
    }

    /** Newton steps on the rows from a place next to the optimum, without looking at the likelihood itself. */
    private double[] polish(double[] start) {
        double[] at = start.clone();
        for (int step = 0; step < 3; step++) {
            double[] d = newtonStep(at);
            double size = move(at, d, 1, at);
            if (size < 1e-6) {
                return at; // convergence is quadratic: what is left is of the order of the square
            }
            if (!(size < 0.1)) {
                break;
            }
        }
        return climb(start);
    }

    private double[] climb(double[] start) {
        double[] at = start.clone();
        double value = value(at);
        double smallest = 1;
        for (int step = 0; step < MAX_STEPS; step++) {
            double[] d = newtonStep(at);
            double[] next = new double[3];
            double size = move(at, d, 1, next);
            if (size < 1e-6) {
                // values no longer tell steps apart this close; the steps themselves do, and shrink quadratically
                if (size < 1e-12 || size > smallest / 2) {
                    return next;
                }
                smallest = size;
                at = next;
                continue;
            }
            double length = 1;
            double nextValue = value(next);
            // d[3] is gradient times step, below 0; the last term lets rounding pass
            while (!(nextValue <= value + 1e-4 * length * d[3] + 1e-14 * Math.abs(value))) {
                length /= 2;
                if (length < 1e-12) {
                    return at;
                }
                move(at, d, length, next);
                nextValue = value(next);
            }
            at = next;
            value = nextValue;
        }
        return at;
    }

    /** Writes {@code at + length * d} and returns its largest part relative to {@code 1 + |at|}. */
    private static double move(double[] at, double[] d, double length, double[] to) {
        double size = 0;
        for (int i = 0; i < 3; i++) {
            size = Math.max(size, Math.abs(d[i]) / (1 + Math.abs(at[i])));
            to[i] = at[i] + length * d[i];
        }
        return size;
    }

    private double value(double[] t) {
        return rows.meanLoss(t) + ridge / 2 * (t[0] * t[0] + t[1] * t[1] + t[2] * t[2]);
    }

    /** The step for all coefficients that are free, 0 for the others, and the gradient times that step. */
    private double[] newtonStep(double[] t) {
        double[] means = rows.meanDerivatives(t);
        boolean[] free = rows.free();
        double[] gradient = new double[3];
        double[][] hessian = new double[3][3];
        for (int i = 0, at = 3; i < 3; i++) {
            gradient[i] = free[i] ? means[i] + ridge * t[i] : 0;
            for (int j = i; j < 3; j++, at++) {
                hessian[i][j] = hessian[j][i] = free[i] && free[j] ? means[at] : 0;
            }
            hessian[i][i] = free[i] ? hessian[i][i] + ridge : 1;
        }
        double[] step = solve(hessian, gradient, 0);
        if (step == null) {
            double trace = hessian[0][0] + hessian[1][1] + hessian[2][2];
            step = solve(hessian, gradient, 1e-12 + 1e-3 * trace); // flat: damped, still downhill
        }
        return new double[] {
            -step[0], -step[1], -step[2], -(gradient[0] * step[0] + gradient[1] * step[1] + gradient[2] * step[2])
        };
    }

    /** {@code (hessian + damping) x = gradient} by Cholesky's factors; null where they do not exist to rounding. */
    private static double[] solve(double[][] hessian, double[] gradient, double damping) {
        double[][] l = new double[3][3];
        double[] x = new double[3];
        for (int i = 0; i < 3; i++) {
            double rest = gradient[i];
            for (int j = 0; j <= i; j++) {
                double sum = hessian[i][j] + (i == j ? damping : 0);
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                if (i == j) {
                    if (!(sum > 1e-14 * (hessian[i][i] + damping))) {
                        return null;
                    }
                    l[i][i] = Math.sqrt(sum);
                } else {
                    l[i][j] = sum / l[j][j];
                    rest -= l[i][j] * x[j];
                }
            }
            x[i] = rest / l[i][i];
        }
        for (int i = 2; i >= 0; i--) {
            for (int k = i + 1; k < 3; k++) {
                x[i] -= l[k][i] * x[k];
            }
            x[i] /= l[i][i];
        }
        return x;
    }
}

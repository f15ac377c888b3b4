package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.Logistic;
import java.util.stream.IntStream;

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
    private static final double CONSTANT = 1e-12;
    private static final int MAX_STEPS = 200;
    private static final int CHUNK = 1024; // rows whose features stay in the nearest cache
    private static final int PART = 1 << 16; // rows of one partial sum
    private static final int COMPRESS_FROM = 1 << 13;
    private static final int FEW_CELLS = 4; // one more than there are coefficients

    private final RowSource rows;
    private final Features features;
    private final double totalWeight;
    private final double ridge;
    private final double[] centre; // u1 = (f1 - centre[0]) * scale[0]; u2 = (f2 - centre[1] - slope * u1) * scale[1]
    private final double[] scale;
    private final double slope;

    private LogisticRegression(RowSource rows, LogisticRegression like) {
        this.rows = rows;
        this.features = like.features;
        this.totalWeight = like.totalWeight;
        this.ridge = like.ridge;
        this.centre = like.centre;
        this.scale = like.scale;
        this.slope = like.slope;
    }

    private LogisticRegression(RowSource rows, Features features, RowSource all) {
        this.rows = rows;
        this.features = features;
        double[] sums = sum(rows, 5, this::addMoments);
        this.totalWeight = sums[0];
        this.centre = new double[2];
        this.scale = new double[2];
        if (features == Features.OFFSET) {
            scale[0] = 1;
            this.slope = 0;
        } else {
            centre[0] = features.intercept ? sums[1] / totalWeight : 0;
            centre[1] = sums[2] / totalWeight;
            double[] spread = sum(rows, 2, this::addSpread);
            scale[0] = inverseSpread(spread[0], sums[3]);
            this.slope = spread[1] / totalWeight * scale[0];
            scale[1] = inverseSpread(sum(rows, 1, this::addRest)[0], sums[4]);
        }
        this.ridge = isSeparated(all) ? RIDGE : 0;
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
        LogisticRegression start = new LogisticRegression(compressed == null ? rows : compressed, features, rows);
        double[] found = start.climb(start.start());
        if (compressed == null) {
            return start.inOriginalUnits(found);
        }
        double[] coefficients = start.inOriginalUnits(found);
        if (start.ridge == 0 && compressed.steepest(features, coefficients) < CompressedRows.STEEP) {
            return coefficients; // the sums it rests on are those of the rows
        }
        return start.inOriginalUnits(new LogisticRegression(rows, start).polish(found));
    }

    /** The log odds of the mean target: the best constant. */
    static double constant(RowSource rows) {
        return fit(rows, Features.NONE)[0];
    }

    /** The mean log likelihood of coefficients, at most 0. */
    static double meanLogLikelihood(RowSource rows, Features features, double[] coefficients) {
        double[] sums = sum(rows, 2, (count, p, second, w, wt, to) -> {
            features.fill(count, p, second);
            for (int i = 0; i < count; i++) {
                double first = features == Features.OFFSET ? 1 : coefficients[1];
                double e = coefficients[0] + first * p[i] + coefficients[2] * second[i];
                to[0] += loss(e, w[i], wt[i]);
                to[1] += w[i];
            }
        });
        return -sums[0] / sums[1];
    }

    private double inverseSpread(double square, double largest) {
        double spread = Math.sqrt(square / totalWeight);
        return spread <= CONSTANT * largest ? 0 : 1 / spread;
    }

    /** Sums over all rows, part by part and then in the order of the parts: the same on any number of threads. */
    private static double[] sum(RowSource rows, int size, Pass pass) {
        int parts = (rows.size() + PART - 1) / PART;
        IntStream numbers = IntStream.range(0, parts);
        double[][] sums = (parts > 2 ? numbers.parallel() : numbers)
                .mapToObj(part -> {
                    double[] p = new double[CHUNK];
                    double[] second = new double[CHUNK];
                    double[] w = new double[CHUNK];
                    double[] wt = new double[CHUNK];
                    double[] partial = new double[size];
                    int end = Math.min((part + 1) * PART, rows.size());
                    for (int from = part * PART; from < end; from += CHUNK) {
                        int count = Math.min(CHUNK, end - from);
                        rows.load(from, count, p, w, wt);
                        pass.add(count, p, second, w, wt, partial);
                    }
                    return partial;
                })
                .toArray(double[][]::new);
        double[] total = sums[0];
        for (int part = 1; part < parts; part++) {
            for (int i = 0; i < size; i++) {
                total[i] += sums[part][i];
            }
        }
        return total;
    }

    /** What is added up over a chunk of rows. */
    private interface Pass {
        void add(int count, double[] p, double[] second, double[] w, double[] wt, double[] to);
    }

    private void addMoments(int count, double[] p, double[] second, double[] w, double[] wt, double[] to) {
        features.fill(count, p, second);
        double largest = 0;
        double largestSecond = 0;
        for (int i = 0; i < count; i++) {
            to[0] += w[i];
            to[1] += w[i] * p[i];
            to[2] += w[i] * second[i];
            if (w[i] > 0) {
                largest = Math.max(largest, Math.abs(p[i]));
                largestSecond = Math.max(largestSecond, Math.abs(second[i]));
            }
        }
        // a sum of the chunks' largest: a size is all that is wanted, and sums are what parts are joined by
        to[3] += largest;
        to[4] += largestSecond;
    }

    /** About the centres, in a pass of its own: a difference of raw moments would leave noise where a feature is constant. */
    private void addSpread(int count, double[] p, double[] second, double[] w, double[] wt, double[] to) {
        features.fill(count, p, second);
        for (int i = 0; i < count; i++) {
            double d = p[i] - centre[0];
            to[0] += w[i] * d * d;
            to[1] += w[i] * d * (second[i] - centre[1]);
        }
    }

    private void addRest(int count, double[] p, double[] second, double[] w, double[] wt, double[] to) {
        features.fill(count, p, second);
        for (int i = 0; i < count; i++) {
            double rest = second[i] - centre[1] - slope * ((p[i] - centre[0]) * scale[0]);
            to[0] += w[i] * rest * rest;
        }
    }

    private double[] start() {
        double[] start = new double[3];
        if (features == Features.OFFSET) {
            start[1] = 1;
        } else if (features.intercept) {
            double target = sum(rows, 1, (count, p, second, w, wt, to) -> {
                for (int i = 0; i < count; i++) {
                    to[0] += wt[i];
                }
            })[0];
            start[0] = Logistic.logit(Math.min(Math.max(target / totalWeight, 0), 1));
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
        double sum = sum(rows, 1, (count, p, second, w, wt, to) -> {
            features.fill(count, p, second);
            for (int i = 0; i < count; i++) {
                double u = (p[i] - centre[0]) * scale[0];
                double v = (second[i] - centre[1] - slope * u) * scale[1];
                to[0] += loss(t[0] + t[1] * u + t[2] * v, w[i], wt[i]);
            }
        })[0];
        return sum / totalWeight + ridge / 2 * (t[0] * t[0] + t[1] * t[1] + t[2] * t[2]);
    }

    /** {@code -wt ln q - (w-wt) ln(1-q)} as terms that never cancel. */
    private static double loss(double e, double w, double wt) {
        return (w - wt) * Logistic.softplus(e) + wt * Logistic.softplus(-e);
    }

    /** The step for all coefficients that are free, 0 for the others, and the gradient times that step. */
    private double[] newtonStep(double[] t) {
        double[] sums = sum(rows, 9, (count, p, second, w, wt, to) -> addDerivatives(t, count, p, second, w, wt, to));
        boolean[] free = {features.intercept, scale[0] > 0 && features != Features.OFFSET, scale[1] > 0};
        double[] gradient = new double[3];
        double[][] hessian = new double[3][3];
        for (int i = 0, at = 3; i < 3; i++) {
            gradient[i] = free[i] ? sums[i] / totalWeight + ridge * t[i] : 0;
            for (int j = i; j < 3; j++, at++) {
                hessian[i][j] = hessian[j][i] = free[i] && free[j] ? sums[at] / totalWeight : 0;
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

    private void addDerivatives(
            double[] t, int count, double[] p, double[] second, double[] w, double[] wt, double[] to) {
        features.fill(count, p, second);
        if (features.count == 2) {
            addPlane(t, count, p, second, w, wt, to);
        } else {
            addLine(t, count, p, w, wt, to);
        }
    }

    private void addLine(double[] t, int count, double[] p, double[] w, double[] wt, double[] to) {
        double c = centre[0];
        double s = scale[0];
        double t0 = t[0];
        double t1 = t[1];
        double g0 = 0;
        double g1 = 0;
        double h00 = 0;
        double h01 = 0;
        double h11 = 0;
        for (int i = 0; i < count; i++) {
            double u = (p[i] - c) * s;
            double e = t0 + t1 * u;
            double exp = Math.exp(-Math.abs(e)); // never overflows, and the smaller of q and 1-q keeps its digits
            double large = 1 / (1 + exp);
            double small = exp * large;
            double q = e >= 0 ? large : small;
            double notQ = e >= 0 ? small : large;
            double g = (w[i] - wt[i]) * q - wt[i] * notQ;
            double h = w[i] * (large * small);
            double hu = h * u;
            g0 += g;
            g1 += g * u;
            h00 += h;
            h01 += hu;
            h11 += hu * u;
        }
        to[0] += g0;
        to[1] += g1;
        to[3] += h00;
        to[4] += h01;
        to[6] += h11;
    }

    private void addPlane(double[] t, int count, double[] p, double[] second, double[] w, double[] wt, double[] to) {
        double[] s = new double[9];
        for (int i = 0; i < count; i++) {
            double u = (p[i] - centre[0]) * scale[0];
            double v = (second[i] - centre[1] - slope * u) * scale[1];
            double e = t[0] + t[1] * u + t[2] * v;
            double exp = Math.exp(-Math.abs(e));
            double large = 1 / (1 + exp);
            double small = exp * large;
            double q = e >= 0 ? large : small;
            double notQ = e >= 0 ? small : large;
            double g = (w[i] - wt[i]) * q - wt[i] * notQ;
            double h = w[i] * (large * small);
            s[0] += g;
            s[1] += g * u;
            s[2] += g * v;
            s[3] += h;
            s[4] += h * u;
            s[5] += h * v;
            s[6] += h * u * u;
            s[7] += h * u * v;
            s[8] += h * v * v;
        }
        for (int k = 0; k < 9; k++) {
            to[k] += s[k];
        }
    }

    private double[] inOriginalUnits(double[] t) {
        if (features == Features.OFFSET) {
            return new double[] {t[0], 1, 0};
        }
        double second = t[2] * scale[1];
        double first = (t[1] - second * slope) * scale[0];
        double intercept = features.intercept ? t[0] - first * centre[0] - second * centre[1] : 0;
        return new double[] {intercept, first, second};
    }

    /** Whether the likelihood has no finite optimum. */
    private boolean isSeparated(RowSource all) {
        if (rows instanceof CompressedRows compressed) {
            if (features == Features.LOGIT_ONLY ? compressed.positiveOnBothSides() : compressed.overlaps()) {
                return false;
            }
        }
        return Separation.of(all, features, scale[0] > 0, scale[1] > 0);
    }
}

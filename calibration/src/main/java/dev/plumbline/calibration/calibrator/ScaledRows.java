package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.Logistic;
import java.util.stream.IntStream;

/**
 * Rows with features that are centred, scaled and made orthogonal, and the sums over them that a logistic fit needs. Sums are taken in an
 * order that depends on the number of rows only.
 *
 * <p>A feature that does not vary (1e-12 of its size), or only with the other one, has scale 0.
 */
final class ScaledRows {

    private static final double CONSTANT = 1e-12;
    private static final int CHUNK = 1024; // rows whose features stay in the nearest cache
    private static final int PART = 1 << 16; // rows of one partial sum

    private final RowSource rows;
    private final Features features;
    private final double totalWeight;
    private final double[] centre; // u1 = (f1 - centre[0]) * scale[0]; u2 = (f2 - centre[1] - slope * u1) * scale[1]
    private final double[] scale;
    private final double slope;

    private ScaledRows(RowSource rows, ScaledRows like) {
        this.rows = rows;
        this.features = like.features;
        this.totalWeight = like.totalWeight;
        this.centre = like.centre;
        this.scale = like.scale;
        this.slope = like.slope;
    }

    ScaledRows(RowSource rows, Features features) {
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
    }

    /** Other rows on the scale of these. */
    ScaledRows with(RowSource others) {
        return new ScaledRows(others, this);
    }

    /** Which of intercept, first and second coefficient can be fitted. */
    boolean[] free() {
        return new boolean[] {features.intercept, scale[0] > 0 && features != Features.OFFSET, scale[1] > 0};
    }

    /** Whether the likelihood of all rows, of which these may be a compression, has no finite optimum. */
    boolean isSeparated(RowSource all) {
        if (rows instanceof CompressedRows compressed) {
            if (features == Features.LOGIT_ONLY ? compressed.positiveOnBothSides() : compressed.overlaps()) {
                return false;
            }
        }
        return Separation.of(all, features, scale[0] > 0, scale[1] > 0);
    }

    double meanTarget() {
        double target = sum(rows, 1, (count, p, second, w, wt, to) -> {
            for (int i = 0; i < count; i++) {
                to[0] += wt[i];
            }
        })[0];
        return Math.min(Math.max(target / totalWeight, 0), 1);
    }

    /** The mean negative log likelihood of scaled coefficients. */
    double meanLoss(double[] t) {
        double sum = sum(rows, 1, (count, p, second, w, wt, to) -> {
            features.fill(count, p, second);
            for (int i = 0; i < count; i++) {
                double u = (p[i] - centre[0]) * scale[0];
                double v = (second[i] - centre[1] - slope * u) * scale[1];
                to[0] += loss(t[0] + t[1] * u + t[2] * v, w[i], wt[i]);
            }
        })[0];
        return sum / totalWeight;
    }

    /** The mean gradient of the negative log likelihood (three numbers), then the upper triangle of its Hessian, row by row (six). */
    double[] meanDerivatives(double[] t) {
        double[] sums = sum(rows, 9, (count, p, second, w, wt, to) -> addDerivatives(t, count, p, second, w, wt, to));
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= totalWeight;
        }
        return sums;
    }

    /** Coefficients of the features as they are: intercept, first, second. */
    double[] inOriginalUnits(double[] t) {
        if (features == Features.OFFSET) {
            return new double[] {t[0], 1, 0};
        }
        double second = t[2] * scale[1];
        double first = (t[1] - second * slope) * scale[0];
        double intercept = features.intercept ? t[0] - first * centre[0] - second * centre[1] : 0;
        return new double[] {intercept, first, second};
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

    /** {@code -wt ln q - (w-wt) ln(1-q)} as terms that never cancel. */
    private static double loss(double e, double w, double wt) {
        return (w - wt) * Logistic.softplus(e) + wt * Logistic.softplus(-e);
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
}

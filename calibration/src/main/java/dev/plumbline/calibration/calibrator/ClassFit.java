package dev.plumbline.calibration.calibrator;

/** Newton's method for the maps of class probabilities. */
final class ClassFit {

    private static final double PENALTY = 2;
    private static final double RIDGE = 1e-6;
    private static final double NONE = 1e-9;
    private static final int MOST_CLASSES = 30;
    private static final int MAX_STEPS = 200;

    private final ClassSample sample;
    private final int classes;
    private final boolean matrix;
    private final int perClass; // coefficients of one class: of the log probabilities, then the intercept
    private final double scale; // makes the mean weight 1

    private ClassFit(ClassSample sample, boolean matrix) {
        this.sample = sample;
        this.classes = sample.classes();
        this.matrix = matrix;
        this.perClass = matrix ? classes + 1 : 2;
        double total = 0;
        for (double weight : sample.weight) {
            total += weight;
        }
        this.scale = sample.size() / total;
    }

    /** One row per class: its coefficients of all log probabilities (0 where it has none), then its intercept. */
    static double[][] fit(ClassSample sample, boolean matrix) {
        if (sample.classes() > MOST_CLASSES) {
            throw new IllegalArgumentException("classes must be at most " + MOST_CLASSES + ", got " + sample.classes());
        }
        ClassFit fit = new ClassFit(sample, matrix);
        double[] at = fit.climb();
        double[][] rows = new double[fit.classes][fit.classes + 1];
        for (int k = 0; k < fit.classes; k++) {
            for (int j = 0; j < fit.perClass - 1; j++) {
                rows[k][matrix ? j : k] = at[k * fit.perClass + j];
            }
            rows[k][fit.classes] = at[k * fit.perClass + fit.perClass - 1];
        }
        return rows;
    }

    /** T of maximum likelihood; infinite where none exists. */
    static double temperature(ClassSample sample) {
        double ridge = largestAlwaysRight(sample) ? RIDGE : 0;
        double low = 0; // the derivative in 1/T is above 0 here ...
        double high = Double.POSITIVE_INFINITY; // ... and not above it there
        if (slope(sample, 0, 0)[0] <= NONE * slope(sample, 0, 0)[1]) {
            return Double.POSITIVE_INFINITY;
        }
        double at = 1;
        for (int step = 0; step < MAX_STEPS; step++) {
            double[] slope = slope(sample, at, ridge);
            if (slope[0] > 0) {
                low = at;
            } else {
                high = at;
            }
            double next = at + slope[0] / slope[1];
            if (!(next > low && next < high)) { // Newton left the bracket: by halves, or doubled while there is no end
                next = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * at;
            }
            if (Math.abs(next - at) <= 1e-14 * at) {
                break;
            }
            at = next;
        }
        return 1 / at;
    }

    private static boolean largestAlwaysRight(ClassSample sample) {
        for (int i = 0; i < sample.size(); i++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (double log : sample.logs[i]) {
                largest = Math.max(largest, log);
            }
            for (int k = 0; k < sample.classes; k++) {
                if (sample.weight[i] > 0 && sample.outcome[i][k] > 0 && sample.logs[i][k] < largest) {
                    return false;
                }
            }
        }
        return true;
    }

    /** First and negative second derivative of the mean log likelihood in 1/T. */
    private static double[] slope(ClassSample sample, double inverse, double ridge) {
        double first = 0;
        double second = 0;
        double total = 0;
        double[] q = new double[sample.classes];
        for (int i = 0; i < sample.size(); i++) {
            double mean = 0;
            double seen = 0;
            double spread = 0;
            for (int k = 0; k < q.length; k++) {
                q[k] = inverse * sample.logs[i][k];
            }
            ClassCalibrator.softmax(q);
            for (int k = 0; k < q.length; k++) {
                mean += q[k] * sample.logs[i][k];
                seen += sample.outcome[i][k] * sample.logs[i][k];
            }
            for (int k = 0; k < q.length; k++) {
                spread += q[k] * (sample.logs[i][k] - mean) * (sample.logs[i][k] - mean);
            }
            first += sample.weight[i] * (seen - mean);
            second += sample.weight[i] * spread;
            total += sample.weight[i];
        }
        return new double[] {first / total - ridge * inverse, second / total + ridge};
    }

    private double[] climb() {
        int n = classes * perClass;
        double[] at = new double[n];
        for (int c = 0; c < n; c++) {
            at[c] = target(c);
        }
        double value = value(at);
        for (int step = 0; step < MAX_STEPS; step++) {
            double[] gradient = new double[n];
            double[][] hessian = new double[n][n];
            derivatives(at, gradient, hessian);
            double[] d = solve(hessian, gradient);
            double size = 0;
            double descent = 0;
            for (int c = 0; c < n; c++) {
                size = Math.max(size, Math.abs(d[c]));
                descent += d[c] * gradient[c];
            }
            double length = 1;
            double[] next = moved(at, d, length);
            double nextValue = value(next);
            while (size > 1e-6 && length > 1e-12 && !(nextValue <= value - 1e-4 * length * descent + 1e-14 * value)) {
                length /= 2;
                next = moved(at, d, length);
                nextValue = value(next);
            }
            at = next;
            value = nextValue;
            if (size < 1e-10 || length <= 1e-12) {
                break;
            }
        }
        return at;
    }

    private static double[] moved(double[] at, double[] d, double length) {
        double[] to = at.clone();
        for (int c = 0; c < to.length; c++) {
            to[c] -= length * d[c];
        }
        return to;
    }

    /** What a coefficient is held at: that of the map which leaves alone. */
    private double target(int c) {
        int j = c % perClass;
        return j < perClass - 1 && (!matrix || j == c / perClass) ? 1 : 0;
    }

    private double penalty(int c) {
        int j = c % perClass;
        boolean apart = matrix && j < classes && j != c / perClass;
        return apart ? PENALTY * (classes - 1) : PENALTY;
    }

    private double input(int row, int k, int j) {
        return j == perClass - 1 ? 1 : sample.logs[row][matrix ? j : k];
    }

    private void scores(double[] at, int row, double[] scores) {
        for (int k = 0; k < classes; k++) {
            double score = 0;
            for (int j = 0; j < perClass; j++) {
                score += at[k * perClass + j] * input(row, k, j);
            }
            scores[k] = score;
        }
    }

    private double value(double[] at) {
        double sum = 0;
        double[] scores = new double[classes];
        for (int i = 0; i < sample.size(); i++) {
            scores(at, i, scores);
            double largest = Double.NEGATIVE_INFINITY;
            double seen = 0;
            for (int k = 0; k < classes; k++) {
                largest = Math.max(largest, scores[k]);
                seen += sample.outcome[i][k] * scores[k];
            }
            double exps = 0;
            double shares = 0;
            for (int k = 0; k < classes; k++) {
                exps += Math.exp(scores[k] - largest);
                shares += sample.outcome[i][k];
            }
            sum += sample.weight[i] * scale * (shares * (largest + Math.log(exps)) - seen);
        }
        for (int c = 0; c < at.length; c++) {
            sum += penalty(c) * (at[c] - target(c)) * (at[c] - target(c));
        }
        return sum;
    }

    private void derivatives(double[] at, double[] gradient, double[][] hessian) {
        double[] q = new double[classes];
        for (int i = 0; i < sample.size(); i++) {
            double w = sample.weight[i] * scale;
            if (w == 0) {
                continue;
            }
            scores(at, i, q);
            ClassCalibrator.softmax(q);
            for (int k = 0; k < classes; k++) {
                for (int j = 0; j < perClass; j++) {
                    int c = k * perClass + j;
                    double in = w * input(i, k, j);
                    gradient[c] += in * (q[k] - sample.outcome[i][k]);
                    for (int l = 0; l <= k; l++) {
                        double curve = in * (k == l ? q[k] * (1 - q[k]) : -q[k] * q[l]);
                        for (int m = 0; m < perClass; m++) {
                            hessian[c][l * perClass + m] += curve * input(i, l, m);
                        }
                    }
                }
            }
        }
        for (int c = 0; c < gradient.length; c++) {
            gradient[c] += 2 * penalty(c) * (at[c] - target(c));
            hessian[c][c] += 2 * penalty(c);
        }
    }

    /** {@code hessian x = gradient} by Cholesky's factors of its lower half; the penalty keeps it positive. */
    private static double[] solve(double[][] hessian, double[] gradient) {
        int n = gradient.length;
        double[] x = gradient.clone();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = hessian[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= hessian[i][k] * hessian[j][k];
                }
                hessian[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-300)) : sum / hessian[j][j];
                if (j < i) {
                    x[i] -= hessian[i][j] * x[j];
                }
            }
            x[i] /= hessian[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                x[i] -= hessian[k][i] * x[k];
            }
            x[i] /= hessian[i][i];
        }
        return x;
    }
}

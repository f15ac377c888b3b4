package dev.plumbline.calibration;

/** The likelihood of a line on the log-odds scale over positions: one exponential a position for each look at it. */
final class LogitLine {

    private static final int STEPS = 20;

    private final double[] z;
    private final double[] weight;
    private final double[] target;

    LogitLine(double[] z, double[] weight, double[] target) {
        this.z = z;
        this.weight = weight;
        this.target = target;
    }

    /** Newton's steps from a place within 1e-6 of the optimum, for both coefficients or the intercept alone. */
    double[] polish(double intercept, double slope, boolean both) {
        double a = intercept;
        double b = slope;
        for (int step = 0; step < STEPS; step++) {
            double[] d = newtonStep(a, b, both);
            a += d[0];
            b += d[1];
            // each step squares what is missing
            if (Math.abs(d[0]) <= 1e-5 * (1 + Math.abs(a)) && Math.abs(d[1]) <= 1e-5 * (1 + Math.abs(b))) {
                break;
            }
        }
        return new double[] {a, b};
    }

    private double[] newtonStep(double intercept, double slope, boolean both) {
        double gA = 0;
        double gB = 0;
        double hAA = 0;
        double hAB = 0;
        double hBB = 0;
        for (int k = 0; k < z.length; k++) {
            double u = z[k];
            double e = intercept + slope * u;
            double exp = Math.exp(-Math.abs(e));
            double large = 1 / (1 + exp);
            double small = exp * large; // the smaller of q and 1-q keeps its digits
            double q = e >= 0 ? large : small;
            double notQ = e >= 0 ? small : large;
            double w = weight[k];
            double t = target[k];
            double g = (w - t) * q - t * notQ;
            double h = w * (large * small);
            double hu = h * u;
            gA += g;
            gB += g * u;
            hAA += h;
            hAB += hu;
            hBB += hu * u;
        }
        if (!both) {
            return new double[] {hAA > 0 ? -gA / hAA : 0, 0};
        }
        double determinant = hAA * hBB - hAB * hAB;
        if (!(determinant > 1e-14 * hAA * hBB)) {
            return new double[] {0, 0}; // flat to rounding: the start is as good as any
        }
        return new double[] {-(hBB * gA - hAB * gB) / determinant, -(hAA * gB - hAB * gA) / determinant};
    }

    /** Fills in the fitted probabilities. */
    void probabilities(double intercept, double slope, double[] q) {
        for (int k = 0; k < z.length; k++) {
            q[k] = Logistic.sigmoid(intercept + slope * z[k]);
        }
    }

    /** Fills in the fitted probabilities and {@code softplus} of the line. */
    void probabilities(double intercept, double slope, double[] q, double[] softplus) {
        for (int k = 0; k < z.length; k++) {
            double e = intercept + slope * z[k];
            double exp = Math.exp(-Math.abs(e));
            double large = 1 / (1 + exp);
            q[k] = e >= 0 ? large : exp * large;
            softplus[k] = Math.max(e, 0) + Logistic.log1p(exp);
        }
    }
}

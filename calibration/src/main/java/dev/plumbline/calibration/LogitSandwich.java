package dev.plumbline.calibration;

/**
 * The covariance {@code H^-1 J H^-1} of a fitted line on the log-odds scale, see {@link CoxRecalibration}.
 *
 * @param interceptError standard error of the intercept
 * @param slopeError standard error of the slope; 0 when it was not fitted
 * @param optimism trace of J H^-1, at least 0
 */
record LogitSandwich(double interceptError, double slopeError, double optimism) {

    static LogitSandwich of(SortedRows rows, double[] z, double intercept, double slope, boolean both) {
        int n = rows.size();
        double[] q = new double[n];
        NeumaierSum aa = new NeumaierSum();
        NeumaierSum ab = new NeumaierSum();
        NeumaierSum bb = new NeumaierSum();
        for (int i = 0; i < n; i++) {
            q[i] = Logistic.sigmoid(intercept + slope * z[i]);
            double d = rows.w[i] * q[i] * (1 - q[i]);
            aa.add(d);
            ab.add(d * z[i]);
            bb.add(d * z[i] * z[i]);
        }
        double a = aa.value();
        double b = both ? ab.value() : 0;
        double c = both ? bb.value() : 1;
        double determinant = a * c - b * b;
        if (!(determinant > 0)) {
            return new LogitSandwich(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, both ? 2 : 1);
        }
        // rows of the inverse of H
        double iaa = c / determinant;
        double iab = -b / determinant;
        double ibb = both ? a / determinant : 0;
        double[] score = new double[n];
        for (int i = 0; i < n; i++) {
            double d = q[i] * (1 - q[i]);
            double leverage = rows.w[i] * d * (iaa + z[i] * (2 * iab + ibb * z[i]));
            score[i] = rows.w[i] * (rows.y[i] - q[i]) / Math.max(1 - leverage, 1e-3);
        }
        double errorA = rows.standardError(i -> score[i] * (iaa + iab * z[i]));
        double errorB = both ? rows.standardError(i -> score[i] * (iab + ibb * z[i])) : 0;
        // trace of J H^-1 by its two rows: sum over units of s_a (H^-1 s)_a + s_b (H^-1 s)_b
        double optimism = rows.sumOfProducts(i -> score[i], i -> score[i] * (iaa + iab * z[i]));
        if (both) {
            optimism += rows.sumOfProducts(i -> score[i] * z[i], i -> score[i] * (iab + ibb * z[i]));
        }
        return new LogitSandwich(errorA, errorB, Math.max(0, optimism));
    }
}

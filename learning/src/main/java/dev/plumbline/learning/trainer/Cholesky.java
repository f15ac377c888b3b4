package dev.plumbline.learning.trainer;

/** Cholesky's factorisation A = L L' of a symmetric positive definite matrix, in place, lower triangle. */
final class Cholesky {

    private Cholesky() {}

    /** Overwrites the lower triangle with L; false if the matrix is not positive definite to working precision. */
    static boolean factor(double[][] a) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i][k] * a[j][k];
                }
                if (j < i) {
                    a[i][j] = sum / a[j][j];
                } else if (sum > 1e-14 * Math.abs(a[i][i]) && sum < Double.POSITIVE_INFINITY) {
                    a[i][i] = Math.sqrt(sum);
                } else {
                    return false;
                }
            }
        }
        return true;
    }

    /** Overwrites {@code v} with the x of A x = v. */
    static void solve(double[][] l, double[] v) {
        int n = v.length;
        for (int i = 0; i < n; i++) {
            double sum = v[i];
            for (int k = 0; k < i; k++) {
                sum -= l[i][k] * v[k];
            }
            v[i] = sum / l[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = v[i];
            for (int k = i + 1; k < n; k++) {
                sum -= l[k][i] * v[k];
            }
            v[i] = sum / l[i][i];
        }
    }
}

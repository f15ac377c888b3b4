package dev.plumbline.calibration;

/**
 * The cosine transform {@code X_k = sum_j a_j cos(pi k j / N)}, k and j from 0 to N, N a power of two: the real part of the
 * Fourier transform of the even sequence of length 2N (Cooley and Tukey 1965, doi:10.1090/S0025-5718-1965-0178586-1).
 *
 * <p>The even sequence is packed as complex numbers of half its length, so one transform of length N does the work.
 */
final class CosineTransform {

    private final int n;
    private final double[] cos; // cos(pi i / n), i = 0 .. n
    private final double[] re;
    private final double[] im;

    CosineTransform(int n) {
        this.n = n;
        this.cos = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            cos[i] = Math.cos(Math.PI * i / n);
        }
        this.re = new double[n];
        this.im = new double[n];
    }

    /** Transforms by size, each made when first asked for. For one thread. */
    static final class Pool {
        private final CosineTransform[] bySize = new CosineTransform[Integer.SIZE];

        CosineTransform of(int n) {
            int place = Integer.numberOfTrailingZeros(n);
            if (bySize[place] == null) {
                bySize[place] = new CosineTransform(n);
            }
            return bySize[place];
        }
    }

    /** @param a n + 1 values, replaced by their transform */
    void transform(double[] a) {
        // half weights: inner terms stand twice in the even sequence of length 2n, the ends once
        int bits = 31 - Integer.numberOfLeadingZeros(n);
        for (int m = 0; m < n; m++) {
            int place = n == 1 ? 0 : Integer.reverse(m) >>> (32 - bits);
            re[place] = even(a, 2 * m);
            im[place] = even(a, 2 * m + 1);
        }
        butterflies();
        for (int k = 0; k <= n / 2; k++) {
            int other = (n - k) & (n - 1);
            int at = k & (n - 1);
            // F_even and F_odd of the packed sequence, then X_k = Re(F_even + exp(-i pi k/n) F_odd)
            double evenRe = (re[at] + re[other]) / 2;
            double oddRe = (im[at] + im[other]) / 2;
            double oddIm = -(re[at] - re[other]) / 2;
            double turned = cos[k] * oddRe + sine(k) * oddIm;
            a[k] = evenRe + turned;
            a[n - k] = evenRe - turned; // exp(-i pi (n-k)/n) is minus the conjugate, and F at n-k the conjugate
        }
    }

    private double even(double[] a, int j) {
        return j == 0 || j == n ? a[j] : a[j < n ? j : 2 * n - j] / 2;
    }

    /** sin(pi k / n) for k up to n. */
    private double sine(int k) {
        int quarter = n / 2;
        return k <= quarter ? cos[quarter - k] : cos[k - quarter];
    }

    private void butterflies() {
        for (int half = 1; half < n; half *= 2) {
            int step = n / half; // exp(-i pi j/half) = exp(-i pi (j step)/n)
            for (int j = 0; j < half; j++) {
                double c = cos[j * step];
                double s = n == 1 ? 0 : -sine(j * step);
                for (int i = j; i < n; i += 2 * half) {
                    int k = i + half;
                    double x = c * re[k] - s * im[k];
                    double y = c * im[k] + s * re[k];
                    re[k] = re[i] - x;
                    im[k] = im[i] - y;
                    re[i] += x;
                    im[i] += y;
                }
            }
        }
    }
}

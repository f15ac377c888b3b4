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
    private final double[] sin; // sin(pi i / n), i = 0 .. n
    private final int[] reversed;
    private final double[] re;
    private final double[] im;

    CosineTransform(int n) {
        this.n = n;
        this.cos = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            cos[i] = Math.cos(Math.PI * i / n);
        }
        this.sin = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            sin[i] = i <= n / 2 ? cos[n / 2 - i] : cos[i - n / 2];
        }
        this.reversed = new int[n];
        int bits = 31 - Integer.numberOfLeadingZeros(n);
        for (int m = 1; m < n; m++) {
            reversed[m] = Integer.reverse(m) >>> (32 - bits);
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
        for (int m = 0; m < n; m++) {
            int place = reversed[m];
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
            double turned = cos[k] * oddRe + sin[k] * oddIm;
            a[k] = evenRe + turned;
            a[n - k] = evenRe - turned; // exp(-i pi (n-k)/n) is minus the conjugate, and F at n-k the conjugate
        }
    }

    private double even(double[] a, int j) {
        return j == 0 || j == n ? a[j] : a[j < n ? j : 2 * n - j] / 2;
    }

    private void butterflies() {
        for (int i = 0; i + 1 < n; i += 2) {
            double x = re[i + 1];
            double y = im[i + 1];
            re[i + 1] = re[i] - x;
            im[i + 1] = im[i] - y;
            re[i] += x;
            im[i] += y;
        }
        for (int half = 2; half < n; half *= 2) {
            int step = n / half; // exp(-i pi j/half) = exp(-i pi (j step)/n)
            for (int block = 0; block < n; block += 2 * half) {
                int turn = 0;
                for (int i = block; i < block + half; i++) {
                    int k = i + half;
                    double c = cos[turn];
                    double s = sin[turn];
                    turn += step;
                    double x = c * re[k] + s * im[k];
                    double y = c * im[k] - s * re[k];
                    re[k] = re[i] - x;
                    im[k] = im[i] - y;
                    re[i] += x;
                    im[i] += y;
                }
            }
        }
    }
}

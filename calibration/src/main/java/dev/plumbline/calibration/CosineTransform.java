package dev.plumbline.calibration;

/**
 * The cosine transform {@code X_k = sum_j a_j cos(pi k j / N)}, k and j from 0 to N, N a power of two from 2 on.
 *
 * <p>Folded about the middle, with the ends doubled, the values become a real sequence of length N whose Fourier transform has
 * the even X as real parts and the steps between the odd X as imaginary parts (Press et al. 1992, Numerical Recipes, section 12.3); as N/2
 * complex numbers that is one transform of half the length (Cooley and Tukey 1965, doi:10.1090/S0025-5718-1965-0178586-1).
 */
final class CosineTransform {

    private final int n;
    private final double[] cos; // cos(pi i / n), i = 0 .. n
    private final double[] sin; // sin(pi i / n), i = 0 .. n
    private final int[] reversed;
    private final double[] re;
    private final double[] im;
    private final double[] folded;

    CosineTransform(int n) {
        this.n = n;
        this.cos = new double[n + 1];
        this.sin = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            cos[i] = Math.cos(Math.PI * i / n);
        }
        for (int i = 0; i <= n; i++) {
            sin[i] = i <= n / 2 ? cos[n / 2 - i] : cos[i - n / 2];
        }
        int half = n / 2;
        int bits = 31 - Integer.numberOfLeadingZeros(half);
        this.reversed = new int[half];
        for (int m = 1; m < half; m++) {
            reversed[m] = Integer.reverse(m) >>> (32 - bits);
        }
        this.re = new double[half];
        this.im = new double[half];
        this.folded = new double[n];
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
        double odd = a[0] - a[n];
        folded[0] = a[0] + a[n];
        // y_j = (a_j + a_(n-j))/2 - sin(pi j/n) (a_j - a_(n-j)); the first odd X is summed as it stands
        for (int j = 1; j <= n / 2; j++) {
            double sum = (a[j] + a[n - j]) / 2;
            double difference = a[j] - a[n - j];
            double turned = sin[j] * difference;
            folded[j] = sum - turned;
            folded[n - j] = sum + turned;
            odd += j < n / 2 ? cos[j] * difference : 0;
        }
        int half = n / 2;
        for (int m = 0; m < half; m++) {
            int place = reversed[m];
            re[place] = folded[2 * m];
            im[place] = folded[2 * m + 1];
        }
        butterflies(half);
        a[0] = re[0] + im[0];
        a[n] = re[0] - im[0];
        a[1] = odd;
        for (int k = 1; k < half; k++) {
            int other = half - k;
            // the spectrum of the even and of the odd places, then Y_k = E + exp(-2 pi i k/n) O
            double evenRe = (re[k] + re[other]) / 2;
            double evenIm = (im[k] - im[other]) / 2;
            double oddRe = (im[k] + im[other]) / 2;
            double oddIm = -(re[k] - re[other]) / 2;
            double c = cos[2 * k];
            double s = sin[2 * k];
            a[2 * k] = evenRe + c * oddRe + s * oddIm;
            odd -= evenIm + c * oddIm - s * oddRe;
            a[2 * k + 1] = odd;
        }
    }

    private void butterflies(int size) {
        for (int i = 0; i + 1 < size; i += 2) {
            double x = re[i + 1];
            double y = im[i + 1];
            re[i + 1] = re[i] - x;
            im[i + 1] = im[i] - y;
            re[i] += x;
            im[i] += y;
        }
        for (int half = 2; half < size; half *= 2) {
            int step = n / half; // exp(-i pi j/half) = exp(-i pi (j step)/n)
            for (int block = 0; block < size; block += 2 * half) {
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

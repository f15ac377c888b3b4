package dev.plumbline.learning.skew;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether two sets of rows that were counted into the same cells may come from one distribution.
 *
 * <p>Ordered cells: the two-sample Kolmogorov-Smirnov statistic {@code max |F(c) - G(c)|}, looked at between cells only, so it is at
 * most that of the rows, and the p-value is never too small for that. With N = n m / (n + m) rows the p-value is
 * {@code 2 sum_k (-1)^(k-1) exp(-2 k^2 l^2)} at {@code l = (sqrt N + 0.12 + 0.11 / sqrt N) D} (Stephens 1970, J. R. Stat. Soc. B 32,
 * 115-122). Rows that lack the value stand below all others.
 *
 * <p>Unordered cells: Pearson's chi-squared statistic of the two rows of counts; cells where fewer than five rows are expected
 * in either set count as one.
 *
 * <p>Rows are taken as independent: where many predictions are about one thing, p-values come out too small.
 *
 * @param test {@code kolmogorov-smirnov} or {@code chi-squared}
 * @param statistic 0 for equal shares; the first at most 1
 * @param pValue chance of a statistic as large if nothing differs
 * @param stability the population stability index, see {@link #stability}
 */
public record TwoSample(String test, double statistic, double pValue, double stability) {

    private static final int LEAST_EXPECTED = 5;
    private static final int BINS = 10;

    static TwoSample of(Distribution training, long[] serving) {
        long[] counts = training.counts();
        double psi = stability(training, serving);
        return training.ordered() ? kolmogorovSmirnov(counts, serving, psi) : chiSquared(counts, serving, psi);
    }

    private static TwoSample kolmogorovSmirnov(long[] a, long[] b, double psi) {
        double n = Arrays.stream(a).sum();
        double m = Arrays.stream(b).sum();
        double f = 0;
        double g = 0;
        double largest = 0;
        for (int c = 0; c < a.length; c++) {
            f += a[c];
            g += b[c];
            largest = Math.max(largest, Math.abs(f / n - g / m));
        }
        double root = Math.sqrt(n * m / (n + m));
        return new TwoSample("kolmogorov-smirnov", largest, tail((root + 0.12 + 0.11 / root) * largest), psi);
    }

    /** The chance that the supremum of a Brownian bridge exceeds z. */
    static double tail(double z) {
        if (z < 0.2) {
            return 1; // 1 - 10^-13 at 0.2; the series below would need ever more terms
        }
        double sum = 0;
        for (int k = 1; k <= 100; k++) {
            double term = 2 * Math.exp(-2.0 * k * k * z * z);
            sum += k % 2 == 1 ? term : -term;
        }
        return Math.max(Double.MIN_NORMAL, Math.min(1, sum));
    }

    private static TwoSample chiSquared(long[] a, long[] b, double psi) {
        double n = Arrays.stream(a).sum();
        double m = Arrays.stream(b).sum();
        double statistic = 0;
        int cells = 0;
        double[] rare = new double[2];
        for (int c = 0; c <= a.length; c++) {
            boolean last = c == a.length;
            double x = last ? rare[0] : a[c];
            double y = last ? rare[1] : b[c];
            double expected = (x + y) * Math.min(n, m) / (n + m);
            if (!last && expected < LEAST_EXPECTED) {
                rare[0] += x;
                rare[1] += y;
            } else if (x + y > 0) {
                double inA = (x + y) * n / (n + m);
                double inB = (x + y) * m / (n + m);
                statistic += (x - inA) * (x - inA) / inA + (y - inB) * (y - inB) / inB;
                cells++;
            }
        }
        double pValue = cells < 2 ? 1 : ChiSquaredDistribution.of(cells - 1).survivalProbability(statistic);
        return new TwoSample("chi-squared", statistic, Math.max(Double.MIN_NORMAL, pValue), psi);
    }

    /**
     * The population stability index {@code sum_b (q_b - p_b) ln(q_b / p_b)} of training shares p and serving shares q: how much,
     * not how surely, two distributions differ; 0 for equal shares. Bins of a number are ten of about equally many training rows
     * (fewer where values tie), one of rows without the value and one of rows above all training values; of a category its
     * values. A share is (count + 1/2) / (rows + bins / 2), so that an empty bin is no infinite difference.
     */
    static double stability(Distribution training, long[] serving) {
        int[] bin = training.ordered() ? tenths(training.counts()) : identity(serving.length);
        int bins = bin[bin.length - 1] + 1;
        double[] p = new double[bins];
        double[] q = new double[bins];
        for (int c = 0; c < bin.length; c++) {
            p[bin[c]] += training.counts()[c];
            q[bin[c]] += serving[c];
        }
        double n = Arrays.stream(p).sum() + 0.5 * bins;
        double m = Arrays.stream(q).sum() + 0.5 * bins;
        double index = 0;
        for (int b = 0; b < bins; b++) {
            double share = (p[b] + 0.5) / n;
            double now = (q[b] + 0.5) / m;
            index += (now - share) * Math.log(now / share);
        }
        return index;
    }

    private static int[] identity(int cells) {
        int[] bin = new int[cells];
        Arrays.setAll(bin, c -> c);
        return bin;
    }

    /** The missing, then runs of cells that reach one tenth more of the rows with a value, then what is above them all. */
    private static int[] tenths(long[] counts) {
        int[] bin = new int[counts.length];
        double total = Arrays.stream(counts).sum() - counts[0];
        double sum = 0;
        int now = 1;
        int reached = 0;
        for (int c = 1; c < counts.length; c++) {
            bin[c] = c == counts.length - 1 ? bin[c - 1] + 1 : now;
            sum += counts[c];
            int tenth = (int) Math.floor(BINS * sum / total + 1e-9);
            if (tenth > reached) {
                reached = tenth;
                now = bin[c] + 1;
            }
        }
        return bin;
    }
}

package dev.plumbline.calibration;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The rows with weight in order of probability, outcome and weight, and the independent units they belong to: what standard
 * errors and bootstraps run over. Units are numbered by what they contain, never by where their rows stood.
 */
final class SortedRows {

    final double[] p;
    final double[] y;
    final double[] w;
    final double totalWeight;

    private final int[] unit; // null: every row is one
    private final int units;
    // made when first asked for; two threads may both make them, to the same end
    private volatile double[][] logs;
    private volatile Long seed;
    private volatile Double quantile;

    private SortedRows(double[] p, double[] y, double[] w, int[] unit, int units) {
        this.p = p;
        this.y = y;
        this.w = w;
        this.unit = unit;
        this.units = units;
        NeumaierSum total = new NeumaierSum();
        for (double each : w) {
            total.add(each);
        }
        this.totalWeight = total.value();
    }

    static SortedRows of(CalibrationSample sample) {
        SortedPairs sorted = sample.sorted();
        int n = sorted.rows();
        double[] p = new double[n];
        double[] y = new double[n];
        double[] w = new double[n];
        double[] outcome = sample.outcomeColumn();
        double[] weight = sample.weightColumn();
        for (int k = 0; k < sorted.pools(); k++) {
            Arrays.fill(p, sorted.start[k], sorted.start[k + 1], sorted.x[k]);
        }
        for (int i = 0; i < n; i++) {
            y[i] = outcome[sorted.order[i]];
            w[i] = weight == null ? 1 : weight[sorted.order[i]];
        }
        if (!sample.hasGroups()) {
            return new SortedRows(p, y, w, null, n);
        }
        return grouped(sample, sorted.order, p, y, w);
    }

    private static SortedRows grouped(CalibrationSample sample, int[] order, double[] p, double[] y, double[] w) {
        long[] content = new long[sample.groups()];
        boolean[] present = new boolean[sample.groups()];
        for (int i = 0; i < order.length; i++) {
            int group = sample.group(order[i]);
            content[group] += hash(p[i], y[i], w[i]); // addition: the order of the rows does not matter
            present[group] = true;
        }
        int[] groups = new int[content.length];
        int size = 0;
        for (int group = 0; group < content.length; group++) {
            if (present[group]) {
                content[size] = content[group];
                groups[size++] = group;
            }
        }
        groups = Arrays.copyOf(groups, size);
        RadixSort.sort(Arrays.copyOf(content, size), groups);
        int[] number = new int[sample.groups()];
        for (int i = 0; i < size; i++) {
            number[groups[i]] = i;
        }
        int[] unit = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            unit[i] = number[sample.group(order[i])];
        }
        return new SortedRows(p, y, w, unit, size);
    }

    private static long hash(double p, double y, double w) {
        long bits = Double.doubleToRawLongBits(p) * 31 + Double.doubleToRawLongBits(y);
        return mix(mix(bits) + Double.doubleToRawLongBits(w));
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195). */
    static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    /** A seed that is a function of the pairs as a set. */
    long seed() {
        Long known = seed;
        if (known == null) {
            long sum = 0;
            for (int i = 0; i < p.length; i++) {
                sum += hash(p[i], y[i], w[i]);
            }
            known = mix(sum);
            seed = known;
        }
        return known;
    }

    /** Of each row ln p; 0 where p is 0, for {@code 0 ln 0 = 0}. Nobody may write to it. */
    double[] lnP() {
        return logs()[0];
    }

    /** Of each row ln(1-p); 0 where p is 1. Nobody may write to it. */
    double[] lnQ() {
        return logs()[1];
    }

    private double[][] logs() {
        double[][] known = logs;
        if (known == null) {
            double[] lnP = new double[p.length];
            double[] lnQ = new double[p.length];
            for (int i = 0; i < p.length; i++) {
                if (i > 0 && p[i] == p[i - 1]) {
                    lnP[i] = lnP[i - 1];
                    lnQ[i] = lnQ[i - 1];
                } else {
                    lnP[i] = p[i] == 0 ? 0 : Math.log(p[i]);
                    lnQ[i] = p[i] == 1 ? 0 : Logistic.log1p(-p[i]);
                }
            }
            known = new double[][] {lnP, lnQ};
            logs = known;
        }
        return known;
    }

    /** Where the rows of each bin start; one more entry at the end. */
    int[] starts(Binning binning) {
        return binning.starts(p);
    }

    int size() {
        return p.length;
    }

    int units() {
        return units;
    }

    boolean hasGroups() {
        return unit != null;
    }

    int unit(int row) {
        return unit == null ? row : unit[row];
    }

    /**
     * The standard error of an estimate: {@code sqrt(G/(G-1) S)}, S the sum over G units of the square of the unit's influence on it,
     * the infinitesimal jackknife (Efron 1982, doi:10.1137/1.9781611970319, chapter 6).
     *
     * @return infinite for fewer than two units
     */
    double standardError(double squares) {
        return units < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(squares * units / (units - 1));
    }

    /** {@code value +- t se}, t the 97.5 % quantile of Student's distribution with G - 1 degrees of freedom. */
    Interval interval(double value, double standardError) {
        if (Double.isInfinite(standardError)) {
            return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double half = quantile() * standardError;
        return new Interval(value - half, value + half);
    }

    double quantile() {
        if (units < 2) {
            return Double.POSITIVE_INFINITY;
        }
        Double known = quantile;
        if (known == null) {
            known = TDistribution.of(units - 1).inverseCumulativeProbability(0.975);
            quantile = known;
        }
        return known;
    }

    /** Values of distinct positions, repeated for the rows of each. */
    double[] spread(double[] ofPool, int[] start) {
        if (ofPool.length == p.length) {
            return ofPool;
        }
        double[] ofRow = new double[p.length];
        for (int k = 0; k < ofPool.length; k++) {
            Arrays.fill(ofRow, start[k], start[k + 1], ofPool[k]);
        }
        return ofRow;
    }
}

package dev.plumbline.calibration;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
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
        long sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += hash(p[i], y[i], w[i]);
        }
        return mix(sum);
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

    /** The weighted mean of a function of the row. */
    double mean(IntToDoubleFunction f) {
        NeumaierSum sum = new NeumaierSum();
        for (int i = 0; i < p.length; i++) {
            sum.add(w[i] * f.applyAsDouble(i));
        }
        return sum.value() / totalWeight;
    }

    /**
     * The standard error of an estimate from the influence of each row on it: {@code sqrt(G/(G-1) sum_g (sum of influences in
     * unit g)^2)}, the infinitesimal jackknife (Efron 1982, doi:10.1137/1.9781611970319, chapter 6) over G units.
     *
     * @return infinite for fewer than two units
     */
    double standardError(IntToDoubleFunction influence) {
        if (units < 2) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.sqrt(sumOfProducts(influence, influence) * units / (units - 1));
    }

    /** The sum over units of (sum of f in the unit)(sum of g in the unit). */
    double sumOfProducts(IntToDoubleFunction f, IntToDoubleFunction g) {
        NeumaierSum sum = new NeumaierSum();
        if (unit == null) {
            for (int i = 0; i < p.length; i++) {
                sum.add(f.applyAsDouble(i) * g.applyAsDouble(i));
            }
            return sum.value();
        }
        double[] ofF = new double[units];
        double[] ofG = new double[units];
        for (int i = 0; i < p.length; i++) {
            ofF[unit[i]] += f.applyAsDouble(i);
            ofG[unit[i]] += g.applyAsDouble(i);
        }
        for (int u = 0; u < units; u++) {
            sum.add(ofF[u] * ofG[u]);
        }
        return sum.value();
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
        return units < 2
                ? Double.POSITIVE_INFINITY
                : TDistribution.of(units - 1).inverseCumulativeProbability(0.975);
    }
}

package dev.plumbline.calibration;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pairs of a probability and what then happened, each with a weight: {@code (p, y, w)}.
 *
 * <p>{@code p} and {@code y} lie in [0, 1]; an outcome may be fractional. A weight is zero or more and at least one is
 * positive. The arrays are checked and copied; a sample never changes and has at least one pair. Pairs that stem from one
 * event can be told to belong together with {@link #withGroups(List)}.
 */
public final class CalibrationSample {

    private final double[] probability;
    private final double[] outcome;
    private final double[] weight; // null: every weight is 1
    private final int[] group; // null: every pair is a group of its own; else numbered from 0
    private final int groups;
    private final boolean binary;
    // made when first asked for; two threads may both make them, to the same end
    private volatile SortedPairs sorted;
    private volatile SortedRows rows;
    private volatile CalibrationSummary summary;
    private volatile IsotonicRegression isotonic;

    private CalibrationSample(
            double[] probability, double[] outcome, double[] weight, int[] group, int groups, boolean binary) {
        this.binary = binary;
        this.probability = probability;
        this.outcome = outcome;
        this.weight = weight;
        this.group = group;
        this.groups = groups;
    }

    /**
     * Pairs of weight 1.
     *
     * @param probability in [0, 1], as issued
     * @param outcome in [0, 1], of the same length
     * @return the sample
     */
    public static CalibrationSample of(double[] probability, double[] outcome) {
        Checks.sameLength("outcome", outcome.length, "probability", probability.length);
        Checks.notEmpty("probability", probability.length);
        double[] p = unit("probability", probability);
        double[] y = unit("outcome", outcome);
        return new CalibrationSample(p, y, null, null, 0, isBinary(y));
    }

    /**
     * Weighted pairs.
     *
     * @param probability in [0, 1], as issued
     * @param outcome in [0, 1], of the same length
     * @param weight zero or more, of the same length, not all zero
     * @return the sample
     */
    public static CalibrationSample of(double[] probability, double[] outcome, double[] weight) {
        CalibrationSample sample = of(probability, outcome);
        Checks.sameLength("weight", weight.length, "probability", probability.length);
        Checks.weights(weight);
        for (double w : weight) {
            if (w != 1) {
                return new CalibrationSample(
                        sample.probability, sample.outcome, weight.clone(), null, 0, sample.binary);
            }
        }
        return sample; // weights of 1 are no weights: the same figures to the last bit
    }

    /**
     * The same pairs with the event that each belongs to: pairs of one group are not independent (many predictions of one
     * game), so intervals and tests take the group as their unit. Keys are compared by {@code equals} and not kept.
     *
     * @param keys one key per pair, none null
     * @return a sample with groups
     */
    public CalibrationSample withGroups(List<?> keys) {
        Checks.sameLength("group", keys.size(), "probability", probability.length);
        Map<Object, Integer> numbers = new HashMap<>();
        int[] codes = new int[keys.size()];
        int i = 0;
        for (Object key : keys) {
            if (key == null) {
                throw new IllegalArgumentException("group must not be null, got null at index " + i);
            }
            Integer known = numbers.putIfAbsent(key, numbers.size());
            codes[i++] = known == null ? numbers.size() - 1 : known;
        }
        return new CalibrationSample(probability, outcome, weight, codes, numbers.size(), binary);
    }

    /**
     * The same pairs with groups named by numbers, see {@link #withGroups(List)}.
     *
     * @param keys one number per pair, any values
     * @return a sample with groups
     */
    public CalibrationSample withGroups(long[] keys) {
        Checks.sameLength("group", keys.length, "probability", probability.length);
        long[] sortedKeys = keys.clone();
        int[] rows = new int[keys.length];
        Arrays.setAll(rows, i -> i);
        RadixSort.sort(sortedKeys, rows);
        int[] first = new int[keys.length]; // the first row of each row's group: the sort is stable
        for (int i = 0; i < rows.length; i++) {
            first[rows[i]] = i > 0 && sortedKeys[i] == sortedKeys[i - 1] ? first[rows[i - 1]] : rows[i];
        }
        int[] codes = new int[keys.length];
        int count = 0;
        for (int i = 0; i < codes.length; i++) {
            codes[i] = first[i] == i ? count++ : codes[first[i]];
        }
        return new CalibrationSample(probability, outcome, weight, codes, count, binary);
    }

    private static boolean isBinary(double[] outcome) {
        boolean all = true;
        for (double y : outcome) {
            all &= y == 0 | y == 1;
        }
        return all;
    }

    private static double[] unit(String name, double[] values) {
        double[] copy = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            Checks.unit(name, values[i], i);
            copy[i] = values[i] + 0.0; // -0.0 becomes 0.0, so that it is one value everywhere
        }
        return copy;
    }

    /**
     * The number of pairs.
     *
     * @return at least 1
     */
    public int size() {
        return probability.length;
    }

    /**
     * The probability of a pair.
     *
     * @param i its index, from 0
     * @return in [0, 1]
     */
    public double probability(int i) {
        return probability[i];
    }

    /**
     * The outcome of a pair.
     *
     * @param i its index, from 0
     * @return in [0, 1]
     */
    public double outcome(int i) {
        return outcome[i];
    }

    /**
     * The weight of a pair.
     *
     * @param i its index, from 0
     * @return zero or more; 1 when the sample was made without weights
     */
    public double weight(int i) {
        return weight == null ? 1 : weight[i];
    }

    /**
     * Whether the pairs carry groups.
     *
     * @return false when every pair is independent of the others
     */
    public boolean hasGroups() {
        return group != null;
    }

    /**
     * The number of independent units.
     *
     * @return distinct groups, or pairs where there are no groups
     */
    public int groups() {
        return group == null ? size() : groups;
    }

    /**
     * The group of a pair, as a number that only tells groups of this sample apart.
     *
     * @param i its index, from 0
     * @return in [0, groups()); the index itself where there are no groups
     */
    public int group(int i) {
        return group == null ? i : group[i];
    }

    /** A function of a pair. */
    @FunctionalInterface
    public interface PairConsumer {
        /**
         * Takes one pair.
         *
         * @param p probability
         * @param y outcome
         * @param w weight
         */
        void accept(double p, double y, double w);
    }

    /**
     * Hands over every pair, in the order given.
     *
     * @param consumer takes them
     */
    public void forEach(PairConsumer consumer) {
        for (int i = 0; i < probability.length; i++) {
            consumer.accept(probability[i], outcome[i], weight == null ? 1 : weight[i]);
        }
    }

    /**
     * The probabilities.
     *
     * @return a copy
     */
    public double[] probabilities() {
        return probability.clone();
    }

    /**
     * The outcomes.
     *
     * @return a copy
     */
    public double[] outcomes() {
        return outcome.clone();
    }

    /**
     * The weights.
     *
     * @return a copy; all 1 when the sample was made without weights
     */
    public double[] weights() {
        if (weight != null) {
            return weight.clone();
        }
        double[] ones = new double[probability.length];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** The column itself, not a copy: nobody may write to it. */
    double[] probabilityColumn() {
        return probability;
    }

    /** The column itself, not a copy: nobody may write to it. */
    double[] outcomeColumn() {
        return outcome;
    }

    /** The column itself, not a copy: nobody may write to it; null when every weight is 1. */
    double[] weightColumn() {
        return weight;
    }

    /** The column itself, not a copy: nobody may write to it; null when there are no groups. */
    int[] groupColumn() {
        return group;
    }

    /** Whether every outcome is 0 or 1. */
    boolean isBinary() {
        return binary;
    }

    /** Whether the pairs were sorted already, so that their order costs nothing. */
    boolean isSorted() {
        return sorted != null;
    }

    /** The pairs in order of probability, sorted when first asked for. */
    SortedPairs sorted() {
        SortedPairs view = sorted;
        if (view == null) {
            view = SortedPairs.of(probability, outcome, weight);
            sorted = view;
        }
        return view;
    }

    /** The rows one by one in that order, with their independent units. */
    SortedRows rows() {
        SortedRows view = rows;
        if (view == null) {
            view = SortedRows.of(this);
            rows = view;
        }
        return view;
    }

    /** The sums of the pairs, added up when first asked for. */
    CalibrationSummary summary() {
        CalibrationSummary sums = summary;
        if (sums == null) {
            sums = CalibrationSummary.added(this);
            summary = sums;
        }
        return sums;
    }

    /** The isotonic fit of outcomes on probabilities, made when first asked for. */
    IsotonicRegression isotonic() {
        IsotonicRegression fit = isotonic;
        if (fit == null) {
            fit = IsotonicRegression.of(sorted());
            isotonic = fit;
        }
        return fit;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CalibrationSample that
                && Arrays.equals(probability, that.probability)
                && Arrays.equals(outcome, that.outcome)
                && Arrays.equals(weight, that.weight)
                && Arrays.equals(group, that.group);
    }

    @Override
    public int hashCode() {
        int pairs = 31 * (31 * Arrays.hashCode(probability) + Arrays.hashCode(outcome)) + Arrays.hashCode(weight);
        return 31 * pairs + Arrays.hashCode(group);
    }

    @Override
    public String toString() {
        return "CalibrationSample[" + size() + " pairs" + (weight == null ? "" : ", weighted")
                + (group == null ? "]" : ", " + groups + " groups]");
    }
}

package dev.plumbline.calibration;

import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * The groups of a sample with their rows, and an order of the groups by what they hold: never by where their rows stood, so that nothing
 * made in this order depends on the order of the rows. Groups that agree row by row are equal in it: then which comes first is of no matter.
 */
public final class GroupOrder {
    private final CalibrationSample sample;
    private final long[] times; // null without times
    private final int[] from; // where each group starts in rows, and the end
    private final int[] rows;

    /**
     * The groups of a sample.
     *
     * @param sample with groups
     * @param times of the rows in any unit; null when not known
     * @param order all rows, as {@link #sort} puts them
     */
    public GroupOrder(CalibrationSample sample, long[] times, int[] order) {
        this.sample = sample;
        this.times = times;
        from = new int[sample.groups() + 1];
        rows = new int[order.length];
        for (int row : order) {
            from[sample.group(row) + 1]++;
        }
        Arrays.parallelPrefix(from, Integer::sum);
        int[] next = from.clone();
        for (int row : order) {
            rows[next[sample.group(row)]++] = row;
        }
    }

    /**
     * Puts rows into an order that they have of their own: by time, probability, outcome and weight. Rows that agree in these stay as they
     * stand.
     *
     * @param rows numbers of rows, each once
     * @param sample the rows
     * @param times of the rows in any unit; null when not known
     */
    public static void sort(int[] rows, CalibrationSample sample, long[] times) {
        // stable sorts, the least important first
        sortBy(rows, row -> RadixSort.key(sample.weight(row)));
        sortBy(rows, row -> RadixSort.key(sample.outcome(row)));
        sortBy(rows, row -> RadixSort.key(sample.probability(row)));
        if (times != null) {
            sortBy(rows, row -> times[row]);
        }
    }

    private static void sortBy(int[] rows, IntToLongFunction key) {
        RadixSort.sort(Arrays.stream(rows).mapToLong(key::applyAsLong).toArray(), rows);
    }

    /**
     * {@return the row of a group that comes first in the order}
     *
     * @param group that has rows
     */
    public int first(int group) {
        return rows[from[group]];
    }

    /**
     * {@return the rows of a group, in the order}
     *
     * @param group in [0, groups)
     */
    public IntStream rows(int group) {
        return Arrays.stream(rows, from[group], from[group + 1]);
    }

    /**
     * Compares two groups by size, then row by row.
     *
     * @param a a group
     * @param b another
     * @return below 0, 0 or above 0, as of a comparator
     */
    public int compare(int a, int b) {
        int found = Integer.compare(from[a + 1] - from[a], from[b + 1] - from[b]);
        for (int i = from[a], j = from[b]; found == 0 && i < from[a + 1]; i++, j++) {
            found = compareRows(rows[i], rows[j]);
        }
        return found;
    }

    private int compareRows(int a, int b) {
        int time = times == null ? 0 : Long.compare(times[a], times[b]);
        int probability = time != 0 ? time : Double.compare(sample.probability(a), sample.probability(b));
        int outcome = probability != 0 ? probability : Double.compare(sample.outcome(a), sample.outcome(b));
        return outcome != 0 ? outcome : Double.compare(sample.weight(a), sample.weight(b));
    }

    /** {@return of each group its place among all} */
    public int[] ranks() {
        int[] sorted = IntStream.range(0, from.length - 1)
                .boxed()
                .sorted(this::compare)
                .mapToInt(group -> group)
                .toArray();
        int[] ranks = new int[sorted.length];
        for (int rank = 0; rank < sorted.length; rank++) {
            ranks[sorted[rank]] = rank;
        }
        return ranks;
    }
}

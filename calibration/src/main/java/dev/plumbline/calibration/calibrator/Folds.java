package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.GroupOrder;
import dev.plumbline.calibration.RadixSort;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A sample cut into parts of nearly equal size. With times the parts are stretches of time, equal times together: what is
 * left out is then left out as a block, as the future will be. Without times neighbours in score go to different parts. A
 * group is never split. The cut depends on the pairs, not on the order in which they are given.
 */
public final class Folds {
    private final CalibrationSample sample;
    private final int[] fold;
    private final int count;

    private Folds(CalibrationSample sample, int[] fold, int count) {
        this.sample = sample;
        this.fold = fold;
        this.count = count;
    }

    /**
     * Cuts a sample.
     *
     * @param sample pairs, in any order
     * @param times when each was predicted, in any unit; null when not known
     * @param most how many parts, at least 2; fewer where there are fewer pairs, groups or times
     */
    public static Folds of(CalibrationSample sample, long[] times, int most) {
        if (most < 2) {
            throw new IllegalArgumentException("most must be at least 2, got " + most);
        }
        if (times != null && times.length != sample.size()) {
            throw new IllegalArgumentException(
                    "times must be as long as sample, got " + times.length + " against " + sample.size());
        }
        int[] order = order(sample, times);
        CalibrationSample sorted = pick(sample, order);
        long[] sortedTimes = times == null
                ? null
                : Arrays.stream(order).mapToLong(i -> times[i]).toArray();
        int[] unit = units(sorted);
        int units = Arrays.stream(unit).max().orElse(0) + 1;
        int[] ofUnit = sortedTimes == null ? dealt(units, most) : stretches(unit, units, sortedTimes, most);
        int[] fold = Arrays.stream(unit).map(each -> ofUnit[each]).toArray();
        return new Folds(sorted, fold, Arrays.stream(ofUnit).max().orElse(0) + 1);
    }

    /** The places of the pairs in the order of time, score, outcome, weight and what their group holds: pairs that tie are equal in all. */
    private static int[] order(CalibrationSample sample, long[] times) {
        int[] order = new int[sample.size()];
        Arrays.setAll(order, i -> i);
        GroupOrder.sort(order, sample, times);
        if (sample.hasGroups()) {
            int[] ranks = new GroupOrder(sample, times, order).ranks();
            RadixSort.sort(
                    Arrays.stream(order).mapToLong(i -> ranks[sample.group(i)]).toArray(), order);
            GroupOrder.sort(order, sample, times);
        }
        return order;
    }

    /** Of each pair the number of its group, or its own; in the order in which the sorted pairs show them first. */
    private static int[] units(CalibrationSample sorted) {
        int[] unit = new int[sorted.size()];
        if (!sorted.hasGroups()) {
            Arrays.setAll(unit, i -> i);
            return unit;
        }
        int[] number = new int[sorted.groups()];
        Arrays.fill(number, -1);
        int next = 0;
        for (int i = 0; i < unit.length; i++) {
            int group = sorted.group(i);
            if (number[group] < 0) {
                number[group] = next++;
            }
            unit[i] = number[group];
        }
        return unit;
    }

    private static int[] dealt(int units, int most) {
        return IntStream.range(0, units).map(unit -> unit % most).toArray();
    }

    /** A unit counts at its first time. Units of one time stay together, at the part where the first of them falls. */
    private static int[] stretches(int[] unit, int units, long[] times, int most) {
        long[] first = new long[units];
        Arrays.fill(first, Long.MAX_VALUE);
        for (int i = 0; i < unit.length; i++) {
            first[unit[i]] = Math.min(first[unit[i]], times[i]);
        }
        int[] fold = new int[units]; // units are numbered in the order of their first time
        int part = -1;
        int lastShare = -1;
        for (int each = 0; each < units; each++) {
            if (each == 0 || first[each] != first[each - 1]) {
                int share = (int) ((long) each * most / units);
                part += share == lastShare ? 0 : 1;
                lastShare = share;
            }
            fold[each] = part;
        }
        return fold;
    }

    private static CalibrationSample pick(CalibrationSample sample, int[] places) {
        CalibrationSample picked = CalibrationSample.of(
                Arrays.stream(places).mapToDouble(sample::probability).toArray(),
                Arrays.stream(places).mapToDouble(sample::outcome).toArray(),
                Arrays.stream(places).mapToDouble(sample::weight).toArray());
        return sample.hasGroups()
                ? picked.withGroups(
                        Arrays.stream(places).mapToLong(sample::group).toArray())
                : picked;
    }

    /** The pairs, in an order of their own. */
    public CalibrationSample sample() {
        return sample;
    }

    /** How many parts there are, at least 1. */
    public int count() {
        return count;
    }

    /**
     * The part of a pair.
     *
     * @param i the place of the pair in {@link #sample()}
     */
    public int of(int i) {
        return fold[i];
    }

    /**
     * The pairs outside a part; all pairs when there is one part only, or when those outside have no weight.
     *
     * @param left the part that is left out
     */
    CalibrationSample without(int left) {
        int[] places = IntStream.range(0, fold.length)
                .filter(i -> fold[i] != left && sample.weight(i) > 0)
                .toArray();
        return places.length == 0 ? sample : pick(sample, places);
    }
}

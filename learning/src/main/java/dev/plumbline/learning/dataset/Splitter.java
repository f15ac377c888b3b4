package dev.plumbline.learning.dataset;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Parts rows by a {@link Split}. */
final class Splitter {

    /**
     * What of the rows decides.
     *
     * @param labels the class of each row
     * @param hashes of each row's content, label included
     * @param times microseconds since 1970; null without
     * @param groups a row with null is a group of its own; null without any
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Keys(int[] labels, long[] hashes, long[] times, String[] groups) {}

    /**
     * The places of the training rows and of the test rows, each in the order of their keys: whatever order the rows came in,
     * sums over them are the same to the last bit.
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Parted(int[] train, int[] test) {}

    private Splitter() {}

    /** @throws TrainingDataException if one of the sets would be empty, or times or groups are not there */
    static Parted part(Split split, Keys keys) {
        int n = keys.labels.length;
        if (n < 2) {
            throw new TrainingDataException("a split needs at least 2 rows with a label, got " + n);
        }
        long salt = RowHash.mix(split.seed());
        long[] drawn =
                Arrays.stream(keys.hashes).map(hash -> RowHash.mix(hash ^ salt)).toArray();
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingLong(i -> drawn[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        boolean[] test = switch (split.by()) {
            case STRATIFIED -> stratified(split, keys.labels, order);
            case TIME -> newest(split, keys.times);
            case GROUP -> groups(split, keys, salt);
        };
        return new Parted(
                Arrays.stream(order).filter(i -> !test[i]).toArray(),
                Arrays.stream(order).filter(i -> test[i]).toArray());
    }

    private static boolean[] stratified(Split split, int[] labels, int[] order) {
        Map<Integer, List<Integer>> ofClass = new TreeMap<>();
        for (int i : order) {
            ofClass.computeIfAbsent(labels[i], label -> new ArrayList<>()).add(i);
        }
        boolean[] test = new boolean[labels.length];
        int tested = 0;
        for (List<Integer> rows : ofClass.values()) {
            // the first row of a class is learnt from: a class that only the test set has cannot be learnt
            int share = (int) Math.min(rows.size() - 1, Math.round(split.test() * rows.size()));
            rows.subList(0, share).forEach(i -> test[i] = true);
            tested += share;
        }
        if (tested == 0) { // classes of a row or two each: one row of the largest
            List<Integer> largest = ofClass.values().stream()
                    .max(Comparator.comparingInt(List::size))
                    .orElseThrow();
            test[largest.get(0)] = true;
        }
        return test;
    }

    private static boolean[] newest(Split split, long[] times) {
        if (times == null) {
            throw new TrainingDataException("a split by time needs times: name their column (time in the schema)");
        }
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        if (sorted[0] == sorted[n - 1]) {
            throw new TrainingDataException("a split by time needs two different times, all are "
                    + Instant.EPOCH.plus(sorted[0], java.time.temporal.ChronoUnit.MICROS));
        }
        long first = sorted[Math.min(n - 1, (int) Math.floor((1 - split.test()) * n))];
        // what is tested must be newer than what is learnt from: where the oldest time reaches that far, the next one
        // begins
        long from = first > sorted[0]
                ? first
                : Arrays.stream(sorted).filter(time -> time > first).min().orElseThrow();
        boolean[] test = new boolean[n];
        for (int i = 0; i < n; i++) {
            test[i] = times[i] >= from;
        }
        return test;
    }

    private static boolean[] groups(Split split, Keys keys, long salt) {
        if (keys.groups == null) {
            throw new TrainingDataException("a split by group needs groups: name their column (group in the schema)");
        }
        Map<Object, List<Integer>> ofGroup = new HashMap<>();
        for (int i = 0; i < keys.groups.length; i++) {
            Object group = keys.groups[i] == null ? (Object) keys.hashes[i] : keys.groups[i];
            ofGroup.computeIfAbsent(group, name -> new ArrayList<>()).add(i);
        }
        if (ofGroup.size() < 2) {
            throw new TrainingDataException(
                    "a split by group needs two different groups, all rows are of " + keys.groups[0]);
        }
        List<Object> drawn = ofGroup.keySet().stream()
                .sorted(Comparator.comparingLong(
                        group -> RowHash.mix(salt ^ (group instanceof String name ? RowHash.of(name) : (Long) group))))
                .toList();
        boolean[] test = new boolean[keys.groups.length];
        int tested = 0;
        for (Object group : drawn.subList(0, drawn.size() - 1)) {
            if (tested >= split.test() * test.length) {
                break;
            }
            ofGroup.get(group).forEach(i -> test[i] = true);
            tested += ofGroup.get(group).size();
        }
        return test;
    }
}

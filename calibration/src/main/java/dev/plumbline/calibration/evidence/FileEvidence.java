package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.RadixSort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The evidence in a file that is at hand as a whole: one pass in time order, rows of equal time as one block, so that the order of rows is of no
 * matter. A group enters at the time of its first row. The largest weight counts as a whole outcome.
 *
 * @param detector after the last row
 * @param blockTimes the time of each block in microseconds since 1970, rising; one 0 for a file without time, which is one block
 * @param dispersion of days (UTC); empty without time, or with fewer than two days
 * @param residuals of the whole file
 */
public record FileEvidence(
        Detector detector, long[] blockTimes, Optional<DayDispersion> dispersion, ResidualSums residuals) {

    /**
     * Rows in time order.
     *
     * @param sample pairs, weights, groups
     * @param times when each was predicted, in microseconds since 1970, as many as there are pairs
     * @param materialLoss nats per outcome, 0 or more
     * @return the evidence
     */
    public static FileEvidence byTime(CalibrationSample sample, long[] times, double materialLoss) {
        if (times.length != sample.size()) {
            throw new IllegalArgumentException(
                    "times must be as long as the sample, got " + times.length + " against " + sample.size());
        }
        return new Pass(sample, times, materialLoss).run();
    }

    /**
     * Rows without time: one block, as if all were of one time.
     *
     * @param sample pairs, weights, groups
     * @param materialLoss nats per outcome, 0 or more
     * @return the evidence
     */
    public static FileEvidence atOnce(CalibrationSample sample, double materialLoss) {
        return new Pass(sample, null, materialLoss).run();
    }

    private static final class Pass {
        private final EvidenceGrid grid = EvidenceGrid.wide();
        private final CalibrationSample sample;
        private final long[] times; // null without time
        private final Detector detector;
        private final double maxWeight;
        private final int[] rows; // in time order
        private final int[] ofGroup; // the same, group by group
        private final int[] from; // where each group starts there, and the end; empty without groups
        private final List<ResidualSums> days = new ArrayList<>();
        private final ResidualSums.Builder total = new ResidualSums.Builder();
        private ResidualSums.Builder day = new ResidualSums.Builder();

        Pass(CalibrationSample sample, long[] times, double materialLoss) {
            this.sample = sample;
            this.times = times;
            detector = new Detector(grid, materialLoss);
            maxWeight = largestWeight(sample);
            rows = inTimeOrder(sample.size(), times);
            from = new int[sample.hasGroups() ? sample.groups() + 1 : 0];
            ofGroup = sample.hasGroups() ? byGroup() : rows;
        }

        private static double largestWeight(CalibrationSample sample) {
            double most = 0;
            for (int i = 0; i < sample.size(); i++) {
                most = Math.max(most, sample.weight(i));
            }
            return most;
        }

        private static int[] inTimeOrder(int size, long[] times) {
            int[] rows = new int[size];
            for (int i = 0; i < size; i++) {
                rows[i] = i;
            }
            boolean sorted = times == null || IntStream.range(1, size).allMatch(i -> times[i - 1] <= times[i]);
            if (!sorted) {
                Integer[] boxed = IntStream.range(0, size).boxed().toArray(Integer[]::new);
                Arrays.sort(boxed, (a, b) -> Long.compare(times[a], times[b]));
                Arrays.setAll(rows, i -> boxed[i]);
            }
            return rows;
        }

        private int[] byGroup() {
            for (int row : rows) {
                from[sample.group(row) + 1]++;
            }
            Arrays.parallelPrefix(from, Integer::sum);
            int[] next = from.clone();
            int[] placed = new int[rows.length];
            for (int row : rows) {
                placed[next[sample.group(row)]++] = row;
            }
            return placed;
        }

        FileEvidence run() {
            long[] blockTimes = new long[times == null ? 1 : rows.length];
            int blocks = 0;
            for (int start = 0; start < rows.length; ) {
                long time = time(rows[start]);
                int end = start + 1;
                while (end < rows.length && time(rows[end]) == time) {
                    end++;
                }
                if (blocks > 0 && GroupStakes.day(time) != GroupStakes.day(blockTimes[blocks - 1])) {
                    closeDay();
                }
                int before = detector.blocks();
                enter(start, end);
                if (detector.blocks() > before) {
                    blockTimes[blocks++] = time;
                }
                start = end;
            }
            closeDay();
            return new FileEvidence(
                    detector,
                    Arrays.copyOf(blockTimes, blocks),
                    times == null ? Optional.empty() : DayDispersion.of(days),
                    total.build());
        }

        private long time(int row) {
            return times == null ? 0 : times[row];
        }

        private void closeDay() {
            ResidualSums sums = day.build();
            days.add(sums);
            total.add(sums);
            day = new ResidualSums.Builder();
        }

        private void enter(int start, int end) {
            if (end - start == 1 && !sample.hasGroups()) {
                int row = rows[start];
                double share = BlockSums.power(sample.weight(row), maxWeight);
                detector.enterPair(sample.probability(row), sample.outcome(row), share);
                day.add(sample.probability(row), sample.outcome(row), share, 1);
                return;
            }
            if (!sample.hasGroups()) {
                orderByContent(start, end);
            }
            EvidenceBlock.Builder builder = new EvidenceBlock.Builder(grid, maxWeight, 1);
            int units = 0;
            for (int i = start; i < end; i++) {
                units += add(builder, rows[i]) ? 1 : 0;
            }
            // members that follow their group's first row entered with it
            if (units > 0) {
                EvidenceBlock block = builder.build();
                detector.enter(block);
                day.add(block.residuals());
            }
        }

        /** Rows of one time in an order of their own, so that not even the last bit depends on where they stood. */
        private void orderByContent(int start, int end) {
            int[] block = Arrays.copyOfRange(rows, start, end);
            sortBy(sample::weight, block);
            sortBy(sample::outcome, block);
            sortBy(sample::probability, block);
            System.arraycopy(block, 0, rows, start, block.length);
        }

        private static void sortBy(IntToDoubleFunction column, int[] block) {
            long[] keys = new long[block.length];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = RadixSort.key(column.applyAsDouble(block[i]));
            }
            RadixSort.sort(keys, block); // stable
        }

        private boolean add(EvidenceBlock.Builder builder, int row) {
            if (!sample.hasGroups()) {
                builder.add(sample.probability(row), sample.outcome(row), sample.weight(row));
                return true;
            }
            int group = sample.group(row);
            if (ofGroup[from[group]] != row) {
                return false;
            }
            List<Member> members = new ArrayList<>();
            for (int i = from[group]; i < from[group + 1]; i++) {
                int member = ofGroup[i];
                members.add(new Member(
                        time(member), sample.probability(member), sample.outcome(member), sample.weight(member), true));
            }
            builder.addGroup(members);
            return true;
        }
    }
}

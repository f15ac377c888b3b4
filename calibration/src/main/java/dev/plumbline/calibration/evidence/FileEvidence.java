package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.GroupOrder;
import dev.plumbline.calibration.RadixSort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
        private final GroupOrder groups; // null without groups
        private final List<ResidualSums> days = new ArrayList<>();
        private final ResidualSums.Builder total = new ResidualSums.Builder();
        private ResidualSums.Builder day = new ResidualSums.Builder();

        Pass(CalibrationSample sample, long[] times, double materialLoss) {
            this.sample = sample;
            this.times = times;
            detector = new Detector(grid, materialLoss);
            maxWeight = largestWeight(sample);
            rows = inTimeOrder();
            groups = sample.hasGroups() ? new GroupOrder(sample, times, rows) : null;
        }

        private static double largestWeight(CalibrationSample sample) {
            double most = 0;
            for (int i = 0; i < sample.size(); i++) {
                most = Math.max(most, sample.weight(i));
            }
            return most;
        }

        /** Rows of one time stand in an order of their own where groups need all of it; else {@link #enter} gives it to each block. */
        private int[] inTimeOrder() {
            int[] order = IntStream.range(0, sample.size()).toArray();
            if (sample.hasGroups()) {
                GroupOrder.sort(order, sample, times);
            } else if (times != null) {
                RadixSort.sort(Arrays.stream(order).mapToLong(row -> times[row]).toArray(), order); // stable
            }
            return order;
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
            EvidenceBlock.Builder builder = new EvidenceBlock.Builder(grid, maxWeight, 1);
            int units = sample.hasGroups() ? addGroups(builder, start, end) : addRows(builder, start, end);
            if (units > 0) {
                EvidenceBlock block = builder.build();
                detector.enter(block);
                day.add(block.residuals());
            }
        }

        private int addRows(EvidenceBlock.Builder builder, int start, int end) {
            int[] block = Arrays.copyOfRange(rows, start, end);
            GroupOrder.sort(block, sample, null); // they are of one time
            for (int row : block) {
                builder.add(sample.probability(row), sample.outcome(row), sample.weight(row));
            }
            return block.length;
        }

        /** Those whose first row is of this time; members that follow it have entered with it. In an order of their own as well. */
        private int addGroups(EvidenceBlock.Builder builder, int start, int end) {
            int[] entering = Arrays.stream(rows, start, end)
                    .filter(row -> groups.first(sample.group(row)) == row)
                    .map(sample::group)
                    .boxed()
                    .sorted(groups::compare)
                    .mapToInt(group -> group)
                    .toArray();
            for (int group : entering) {
                builder.addGroup(groups.rows(group).mapToObj(this::member).toList());
            }
            return entering.length;
        }

        private Member member(int row) {
            return new Member(time(row), sample.probability(row), sample.outcome(row), sample.weight(row), true);
        }
    }
}

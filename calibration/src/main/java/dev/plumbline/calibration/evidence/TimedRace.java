package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.CalibrationSample;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A {@link PrequentialRace} over a file: rows in order of time, equal times as one block, a group as one factor at the time of its first
 * prediction. The result does not depend on the order in which the rows are given.
 */
public final class TimedRace {
    private final CalibrationSample sample;
    private final long[] times;
    private final int[] order;
    private final int[][] members; // of each group, in order; null where there are no groups

    private TimedRace(CalibrationSample sample, long[] times) {
        this.sample = sample;
        this.times = times;
        this.order = order(sample, times);
        this.members = sample.hasGroups() ? members() : null;
    }

    /**
     * Runs the race.
     *
     * @param sample pairs, with weights and groups
     * @param times when each was predicted, in microseconds since 1970
     * @param rules of the model; of a file the largest weight is the whole outcome
     * @return where it stands after the last pair
     */
    public static RaceResult of(CalibrationSample sample, long[] times, RaceRules rules) {
        if (times.length != sample.size()) {
            throw new IllegalArgumentException(
                    "times must be as long as sample, got " + times.length + " against " + sample.size());
        }
        PrequentialRace race = new PrequentialRace(rules);
        new TimedRace(sample, times).run(race);
        return race.result();
    }

    private void run(PrequentialRace race) {
        for (int from = 0, to; from < order.length; from = to) {
            to = from;
            while (to < order.length && times[order[to]] == times[order[from]]) {
                enter(race, order[to++]);
            }
            race.look();
        }
    }

    private void enter(PrequentialRace race, int row) {
        double p = sample.probability(row);
        double y = sample.outcome(row);
        double w = sample.weight(row);
        if (members == null) {
            race.score(p, y, w);
        } else if (members[sample.group(row)][0] == row) {
            race.scoreGroup(Arrays.stream(members[sample.group(row)])
                    .mapToObj(
                            i -> new Member(times[i], sample.probability(i), sample.outcome(i), sample.weight(i), true))
                    .toList());
        }
        race.record(p, y, w);
    }

    /** Pairs that tie in time, score, outcome and weight are equal in all that matters. */
    private static int[] order(CalibrationSample sample, long[] times) {
        return IntStream.range(0, times.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> times[i])
                        .thenComparingDouble(sample::probability)
                        .thenComparingDouble(sample::outcome)
                        .thenComparingDouble(sample::weight))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private int[][] members() {
        int[] size = new int[sample.groups()];
        for (int row : order) {
            size[sample.group(row)]++;
        }
        int[][] of = new int[size.length][];
        Arrays.setAll(of, group -> new int[size[group]]);
        Arrays.fill(size, 0);
        for (int row : order) {
            int group = sample.group(row);
            of[group][size[group]++] = row;
        }
        return of;
    }
}

package dev.plumbline.monitor.evidence;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The predictions of a day in columns, by time of prediction.
 *
 * <p>Row i: {@code predictedAt[i]} in microseconds since 1970, {@code score[i]} and {@code issued[i]} in [0, 1], {@code outcome[i]} in
 * [0, 1] or NaN where none is known, {@code weight[i]}, {@code group[i]} or null, {@code segments[i]} the
 * declared segments it is in.
 *
 * @param size how many rows; the arrays may be longer
 * @param begunBefore groups whose first prediction was made on an earlier day
 */
public record CohortRows(
        int size,
        long[] predictedAt,
        double[] score,
        double[] issued,
        double[] outcome,
        double[] weight,
        String[] group,
        List<String>[] segments,
        Set<String> begunBefore) {

    /** Collects rows. */
    public static final class Builder {
        private int size;
        private long[] predictedAt = new long[64];
        private double[] score = new double[64];
        private double[] issued = new double[64];
        private double[] outcome = new double[64];
        private double[] weight = new double[64];
        private String[] group = new String[64];
        private List<String>[] segments = lists(64);
        private boolean grouped;

        /** @param actual NaN where no outcome is known */
        public void add(
                long time,
                double rowScore,
                double probability,
                double actual,
                double w,
                String event,
                List<String> inSegments) {
            if (size == predictedAt.length) {
                grow(2 * size);
            }
            predictedAt[size] = time;
            score[size] = rowScore;
            issued[size] = probability;
            outcome[size] = actual;
            weight[size] = w;
            group[size] = event;
            segments[size] = inSegments;
            grouped |= event != null;
            size++;
        }

        private void grow(int length) {
            predictedAt = Arrays.copyOf(predictedAt, length);
            score = Arrays.copyOf(score, length);
            issued = Arrays.copyOf(issued, length);
            outcome = Arrays.copyOf(outcome, length);
            weight = Arrays.copyOf(weight, length);
            group = Arrays.copyOf(group, length);
            segments = Arrays.copyOf(segments, length);
        }

        @SuppressWarnings("unchecked") // arrays have no type parameters
        private static List<String>[] lists(int length) {
            return new List[length];
        }

        /** {@return whether any row belongs to a group} */
        public boolean isGrouped() {
            return grouped;
        }

        /** {@return the rows} */
        public CohortRows build(Set<String> begunBefore) {
            return new CohortRows(
                    size, predictedAt, score, issued, outcome, weight, group, segments, Set.copyOf(begunBefore));
        }
    }
}

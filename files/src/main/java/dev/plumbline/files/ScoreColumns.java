package dev.plumbline.files;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Growing columns of the rows that can be used; a column that is not wanted is null. */
final class ScoreColumns {
    private static final int FIRST_ROWS = 1_024;

    double[] score = new double[FIRST_ROWS];
    double[] outcome;
    double[] weight;
    long[] time;
    int[] group;
    final Map<String, Labels> by = new LinkedHashMap<>();

    private final Map<String, Integer> groups = new HashMap<>();
    private int size;

    /** Texts by the order of first sight. */
    static final class Labels {
        private final Map<String, Integer> codes = new LinkedHashMap<>();
        private int[] code = new int[FIRST_ROWS];

        private void set(int row, String label) {
            if (row == code.length) {
                code = Arrays.copyOf(code, 2 * row);
            }
            code[row] = codes.computeIfAbsent(label, each -> codes.size());
        }

        private void move(int from, int to) {
            code[to] = code[from];
        }

        Map<String, int[]> places(int size) {
            int[] counts = new int[codes.size()];
            for (int i = 0; i < size; i++) {
                counts[code[i]]++;
            }
            int[][] places = new int[codes.size()][];
            for (int i = 0; i < places.length; i++) {
                places[i] = new int[counts[i]];
            }
            Arrays.fill(counts, 0);
            for (int i = 0; i < size; i++) {
                places[code[i]][counts[code[i]]++] = i;
            }
            Map<String, int[]> named = new LinkedHashMap<>();
            codes.forEach((label, number) -> {
                if (places[number].length > 0) {
                    named.put(label, places[number]);
                }
            });
            return named;
        }
    }

    ScoreColumns(boolean outcomes, boolean weights, boolean times, boolean groups, Iterable<String> by) {
        outcome = outcomes ? new double[FIRST_ROWS] : null;
        weight = weights ? new double[FIRST_ROWS] : null;
        time = times ? new long[FIRST_ROWS] : null;
        group = groups ? new int[FIRST_ROWS] : null;
        by.forEach(column -> this.by.put(column, new Labels()));
    }

    int size() {
        return size;
    }

    /** Adds a row of a score and, where outcomes are wanted, an outcome; the other columns are set after it. */
    int add(double newScore, double newOutcome) {
        if (size == score.length) {
            grow(Math.max(size + 1, size + size / 2));
        }
        score[size] = newScore;
        if (outcome != null) {
            outcome[size] = newOutcome;
        }
        return size++;
    }

    /** Adds the rows of others, of scores, outcomes and weights alone. */
    void add(ScoreColumns more, int room) {
        if (size + more.size > score.length) {
            grow(Math.max(size + more.size, room));
        }
        System.arraycopy(more.score, 0, score, size, more.size);
        if (outcome != null) {
            System.arraycopy(more.outcome, 0, outcome, size, more.size);
        }
        if (weight != null) {
            System.arraycopy(more.weight, 0, weight, size, more.size);
        }
        size += more.size;
    }

    void setGroup(int row, String key) {
        group[row] = groups.computeIfAbsent(key, each -> groups.size());
    }

    void setLabel(int row, String column, String label) {
        by.get(column).set(row, label);
    }

    private void grow(int length) {
        score = Arrays.copyOf(score, length);
        outcome = outcome == null ? null : Arrays.copyOf(outcome, length);
        weight = weight == null ? null : Arrays.copyOf(weight, length);
        time = time == null ? null : Arrays.copyOf(time, length);
        group = group == null ? null : Arrays.copyOf(group, length);
    }

    /** Forgets the rows from {@code length} on. */
    void cut(int length) {
        size = length;
    }

    /** Brings both scales to 0 to 1 and leaves out the rows that are then above 1. */
    void scale(double oneScore, double oneOutcome) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            double p = score[i] / oneScore;
            double y = outcome == null ? 0 : outcome[i] / oneOutcome;
            if (p <= 1 && y <= 1) {
                move(i, kept);
                score[kept] = p;
                if (outcome != null) {
                    outcome[kept] = y;
                }
                kept++;
            }
        }
        size = kept;
    }

    private void move(int from, int to) {
        if (from == to) {
            return;
        }
        if (weight != null) {
            weight[to] = weight[from];
        }
        if (time != null) {
            time[to] = time[from];
        }
        if (group != null) {
            group[to] = group[from];
        }
        by.values().forEach(labels -> labels.move(from, to));
    }
}

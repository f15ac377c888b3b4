package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.ScoreCells;

/**
 * Sums per cell and class over a stretch of recorded pairs whose ends only move forward, so that fits after every so many pairs read a
 * pair twice at most, however long the history.
 */
final class CellWindow {
    private final double[] weight = new double[2 * ScoreCells.COUNT];
    private final double[] weightedP = new double[2 * ScoreCells.COUNT];
    private final int[] rows = new int[2 * ScoreCells.COUNT];
    private int from;
    private int to;

    /** @param first where the stretch begins, still empty */
    CellWindow(int first) {
        from = first;
        to = first;
    }

    /** The rows of the pairs in [start, end), neither below its value at the last call. */
    FitRows rows(PairHistory pairs, int start, int end) {
        while (to < end) {
            add(pairs, to++, 1);
        }
        while (from < start) {
            add(pairs, from++, -1);
        }
        return FitRows.of(weight, weightedP, end - start);
    }

    private void add(PairHistory pairs, int i, int direction) {
        int cell = pairs.cell(i);
        double w = pairs.weight(i);
        double y = pairs.outcome(i);
        add(2 * cell, w * (1 - y), pairs.probability(i), direction);
        add(2 * cell + 1, w * y, pairs.probability(i), direction);
    }

    private void add(int at, double w, double p, int direction) {
        if (w > 0) {
            rows[at] += direction;
            // no rows, no sums: what rounding leaves behind would be a class of its own
            weight[at] = rows[at] == 0 ? 0 : weight[at] + direction * w;
            weightedP[at] = rows[at] == 0 ? 0 : weightedP[at] + direction * w * p;
        }
    }
}

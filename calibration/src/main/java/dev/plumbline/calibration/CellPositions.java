package dev.plumbline.calibration;

import java.util.Arrays;

/**
 * The cells of a summary that have weight, as positions with sums: what metrics of all pairs run over when there are only sums. Every
 * pair then stands at the mean of its cell, 0.03 logits wide.
 */
final class CellPositions {

    final double[] x;
    final double[] weight;
    final double[] target;
    final int[] cell;

    private CellPositions(double[] x, double[] weight, double[] target, int[] cell) {
        this.x = x;
        this.weight = weight;
        this.target = target;
        this.cell = cell;
    }

    /** @throws IllegalArgumentException when the summary has no weight */
    static CellPositions of(CalibrationSummary summary) {
        double[] x = new double[ScoreCells.COUNT];
        double[] weight = new double[ScoreCells.COUNT];
        double[] target = new double[ScoreCells.COUNT];
        int[] cells = new int[ScoreCells.COUNT];
        int size = 0;
        for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
            CellSums sums = summary.cell(cell);
            if (sums.w() > 0) {
                x[size] = CellMoments.of(summary, cell).mean();
                weight[size] = sums.w();
                target[size] = Math.min(Math.max(sums.wy(), 0), sums.w());
                cells[size++] = cell;
            }
        }
        if (size == 0) {
            throw new IllegalArgumentException("summary must have at least 1 pair with weight, got none");
        }
        return new CellPositions(
                Arrays.copyOf(x, size),
                Arrays.copyOf(weight, size),
                Arrays.copyOf(target, size),
                Arrays.copyOf(cells, size));
    }
}

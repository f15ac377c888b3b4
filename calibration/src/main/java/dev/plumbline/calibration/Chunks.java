package dev.plumbline.calibration;

import java.util.Arrays;

/**
 * Sorted pairs cut into at most so many neighbouring chunks of nearly equal weight, each at its mean position: what smoothing and
 * resampling run over when there are more pairs than they need. With few enough positions every position is a chunk.
 */
final class Chunks {

    final double[] x;
    final double[] weight;
    final double[] target;
    final int[] start; // of each chunk in the pools, one more at the end; null when made from cells

    private Chunks(double[] x, double[] weight, double[] target, int[] start) {
        this.x = x;
        this.weight = weight;
        this.target = target;
        this.start = start;
    }

    static Chunks of(SortedPairs sorted, int most) {
        int pools = sorted.pools();
        if (pools <= most) {
            int[] start = new int[pools + 1];
            Arrays.setAll(start, i -> i);
            return new Chunks(sorted.x, sorted.weight, sorted.target, start);
        }
        double total = 0;
        for (double w : sorted.weight) {
            total += w;
        }
        int[] start = new int[most + 1];
        int size = 0;
        int last = -1;
        double seen = 0;
        for (int k = 0; k < pools; k++) {
            // the chunk of the share of the weight that the middle of this position lies in
            int share = (int) Math.min((seen + sorted.weight[k] / 2) / total * most, most - 1);
            if (share != last) {
                start[size++] = k;
                last = share;
            }
            seen += sorted.weight[k];
        }
        start = Arrays.copyOf(start, size + 1);
        start[size] = pools;
        return summed(sorted, start);
    }

    /** Every cell of a summary is one. */
    static Chunks of(CalibrationSummary summary) {
        CellPositions cells = CellPositions.of(summary);
        return new Chunks(cells.x, cells.weight, cells.target, null);
    }

    private static Chunks summed(SortedPairs sorted, int[] start) {
        int size = start.length - 1;
        double[] x = new double[size];
        double[] weight = new double[size];
        double[] target = new double[size];
        for (int c = 0; c < size; c++) {
            double moment = 0;
            for (int k = start[c]; k < start[c + 1]; k++) {
                weight[c] += sorted.weight[k];
                target[c] += sorted.target[k];
                moment += sorted.weight[k] * (sorted.x[k] - sorted.x[start[c]]);
            }
            x[c] = Math.min(sorted.x[start[c]] + moment / weight[c], sorted.x[start[c + 1] - 1]);
            target[c] = Math.min(target[c], weight[c]);
        }
        return new Chunks(x, weight, target, start);
    }

    int size() {
        return x.length;
    }

    double totalWeight() {
        NeumaierSum total = new NeumaierSum();
        for (double w : weight) {
            total.add(w);
        }
        return total.value();
    }
}

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
    final int[] start; // of each chunk in what was cut, one more at the end; null when every cell is a chunk

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
        return cut(sorted.x, sorted.weight, sorted.target, most);
    }

    /** Always cut, so that no chunk has much less weight than the others unless its position stands alone. */
    static Chunks cut(double[] x, double[] weight, double[] target, int most) {
        double total = 0;
        for (double w : weight) {
            total += w;
        }
        int[] start = new int[most + 1];
        int size = 0;
        int last = -1;
        double seen = 0;
        for (int k = 0; k < x.length; k++) {
            // the chunk of the share of the weight that the middle of this position lies in
            int share = (int) Math.min((seen + weight[k] / 2) / total * most, most - 1);
            if (share != last) {
                start[size++] = k;
                last = share;
            }
            seen += weight[k];
        }
        start = Arrays.copyOf(start, size + 1);
        start[size] = x.length;
        return summed(x, weight, target, start);
    }

    /** Every cell of a summary is one. */
    static Chunks of(CalibrationSummary summary) {
        CellPositions cells = CellPositions.of(summary);
        return new Chunks(cells.x, cells.weight, cells.target, null);
    }

    private static Chunks summed(double[] x, double[] weight, double[] target, int[] start) {
        int size = start.length - 1;
        double[] means = new double[size];
        double[] weights = new double[size];
        double[] targets = new double[size];
        for (int c = 0; c < size; c++) {
            double moment = 0;
            for (int k = start[c]; k < start[c + 1]; k++) {
                weights[c] += weight[k];
                targets[c] += target[k];
                moment += weight[k] * (x[k] - x[start[c]]);
            }
            means[c] = Math.min(x[start[c]] + moment / weights[c], x[start[c + 1] - 1]);
            targets[c] = Math.min(targets[c], weights[c]);
        }
        return new Chunks(means, weights, targets, start);
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

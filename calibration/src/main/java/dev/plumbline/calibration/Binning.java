package dev.plumbline.calibration;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A cut of [0, 1] into bins: of equal width, closed on the left, or of equal mass, closed on the right. */
final class Binning {

    private final int bins;
    private final double[] edges; // null: equal width; else bins + 1 quantiles

    private Binning(int bins, double[] edges) {
        this.bins = bins;
        this.edges = edges;
    }

    /** Pair p falls in {@code min(floor(p*bins), bins-1)}. */
    static Binning equalWidth(int bins) {
        Checks.atLeast("bins", bins, 1);
        return new Binning(bins, null);
    }

    /**
     * Edges are the quantiles k/bins of the probabilities, by linear interpolation between order statistics (type 7 of
     * Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566); p falls in the bin of the first edge that is not below it,
     * so ties stay together.
     */
    static Binning equalMass(CalibrationSample sample, int bins) {
        if (sample.isSorted() || sample.weightColumn() != null) {
            SortedPairs sorted = sample.sorted();
            return equalMass(sorted.x, sorted.weight, sorted.rows(), bins);
        }
        return new Binning(bins, Quantiles.ofUnsorted(sample.probabilityColumn(), shares(bins)));
    }

    static Binning equalMass(double[] x, double[] weight, int rows, int bins) {
        Quantiles quantiles = Quantiles.of(x, weight, rows);
        return new Binning(bins, Arrays.stream(shares(bins)).map(quantiles::at).toArray());
    }

    private static double[] shares(int bins) {
        Checks.atLeast("bins", bins, 1);
        return IntStream.rangeClosed(0, bins)
                .mapToDouble(k -> k / (double) bins)
                .toArray();
    }

    boolean isEqualWidth() {
        return edges == null;
    }

    int bins() {
        return bins;
    }

    int bin(double p) {
        if (edges == null) {
            return Math.min((int) (p * bins), bins - 1); // p is not negative, so this is the floor
        }
        int low = 1;
        int high = bins;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (edges[middle] < p) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** Where each bin starts in ascending values; one more entry at the end. */
    int[] starts(double[] ascending) {
        int[] start = new int[bins + 1];
        for (int bin = 1; bin < bins; bin++) {
            int low = start[bin - 1];
            int high = ascending.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (bin(ascending[middle]) < bin) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            start[bin] = low;
        }
        start[bins] = ascending.length;
        return start;
    }

    double start(int bin) {
        return edges == null ? bin / (double) bins : edges[bin];
    }

    double end(int bin) {
        return edges == null ? (bin + 1) / (double) bins : edges[bin + 1];
    }
}

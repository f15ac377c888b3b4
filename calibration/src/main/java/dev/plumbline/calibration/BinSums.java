package dev.plumbline.calibration;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Per bin the rows and the sums of w, w*p and w*y. */
final class BinSums {

    private static final int PART = 1 << 18; // rows that a thread takes at a time

    final long[] n;
    final double[] w;
    final double[] wp;
    final double[] wy;
    private final Binning binning;

    private BinSums(Binning binning) {
        this.binning = binning;
        this.n = new long[binning.bins()];
        this.w = new double[binning.bins()];
        this.wp = new double[binning.bins()];
        this.wy = new double[binning.bins()];
    }

    /** The ten bins of equal width of a summary: each is a union of cells. */
    static BinSums of(CalibrationSummary summary) {
        BinSums sums = new BinSums(Binning.equalWidth(ScoreCells.BINS));
        for (int bin = 0; bin < ScoreCells.BINS; bin++) {
            NeumaierSum w = new NeumaierSum();
            NeumaierSum wp = new NeumaierSum();
            NeumaierSum wy = new NeumaierSum();
            for (int cell = ScoreCells.firstCell(bin); cell < ScoreCells.firstCell(bin + 1); cell++) {
                CellSums in = summary.cell(cell);
                sums.n[bin] += in.n();
                w.add(in.w());
                wp.add(in.wp());
                wy.add(in.wy());
            }
            sums.w[bin] = w.value();
            sums.wp[bin] = wp.value();
            sums.wy[bin] = wy.value();
        }
        return sums;
    }

    /** Bins of equal mass of the cell means. */
    static BinSums equalMass(CalibrationSummary summary, int bins) {
        CellPositions cells = CellPositions.of(summary);
        Binning binning =
                Binning.equalMass(cells.x, cells.weight, (int) Math.min(summary.count(), Integer.MAX_VALUE), bins);
        BinSums sums = new BinSums(binning);
        for (int i = 0; i < cells.x.length; i++) {
            int bin = binning.bin(cells.x[i]);
            CellSums in = summary.cell(cells.cell[i]);
            sums.n[bin] += in.n();
            sums.w[bin] += in.w();
            sums.wp[bin] += in.wp();
            sums.wy[bin] += in.wy();
        }
        return sums;
    }

    /** From the pairs, in a way that does not depend on their order. */
    static BinSums ofRows(CalibrationSample sample, Binning binning) {
        BinSums sums = new BinSums(binning);
        if (sample.weightColumn() == null && !binning.isEqualWidth() && sample.isBinary() && sample.isSorted()) {
            sums.addSorted(sample.sorted());
        } else if (sample.weightColumn() == null) {
            sums.addUnweighted(sample.probabilityColumn(), sample.outcomeColumn(), sample.isBinary());
        } else {
            sums.addPools(sample);
        }
        return sums;
    }

    private void addUnweighted(double[] p, double[] y, boolean binary) {
        int parts = (p.length + PART - 1) / PART;
        IntStream numbers = IntStream.range(0, parts);
        (parts > 1 ? numbers.parallel() : numbers)
                .mapToObj(part ->
                        new BinTally(binning).add(p, y, part * PART, Math.min((part + 1) * PART, p.length), binary))
                .reduce(BinTally::plus)
                .ifPresent(this::take);
    }

    /** The sums of rows of weight 1. */
    static BinSums of(Binning binning, BinTally tally) {
        BinSums sums = new BinSums(binning);
        sums.take(tally);
        return sums;
    }

    private void take(BinTally tally) {
        for (int bin = 0; bin < n.length; bin++) {
            n[bin] = tally.rows(bin);
            w[bin] = n[bin];
            wp[bin] = tally.probabilities(bin);
            wy[bin] = tally.outcomes(bin);
        }
    }

    /** The same sums over distinct probabilities in order, where every bin is a run of them; a weight is a number of rows. */
    private void addSorted(SortedPairs sorted) {
        int[] start = binning.starts(sorted.x);
        for (int bin = 0; bin < n.length; bin++) {
            long high = 0;
            long low = 0;
            long rows = 0;
            double events = 0;
            for (int k = start[bin]; k < start[bin + 1]; k++) {
                long units = (long) (sorted.x[k] * 0x1p53);
                long count = (long) sorted.weight[k];
                rows += count;
                high += (units >>> 32) * count;
                low += (units & 0xFFFF_FFFFL) * count;
                events += sorted.target[k];
            }
            n[bin] = rows;
            w[bin] = rows;
            wp[bin] = BinTally.whole(high, low);
            wy[bin] = events;
        }
    }

    /** Weights may span many orders of magnitude, which fixed point does not: add in sorted order, compensated. */
    private void addPools(CalibrationSample sample) {
        for (double p : sample.probabilityColumn()) {
            n[binning.bin(p)]++;
        }
        SortedPairs sorted = sample.sorted();
        NeumaierSum weight = new NeumaierSum();
        NeumaierSum predicted = new NeumaierSum();
        NeumaierSum actual = new NeumaierSum();
        for (int k = 0; k < sorted.pools(); k++) {
            int bin = binning.bin(sorted.x[k]);
            weight.add(sorted.weight[k]);
            predicted.add(sorted.weight[k] * sorted.x[k]);
            actual.add(sorted.target[k]);
            if (k + 1 == sorted.pools() || binning.bin(sorted.x[k + 1]) != bin) {
                w[bin] = weight.value();
                wp[bin] = predicted.value();
                wy[bin] = actual.value();
                weight = new NeumaierSum();
                predicted = new NeumaierSum();
                actual = new NeumaierSum();
            }
        }
    }

    List<Long> counts() {
        return Arrays.stream(n).boxed().toList();
    }

    int bins() {
        return n.length;
    }

    double start(int bin) {
        return binning.start(bin);
    }

    double end(int bin) {
        return binning.end(bin);
    }

    long rows() {
        return Arrays.stream(n).sum();
    }

    double totalWeight() {
        return NeumaierSum.of(w);
    }
}

package dev.plumbline.calibration;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Per bin the rows and the sums of w, w*p and w*y. */
final class BinSums {

    private static final int BLOCK = 512; // so many times 2^53 stays below 2^63

    private static final int PART = 1 << 18; // rows that a thread takes at a time
    private static final long ONE = 1;
    private static final long EVENT = 1L << 32;
    private static final long BIT_OF_ONE = 1L << 52;

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
        if (sample.weightColumn() == null && !binning.isEqualWidth() && sample.isBinary()) {
            sums.addSorted(sample.sorted());
        } else if (sample.weightColumn() == null) {
            sums.addUnweighted(sample.probabilityColumn(), sample.outcomeColumn(), sample.isBinary());
        } else {
            sums.addPools(sample);
        }
        return sums;
    }

    /**
     * One pass over unsorted rows: probabilities are added as whole multiples of 2^-53, so that neither their order matters nor how
     * many threads share them; in blocks whose sums fit 63 bits.
     */
    private void addUnweighted(double[] p, double[] y, boolean binary) {
        int bins = n.length;
        int parts = (p.length + PART - 1) / PART;
        IntStream numbers = IntStream.range(0, parts);
        long[] total = (parts > 1 ? numbers.parallel() : numbers)
                .mapToObj(part -> tally(p, y, part * PART, Math.min((part + 1) * PART, p.length)))
                .reduce(new long[4 * bins], BinSums::plus);
        for (int bin = 0; bin < bins; bin++) {
            n[bin] = total[4 * bin];
            w[bin] = n[bin];
            wp[bin] = whole(total[4 * bin + 2], total[4 * bin + 3]);
            wy[bin] = total[4 * bin + 1];
        }
        if (!binary) {
            addFractional(p, y);
        }
    }

    private static long[] plus(long[] a, long[] b) {
        long[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    /** Per bin rows, events, and the sum of probabilities in two halves of 32 bits. */
    private long[] tally(double[] p, double[] y, int first, int end) {
        int bins = n.length;
        long[] total = new long[4 * bins];
        long[] sum = new long[bins];
        long[] otherSum = new long[bins]; // every other row: the next need not wait for the last to be stored
        long[] count = new long[bins]; // events in the upper half, rows in the lower one
        long[] otherCount = new long[bins];
        for (int from = first; from < end; from += BLOCK) {
            int to = Math.min(from + BLOCK, end);
            int even = from + ((to - from) & ~1);
            addPairs(p, y, from, even, bins, sum, otherSum, count, otherCount);
            if (even < to) {
                int bin = binning.bin(p[even]);
                sum[bin] += (long) (p[even] * 0x1p53);
                count[bin] += ONE + (y[even] == 1 ? EVENT : 0);
            }
            for (int bin = 0; bin < bins; bin++) {
                long both = sum[bin] + otherSum[bin];
                long counts = count[bin] + otherCount[bin];
                total[4 * bin] += counts & 0xFFFF_FFFFL;
                total[4 * bin + 1] += counts >>> 32;
                total[4 * bin + 2] += both >>> 32;
                total[4 * bin + 3] += both & 0xFFFF_FFFFL;
                sum[bin] = 0;
                otherSum[bin] = 0;
                count[bin] = 0;
                otherCount[bin] = 0;
            }
        }
        return total;
    }

    private void addPairs(
            double[] p,
            double[] y,
            int from,
            int to,
            int bins,
            long[] sum,
            long[] otherSum,
            long[] count,
            long[] otherCount) {
        boolean equalWidth = binning.isEqualWidth();
        int last = bins - 1;
        for (int i = from; i < to; i += 2) {
            double a = p[i];
            double b = p[i + 1];
            int bin = equalWidth ? Math.min((int) (a * bins), last) : binning.bin(a);
            int other = equalWidth ? Math.min((int) (b * bins), last) : binning.bin(b);
            sum[bin] += (long) (a * 0x1p53);
            otherSum[other] += (long) (b * 0x1p53);
            // of 0 and 1 bit 52 tells which it is; other outcomes are added up on their own
            count[bin] += ONE + ((Double.doubleToRawLongBits(y[i]) & BIT_OF_ONE) >>> 20);
            otherCount[other] += ONE + ((Double.doubleToRawLongBits(y[i + 1]) & BIT_OF_ONE) >>> 20);
        }
    }

    private static double whole(long high, long low) {
        return ((high + (low >>> 32)) * 0x1p32 + (low & 0xFFFF_FFFFL)) * 0x1p-53;
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
            wp[bin] = whole(high, low);
            wy[bin] = events;
        }
    }

    private void addFractional(double[] p, double[] y) {
        FixedPointSum[] actual = new FixedPointSum[n.length];
        for (int bin = 0; bin < actual.length; bin++) {
            actual[bin] = new FixedPointSum(1);
        }
        for (int i = 0; i < p.length; i++) {
            actual[binning.bin(p[i])].add(y[i]);
        }
        for (int bin = 0; bin < actual.length; bin++) {
            wy[bin] = actual[bin].value();
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

    double totalWeight() {
        NeumaierSum total = new NeumaierSum();
        for (double each : w) {
            total.add(each);
        }
        return total.value();
    }
}

package dev.plumbline.calibration;

/**
 * Per bin the rows, events and probabilities of pairs of weight 1, taken in any parts and in any order: all sums are whole numbers,
 * probabilities whole multiples of 2^-53, so that neither is of matter to the last bit.
 */
final class BinTally {
    private static final int BLOCK = 512; // so many times 2^53 stays below 2^63
    private static final long ONE = 1;
    private static final long EVENT = 1L << 32;
    private static final long BIT_OF_ONE = 1L << 52;

    private final Binning binning;
    private final long[] rows;
    private final long[] high; // of the sum of probabilities, in units of 2^32
    private final long[] low;
    private final FixedPointSum[] outcomes;

    BinTally(Binning binning) {
        int bins = binning.bins();
        this.binning = binning;
        rows = new long[bins];
        high = new long[bins];
        low = new long[bins];
        outcomes = new FixedPointSum[bins];
        for (int bin = 0; bin < bins; bin++) {
            outcomes[bin] = new FixedPointSum(1);
        }
    }

    /** Adds another tally over the same bins. */
    BinTally plus(BinTally other) {
        for (int bin = 0; bin < rows.length; bin++) {
            rows[bin] += other.rows[bin];
            high[bin] += other.high[bin];
            low[bin] += other.low[bin];
            outcomes[bin].add(other.outcomes[bin]);
        }
        return this;
    }

    /** @param binary whether each of these outcomes is 0 or 1 */
    BinTally add(double[] p, double[] y, int first, int end, boolean binary) {
        int bins = rows.length;
        long[] sum = new long[bins];
        long[] otherSum = new long[bins]; // every other row: the next need not wait for the last to be stored
        long[] count = new long[bins]; // events in the upper half, rows in the lower one
        long[] otherCount = new long[bins];
        for (int from = first; from < end; from += BLOCK) {
            int to = Math.min(from + BLOCK, end);
            int even = from + ((to - from) & ~1);
            addPairs(p, y, from, even, sum, otherSum, count, otherCount);
            if (even < to) {
                int bin = binning.bin(p[even]);
                sum[bin] += (long) (p[even] * 0x1p53);
                count[bin] += ONE + (y[even] == 1 ? EVENT : 0);
            }
            for (int bin = 0; bin < bins; bin++) {
                long both = sum[bin] + otherSum[bin];
                long counts = count[bin] + otherCount[bin];
                rows[bin] += counts & 0xFFFF_FFFFL;
                high[bin] += both >>> 32;
                low[bin] += both & 0xFFFF_FFFFL;
                if (binary) {
                    outcomes[bin].add(1, counts >>> 32);
                }
                sum[bin] = 0;
                otherSum[bin] = 0;
                count[bin] = 0;
                otherCount[bin] = 0;
            }
        }
        for (int i = first; i < end && !binary; i++) {
            outcomes[binning.bin(p[i])].add(y[i]);
        }
        return this;
    }

    private void addPairs(
            double[] p, double[] y, int from, int to, long[] sum, long[] otherSum, long[] count, long[] otherCount) {
        boolean equalWidth = binning.isEqualWidth();
        int bins = rows.length;
        int last = bins - 1;
        for (int i = from; i < to; i += 2) {
            double a = p[i];
            double b = p[i + 1];
            int bin = equalWidth ? Math.min((int) (a * bins), last) : binning.bin(a);
            int other = equalWidth ? Math.min((int) (b * bins), last) : binning.bin(b);
            sum[bin] += (long) (a * 0x1p53);
            otherSum[other] += (long) (b * 0x1p53);
            // of 0 and 1 bit 52 tells which it is; of other outcomes this is not used
            count[bin] += ONE + ((Double.doubleToRawLongBits(y[i]) & BIT_OF_ONE) >>> 20);
            otherCount[other] += ONE + ((Double.doubleToRawLongBits(y[i + 1]) & BIT_OF_ONE) >>> 20);
        }
    }

    long rows(int bin) {
        return rows[bin];
    }

    double probabilities(int bin) {
        return whole(high[bin], low[bin]);
    }

    double outcomes(int bin) {
        return outcomes[bin].value();
    }

    /** {@code (2^32 high + low) 2^-53}, rounded once. */
    static double whole(long high, long low) {
        return ((high + (low >>> 32)) * 0x1p32 + (low & 0xFFFF_FFFFL)) * 0x1p-53;
    }
}

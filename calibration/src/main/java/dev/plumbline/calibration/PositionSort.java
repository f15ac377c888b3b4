package dev.plumbline.calibration;

import java.util.Arrays;

/**
 * Sorts row numbers by a position each. Where there are few enough rows, position (as a share of the range, in 41 bits) and row number
 * share one long: two rounds on its leading 22 bits, three where the positions lie close together, then what still agrees in those
 * bits is settled run by run. Equal positions keep their order. Others go to {@link RadixSort}.
 */
final class PositionSort {

    private static final int ROW_BITS = 22;
    private static final int KEY_BITS = 64 - ROW_BITS - 1; // the sign stays clear
    private static final int DIGIT = 11;
    private static final int MASK = (1 << DIGIT) - 1;
    private static final long ROW = (1L << ROW_BITS) - 1;
    private static final int FEW = 256;
    private static final int SHORT = 24;
    private static final double CROWDED = 12; // rows that would agree in 22 bits

    private PositionSort() {}

    /** Sorts {@code rows} by {@code position[row]}; no position is NaN or -0.0. */
    static void sort(double[] position, int[] rows) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int row : rows) {
            least = Math.min(least, position[row]);
            most = Math.max(most, position[row]);
        }
        double scale = ((1L << KEY_BITS) - 1) / (most - least);
        if (rows.length <= FEW || position.length > ROW || !(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
            byKey(position, rows, 0, rows.length);
            return;
        }
        long[] packed = new long[rows.length];
        int[] high = new int[MASK + 1];
        for (int i = 0; i < packed.length; i++) {
            // subtraction and multiplication round, but never turn an order round
            long key = (long) ((position[rows[i]] - least) * scale);
            packed[i] = key << ROW_BITS | rows[i];
            high[(int) (key >>> (KEY_BITS - DIGIT))]++;
        }
        int rounds = crowding(high, packed.length) > CROWDED ? 3 : 2;
        int shift = ROW_BITS + KEY_BITS - rounds * DIGIT;
        long[] other = new long[packed.length];
        for (int round = 0; round < rounds; round++) {
            scatter(packed, other, shift + round * DIGIT);
            long[] swap = packed;
            packed = other;
            other = swap;
        }
        settle(packed, shift);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (int) (packed[i] & ROW);
        }
        settleKeys(packed, position, rows);
    }

    /** How many rows share 22 leading bits with a row on average, if they fill each of the 2048 leading parts evenly. */
    private static double crowding(int[] high, int n) {
        double sum = 0;
        for (int count : high) {
            sum += (double) count * count;
        }
        return sum / n / (MASK + 1);
    }

    private static void scatter(long[] from, long[] to, int shift) {
        int[] next = new int[MASK + 1];
        for (long each : from) {
            next[(int) (each >>> shift) & MASK]++;
        }
        int sum = 0;
        for (int bucket = 0; bucket <= MASK; bucket++) {
            int count = next[bucket];
            next[bucket] = sum;
            sum += count;
        }
        for (long each : from) {
            to[next[(int) (each >>> shift) & MASK]++] = each;
        }
    }

    /** Sorts the runs that agree in all bits from {@code shift} on; row numbers are unique and ascending, so this is stable. */
    private static void settle(long[] packed, int shift) {
        int start = 0;
        for (int i = 1; i <= packed.length; i++) {
            if (i == packed.length || (packed[i] ^ packed[start]) >>> shift != 0) {
                if (i - start > SHORT) {
                    Arrays.sort(packed, start, i);
                } else if (i - start > 1) {
                    insertion(packed, start, i);
                }
                start = i;
            }
        }
    }

    private static void insertion(long[] packed, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long each = packed[i];
            int j = i - 1;
            while (j >= from && packed[j] > each) {
                packed[j + 1] = packed[j];
                j--;
            }
            packed[j + 1] = each;
        }
    }

    /** Rows whose 41 bits agree may still differ: those runs are sorted by all of the position. */
    private static void settleKeys(long[] packed, double[] position, int[] rows) {
        int start = 0;
        boolean settled = true;
        for (int i = 1; i <= packed.length; i++) {
            if (i == packed.length || (packed[i] ^ packed[start]) >>> ROW_BITS != 0) {
                if (!settled) {
                    byKey(position, rows, start, i);
                    settled = true;
                }
                start = i;
            } else if (position[rows[i]] < position[rows[i - 1]]) {
                settled = false;
            }
        }
    }

    private static void byKey(double[] position, int[] rows, int from, int to) {
        int[] part = from == 0 && to == rows.length ? rows : Arrays.copyOfRange(rows, from, to);
        long[] keys = new long[part.length];
        long zero = RadixSort.key(0.0);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < keys.length; i++) {
            keys[i] = RadixSort.key(position[part[i]]);
            least = keys[i] > zero ? Math.min(least, keys[i]) : least;
        }
        for (int i = 0; i < keys.length; i++) {
            // close the gap of a thousand empty exponents between 0 and the least positive value
            keys[i] = keys[i] > zero ? keys[i] - least + zero + 1 : keys[i];
        }
        RadixSort.sort(keys, part);
        if (part != rows) {
            System.arraycopy(part, 0, rows, from, part.length);
        }
    }
}

package dev.plumbline.calibration;

/**
 * Sorts long keys, each with an int that travels along: least significant digit first on the leading 33 bits that differ
 * between keys, then runs that still agree in those bits by insertion, or, where they are long, by the same again.
 *
 * <p>Stable; linear in the number of keys whatever their values, because each round uses up 33 of at most 64 bits.
 */
public final class RadixSort {

    private static final int DIGIT = 11;
    private static final int BUCKETS = 1 << DIGIT;
    private static final int MASK = BUCKETS - 1;
    private static final int DIGITS = 3;
    private static final int SMALL = 48; // below this insertion is faster than clearing three histograms

    private final long[] keys;
    private final int[] values;
    private final long[] otherKeys;
    private final int[] otherValues;

    private RadixSort(long[] keys, int[] values) {
        this.keys = keys;
        this.values = values;
        this.otherKeys = keys.length > SMALL ? new long[keys.length] : null;
        this.otherValues = keys.length > SMALL ? new int[keys.length] : null;
    }

    /**
     * A long that is ordered as the doubles are.
     *
     * @param value not NaN; -0.0 comes before 0.0
     * @return the key
     */
    public static long key(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** The double that {@link #key} came from. */
    static double value(long key) {
        return Double.longBitsToDouble(key ^ ((key >> 63) & Long.MAX_VALUE));
    }

    /**
     * Sorts both arrays by the keys, ascending as signed numbers.
     *
     * @param keys the order
     * @param values of the same length, moved along
     */
    public static void sort(long[] keys, int[] values) {
        new RadixSort(keys, values).sort(0, keys.length);
    }

    private void sort(int from, int to) {
        if (to - from <= SMALL) {
            insertion(from, to);
            return;
        }
        long min = keys[from];
        long max = keys[from];
        for (int i = from + 1; i < to; i++) {
            min = Math.min(min, keys[i]);
            max = Math.max(max, keys[i]);
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(max - min); // the difference is right as an unsigned number
        int shift = Math.max(0, bits - DIGITS * DIGIT);
        digits(from, to, min, shift);
        if (shift > 0) {
            settleRuns(from, to, min, shift);
        }
    }

    private void digits(int from, int to, long min, int shift) {
        int[] low = new int[BUCKETS];
        int[] middle = new int[BUCKETS];
        int[] high = new int[BUCKETS];
        for (int i = from; i < to; i++) {
            long key = (keys[i] - min) >>> shift;
            low[(int) key & MASK]++;
            middle[(int) (key >>> DIGIT) & MASK]++;
            high[(int) (key >>> 2 * DIGIT) & MASK]++;
        }
        boolean moved = false;
        int[][] counts = {low, middle, high};
        for (int digit = 0; digit < DIGITS; digit++) {
            int places = digit * DIGIT + shift;
            if (places < Long.SIZE && startsOf(counts[digit], from, to)) {
                if (moved) {
                    scatter(otherKeys, otherValues, keys, values, from, to, min, places, counts[digit]);
                } else {
                    scatter(keys, values, otherKeys, otherValues, from, to, min, places, counts[digit]);
                }
                moved = !moved;
            }
        }
        if (moved) {
            System.arraycopy(otherKeys, from, keys, from, to - from);
            System.arraycopy(otherValues, from, values, from, to - from);
        }
    }

    /** Turns counts into first places; false when all keys share this digit. */
    private static boolean startsOf(int[] counts, int from, int to) {
        int next = from;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            int count = counts[bucket];
            if (count == to - from) {
                return false;
            }
            counts[bucket] = next;
            next += count;
        }
        return true;
    }

    private static void scatter(
            long[] keys,
            int[] values,
            long[] toKeys,
            int[] toValues,
            int from,
            int to,
            long min,
            int places,
            int[] next) {
        for (int i = from; i < to; i++) {
            long key = keys[i];
            int place = next[(int) ((key - min) >>> places) & MASK]++;
            toKeys[place] = key;
            toValues[place] = values[i];
        }
    }

    private void settleRuns(int from, int to, long min, int shift) {
        int start = from;
        long leading = (keys[from] - min) >>> shift;
        for (int i = from + 1; i <= to; i++) {
            long next = i < to ? (keys[i] - min) >>> shift : leading + 1;
            if (next != leading) {
                if (i - start > 1) {
                    sort(start, i);
                }
                start = i;
                leading = next;
            }
        }
    }

    private void insertion(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long key = keys[i];
            int value = values[i];
            int j = i - 1;
            while (j >= from && keys[j] > key) {
                keys[j + 1] = keys[j];
                values[j + 1] = values[j];
                j--;
            }
            keys[j + 1] = key;
            values[j + 1] = value;
        }
    }
}

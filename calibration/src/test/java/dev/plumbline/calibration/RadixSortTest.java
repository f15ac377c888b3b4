package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class RadixSortTest {

    private static void check(int n, LongSupplier source) {
        long[] keys = new long[n];
        Arrays.setAll(keys, i -> source.getAsLong());
        int[] rows = new int[n];
        Arrays.setAll(rows, i -> i);
        long[] original = keys.clone();
        Integer[] expected = new Integer[n];
        Arrays.setAll(expected, i -> i);
        Arrays.sort(expected, (a, b) -> Long.compare(original[a], original[b])); // stable
        RadixSort.sort(keys, rows);
        assertThat(rows).isEqualTo(Arrays.stream(expected).mapToInt(i -> i).toArray());
        for (int i = 0; i < n; i++) {
            assertThat(keys[i]).isEqualTo(original[rows[i]]);
        }
    }

    @Test
    void sort_keysOfManyKinds_isTheStableOrder() {
        SplittableRandom random = new SplittableRandom(1);
        for (int n : new int[] {0, 1, 2, 47, 48, 49, 1000, 5000}) {
            check(n, random::nextLong);
            check(n, () -> RadixSort.key(random.nextDouble()));
            check(n, () -> RadixSort.key(1 / (random.nextDouble() - 0.5)));
            check(n, () -> random.nextInt(3));
            check(n, () -> 7);
            check(n, () -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE);
            check(n, () -> random.nextLong() & 0xFFL); // all differences in the last places
            check(n, () -> (random.nextInt(2) * (1L << 62)) + (random.nextLong() >>> 44)); // long runs
            check(n, () -> 1L << random.nextInt(64));
        }
    }

    @Test
    void key_doubles_keepOrderAndValue() {
        double[] ascending = {
            Double.NEGATIVE_INFINITY, -1e300, -1, -Double.MIN_VALUE, -0.0, 0.0, Double.MIN_VALUE, 0.1, 1, 1e300
        };
        for (int i = 0; i < ascending.length; i++) {
            assertThat(RadixSort.value(RadixSort.key(ascending[i]))).isEqualTo(ascending[i]);
            if (i > 0) {
                assertThat(RadixSort.key(ascending[i])).isGreaterThan(RadixSort.key(ascending[i - 1]));
            }
        }
    }
}

package dev.plumbline.calibration;

import java.util.Arrays;

/**
 * The k-th smallest of many probabilities without sorting them all: [0, 1] is cut into equal parts, the values of each are counted, and
 * only the parts that hold a wanted one are sorted. Takes two passes; where all values lie in one part it takes a sort.
 */
final class OrderStatistics {

    private static final int PARTS = 1 << 16;

    private OrderStatistics() {}

    /**
     * @param values in [0, 1], in any order
     * @param ranks ascending, each in [0, values.length - 1]; 0 is the smallest value
     * @return the value of each rank
     */
    static double[] of(double[] values, int[] ranks) {
        int[] counts = new int[PARTS + 1]; // the last one is for 1 itself
        for (double value : values) {
            counts[part(value)]++;
        }
        boolean[] wanted = new boolean[counts.length];
        int[] place = new int[ranks.length]; // of each rank among the values that are kept
        int below = 0;
        int kept = 0;
        int next = 0;
        for (int part = 0; part < counts.length; part++) {
            for (; next < ranks.length && ranks[next] < below + counts[part]; next++) {
                wanted[part] = true;
                place[next] = kept + ranks[next] - below;
            }
            below += counts[part];
            kept += wanted[part] ? counts[part] : 0;
        }
        double[] sorted = new double[kept];
        int size = 0;
        for (double value : values) {
            if (wanted[part(value)]) {
                sorted[size++] = value;
            }
        }
        Arrays.sort(sorted);
        return Arrays.stream(place).mapToDouble(at -> sorted[at]).toArray();
    }

    private static int part(double value) {
        return (int) (value * PARTS);
    }
}

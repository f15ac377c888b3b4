package dev.plumbline.learning.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects rows of numbers whose count and width are not known beforehand; each number takes 8 bytes, not an object. */
final class GrowingRows {

    private final List<double[]> rows = new ArrayList<>();
    private double[] open = new double[16];
    private int width;

    void add(double value) {
        if (width == open.length) {
            open = Arrays.copyOf(open, 2 * width);
        }
        open[width++] = value;
    }

    void endRow() {
        rows.add(Arrays.copyOf(open, width));
        width = 0;
    }

    int rowCount() {
        return rows.size();
    }

    double[][] toArray() {
        return rows.toArray(double[][]::new);
    }
}

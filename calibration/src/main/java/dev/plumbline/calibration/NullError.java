package dev.plumbline.calibration;

import java.util.function.IntToDoubleFunction;

/**
 * The standard deviation of {@code sum w_i c_i (y_i - p_i)} when every y is drawn from its p. Rows of one group are taken to
 * be wholly dependent: their standard deviations add, which is the most that any dependence can give.
 */
final class NullError {

    private NullError() {}

    static double of(SortedRows rows, IntToDoubleFunction c) {
        return of(rows, c, 0, rows.size());
    }

    /** Of the rows in [from, to) only. */
    static double of(SortedRows rows, IntToDoubleFunction c, int from, int to) {
        NeumaierSum variance = new NeumaierSum();
        double[] unit = rows.hasGroups() ? new double[rows.units()] : null;
        for (int i = from; i < to; i++) {
            double scale = Math.abs(rows.w[i] * c.applyAsDouble(i));
            if (unit == null) {
                variance.add(scale * scale * rows.p[i] * (1 - rows.p[i]));
            } else {
                unit[rows.unit(i)] += scale * Math.sqrt(rows.p[i] * (1 - rows.p[i]));
            }
        }
        for (int g = 0; unit != null && g < unit.length; g++) {
            variance.add(unit[g] * unit[g]);
        }
        return Math.sqrt(variance.value());
    }
}

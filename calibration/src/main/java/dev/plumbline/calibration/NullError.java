package dev.plumbline.calibration;

/**
 * The standard deviation of {@code sum w_i (y_i - p_i)} when every y is drawn from its p. Rows of one group are taken to
 * be wholly dependent: their standard deviations add, which is the most that any dependence can give.
 */
final class NullError {

    private NullError() {}

    static double of(SortedRows rows) {
        return of(rows, 0, rows.size());
    }

    /** Of the rows in [from, to) only. */
    static double of(SortedRows rows, int from, int to) {
        RowTerms.UnitSquares variance = new RowTerms.UnitSquares(rows);
        double[] term = new double[RowTerms.CHUNK];
        for (int start = from; start < to; start += RowTerms.CHUNK) {
            int count = Math.min(RowTerms.CHUNK, to - start);
            for (int i = 0; i < count; i++) {
                double p = rows.p[start + i];
                term[i] = rows.w[start + i] * Math.sqrt(p * (1 - p));
            }
            variance.add(start, count, term);
        }
        return Math.sqrt(variance.value());
    }
}

package dev.plumbline.calibration;

/**
 * Weighted means of functions of a row with the error that the units give them, and their null under {@code y ~ Bernoulli(p)}. Rows are
 * taken {@value #CHUNK} at a time: plain sums inside, compensated from one to the next.
 */
final class RowTerms {

    static final int CHUNK = 128;

    /** What a score is of each row. */
    @FunctionalInterface
    interface Score {
        /**
         * Fills the first {@code count} places for the rows from {@code from} on.
         *
         * @param f the score
         * @param expected its mean when y is drawn from p
         * @param slope what one unit of y adds to it
         */
        void fill(SortedRows rows, int from, int count, double[] f, double[] expected, double[] slope);
    }

    private RowTerms() {}

    /** Mean, expectation, p-value and interval of a score. */
    static Estimate estimate(SortedRows rows, Score score) {
        double[] f = new double[CHUNK];
        double[] expected = new double[CHUNK];
        double[] slope = new double[CHUNK];
        NeumaierSum value = new NeumaierSum();
        NeumaierSum mean = new NeumaierSum();
        UnitSquares chance = new UnitSquares(rows);
        for (int from = 0; from < rows.size(); from += CHUNK) {
            int count = Math.min(CHUNK, rows.size() - from);
            score.fill(rows, from, count, f, expected, slope);
            double sumF = 0;
            double sumE = 0;
            for (int i = 0; i < count; i++) {
                double w = rows.w[from + i];
                sumF += w * f[i];
                sumE += w * expected[i];
                double p = rows.p[from + i];
                // wholly dependent inside a unit: deviations add
                slope[i] = Math.abs(w * slope[i]) * Math.sqrt(p * (1 - p));
            }
            value.add(sumF);
            mean.add(sumE);
            chance.add(from, count, slope);
        }
        double total = rows.totalWeight;
        double m = value.value() / total;
        double off = m - mean.value() / total;
        double deviation = Math.sqrt(chance.value()) / total;
        double pValue = deviation > 0 ? Normal.twoSided(off / deviation) : 1;
        UnitSquares squares = new UnitSquares(rows);
        for (int from = 0; from < rows.size(); from += CHUNK) {
            int count = Math.min(CHUNK, rows.size() - from);
            score.fill(rows, from, count, f, expected, slope);
            for (int i = 0; i < count; i++) {
                f[i] = rows.w[from + i] * (f[i] - m);
            }
            squares.add(from, count, f);
        }
        return new Estimate(
                m,
                mean.value() / total,
                Math.max(pValue, Double.MIN_NORMAL),
                rows.interval(m, rows.standardError(squares.value()) / total));
    }

    /** The sum over units of the square of the unit's sum. */
    static final class UnitSquares {
        private final SortedRows rows;
        private final double[] unit; // null: every row is one
        private final NeumaierSum sum = new NeumaierSum();

        UnitSquares(SortedRows rows) {
            this.rows = rows;
            this.unit = rows.hasGroups() ? new double[rows.units()] : null;
        }

        /** Adds terms of the rows from {@code from} on, at most a chunk of them. */
        void add(int from, int count, double[] term) {
            if (unit == null) {
                double squares = 0;
                for (int i = 0; i < count; i++) {
                    squares += term[i] * term[i];
                }
                sum.add(squares);
                return;
            }
            for (int i = 0; i < count; i++) {
                unit[rows.unit(from + i)] += term[i];
            }
        }

        double value() {
            NeumaierSum total = new NeumaierSum();
            total.add(sum.value());
            for (int u = 0; unit != null && u < unit.length; u++) {
                total.add(unit[u] * unit[u]);
            }
            return total.value();
        }
    }
}

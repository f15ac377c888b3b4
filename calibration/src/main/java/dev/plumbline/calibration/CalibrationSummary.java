package dev.plumbline.calibration;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What any number of pairs come to: per cell of {@link ScoreCells} the sums of {@link CellSums}. Never changes; merges by
 * {@link #plus}.
 *
 * <p>Base rate, bias, Brier, log loss and every ten-bin calibration error are exact from it (they agree with the same
 * formula over rows to 1e-12). Fits and tests that need more than the sums say so and state their bound.
 *
 * <p>A summary without weight ({@link #isEmpty}) has no means: those methods throw {@link IllegalStateException};
 * calibration errors are 0 for it, optional values and lists are empty.
 */
public final class CalibrationSummary {

    private static final CalibrationSummary EMPTY = builder().build();

    private final CellSums[] cells;
    private final long count;
    private final double weight;

    private CalibrationSummary(CellSums[] cells) {
        this.cells = cells;
        long rows = 0;
        for (CellSums cell : cells) {
            rows = Math.addExact(rows, cell.n());
        }
        this.count = rows;
        this.weight = sum(CellSums::w);
    }

    /** {@return the summary of no pairs, the neutral element of {@link #plus}} */
    public static CalibrationSummary empty() {
        return EMPTY;
    }

    /**
     * The summary of a sample; made once per sample, and the same to the last bit for every order of its pairs.
     *
     * @param sample its pairs
     * @return their sums
     */
    public static CalibrationSummary of(CalibrationSample sample) {
        return sample.summary();
    }

    /** Adds up in sorted order, so that the last bits do not depend on the order of the rows: a run of rows is a run of cells. */
    static CalibrationSummary added(CalibrationSample sample) {
        Builder builder = builder();
        SortedRows rows = sample.rows();
        int from = 0;
        while (from < rows.size()) {
            int cell = ScoreCells.cell(rows.p[from]);
            double last = ScoreCells.upperEdge(cell);
            int most = Math.min(from + RowTerms.CHUNK, rows.size());
            int to = from + 1;
            while (to < most && rows.p[to] <= last) {
                to++;
            }
            builder.add(cell, CellSums.ofRows(rows, from, to));
            from = to;
        }
        if (rows.size() < sample.size()) {
            sample.forEach((p, y, w) -> {
                if (w == 0) {
                    builder.addPair(p, y, 0);
                }
            });
        }
        return builder.build();
    }

    /** {@return a new builder} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The summary of both sets of pairs.
     *
     * @param other another summary
     * @return the sums added, cell by cell
     */
    public CalibrationSummary plus(CalibrationSummary other) {
        CellSums[] sums = new CellSums[ScoreCells.COUNT];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = cells[i].plus(other.cells[i]);
        }
        return new CalibrationSummary(sums);
    }

    /** {@return the number of pairs, whatever their weights} */
    public long count() {
        return count;
    }

    /** {@return the sum of the weights, 0 or more} */
    public double weight() {
        return weight;
    }

    /**
     * The sums of one cell.
     *
     * @param cell its number, see {@link ScoreCells#cell}
     * @return its sums; {@link CellSums#ZERO} when no pair fell there
     */
    public CellSums cell(int cell) {
        Checks.index("cell", cell, cells.length);
        return cells[cell];
    }

    /** {@return how many cells have a pair} */
    public int filledCells() {
        int filled = 0;
        for (CellSums sums : cells) {
            filled += sums.n() > 0 ? 1 : 0;
        }
        return filled;
    }

    /** {@return whether there is nothing to average: no pair, or only pairs of weight 0} */
    public boolean isEmpty() {
        return weight == 0;
    }

    /** {@return the weighted mean probability, {@code sum w*p / sum w}} */
    public double meanProbability() {
        return sum(CellSums::wp) / positiveWeight();
    }

    /** {@return the weighted mean outcome, {@code sum w*y / sum w}} */
    public double baseRate() {
        return sum(CellSums::wy) / positiveWeight();
    }

    /** {@return mean probability minus mean outcome; above 0: the forecasts are too high} */
    public double bias() {
        return sum(cell -> cell.wp() - cell.wy()) / positiveWeight();
    }

    /**
     * Brier score, {@code sum w*(p-y)^2 / sum w}. Smaller is better, the minimum is 0. A fractional outcome is taken as
     * it is, not as split rows (Brier 1950,
     * {@literal doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2}).
     *
     * @return in [0, 1]
     */
    public double brier() {
        return Math.max(0, sum(cell -> cell.wp2() - 2 * cell.wpy() + cell.wy2()) / positiveWeight());
    }

    /**
     * Log loss in nats, {@code -sum w*(y ln p + (1-y) ln(1-p)) / sum w} with {@code 0 ln 0 = 0}. Smaller is better, the
     * minimum is 0. Nothing is clipped.
     *
     * @return empty when it is infinite (something that had probability 0 happened) or the summary is empty
     */
    public OptionalDouble logLoss() {
        if (isEmpty() || cells[0].hasPositives() || cells[ScoreCells.COUNT - 1].hasNegatives()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.max(0, -sum(cell -> cell.wyLnP() + cell.wqLnQ()) / weight));
    }

    /** {@return the number of rows with a probability outside [1e-7, 1 - 1e-7], which any logit has to clip} */
    public long clipped() {
        long rows = 0;
        for (int i = 0; i < cells.length; i++) {
            rows += ScoreCells.isClipped(i) ? cells[i].n() : 0;
        }
        return rows;
    }

    /** {@return the reliability table: ten bins of equal width, empty ones with zeros; no rows for an empty summary} */
    public List<ReliabilityBin> bins() {
        return CalibrationError.of(this).bins();
    }

    /**
     * Expected calibration error, see {@link CalibrationError}: {@code sum_b (W_b/W) |mean p - mean y|} over ten bins of equal
     * width. Smaller is better, the minimum is 0; its expectation under perfect calibration is <b>not</b> 0, see
     * {@link EceNull}.
     *
     * @return in [0, 1]; 0 for an empty summary
     */
    public double ece() {
        return CalibrationError.of(this).ece();
    }

    /**
     * Maximum calibration error: the largest {@code |mean p - mean y|} of the ten bins. Smaller is better.
     *
     * @return in [0, 1]; 0 for an empty summary
     */
    public double mce() {
        return CalibrationError.of(this).mce();
    }

    /**
     * The ECE less an estimate of what chance adds to it; may be negative near perfect calibration.
     *
     * @return at most {@link #ece}; 0 for an empty summary
     */
    public double eceDebiased() {
        return CalibrationError.of(this).debiased();
    }

    double sum(ToDoubleFunction<CellSums> term) {
        NeumaierSum sum = new NeumaierSum();
        for (CellSums cell : cells) {
            if (cell != CellSums.ZERO) {
                sum.add(term.applyAsDouble(cell));
            }
        }
        return sum.value();
    }

    /** A seed that is a function of the row counts of the cells. */
    long seed() {
        long hash = 0;
        for (CellSums cell : cells) {
            hash = hash * 0x9E3779B97F4A7C15L + cell.n();
        }
        return hash;
    }

    private double positiveWeight() {
        if (isEmpty()) {
            throw new IllegalStateException("a summary without weight has no mean, got " + count + " rows");
        }
        return weight;
    }

    /** Collects pairs and sums of cells, in any order; what rounding loses on the way is carried along. */
    public static final class Builder {

        private final CellAccumulator[] cells = new CellAccumulator[ScoreCells.COUNT];

        private Builder() {}

        /**
         * Adds sums to a cell.
         *
         * @param cell its number
         * @param addend sums, which may be a difference as long as the total is not negative
         * @return this
         */
        public Builder add(int cell, CellSums addend) {
            Checks.index("cell", cell, ScoreCells.COUNT);
            if (cells[cell] == null) {
                cells[cell] = new CellAccumulator();
            }
            cells[cell].add(addend);
            return this;
        }

        /**
         * Adds a whole summary.
         *
         * @param summary of other pairs
         * @return this
         */
        public Builder add(CalibrationSummary summary) {
            for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
                if (summary.cells[cell].n() > 0) {
                    add(cell, summary.cells[cell]);
                }
            }
            return this;
        }

        /**
         * Adds one pair.
         *
         * @param p probability in [0, 1]
         * @param y outcome in [0, 1]
         * @param w weight, zero or more
         * @return this
         */
        public Builder addPair(double p, double y, double w) {
            return add(ScoreCells.cell(p), CellSums.ofPair(p, y, w));
        }

        /**
         * The summary of all that was added; the builder may be used on.
         *
         * @return the summary
         */
        public CalibrationSummary build() {
            CellSums[] totals = new CellSums[ScoreCells.COUNT];
            for (int i = 0; i < totals.length; i++) {
                totals[i] = cells[i] == null ? CellSums.ZERO : cells[i].total().settled(i);
            }
            return new CalibrationSummary(totals);
        }
    }
}

package dev.plumbline.calibration;

/**
 * The largest imbalance of outcomes against probabilities below any score; no bins.
 *
 * <p>Formula: {@code max_t |sum over p_i <= t of w_i (y_i - p_i)| / W}.
 *
 * <p>Symbols: p probability, y outcome, w weight, W their sum.
 *
 * <p>Input: all pairs. Equal probabilities enter together.
 *
 * <p>Direction: smaller is better, minimum 0, and at least the size of the bias; not 0 for right probabilities.
 *
 * <p>Weights weigh; the row is the independent unit, and rows of one group count as wholly dependent.
 *
 * <p>Degenerate: with only probabilities 0 and 1 there is no chance: the expectation is 0, and the p-value is 1 when nothing
 * impossible happened, else the smallest positive number. Never NaN.
 *
 * <p>Error: under the null the sums form a martingale with steps of variance {@code w^2 p(1-p)}, which runs like Brownian
 * motion up to time {@code V = sum w^2 p(1-p)}: {@code P = P(sup |B| >= statistic W / sqrt V)}, and the expectation is {@code
 * sqrt(pi V/2)/W}. A walk in steps stays below its limit, so for small samples the p-value is too large, never too small by more
 * than rounding to the normal law allows. With fractional outcomes it is conservative too.
 *
 * <p>Reference: Gupta et al. 2021, arXiv:2006.12800, section 3; Arrieta-Ibarra et al. 2022, arXiv:2205.09680, section 3; the law of
 * sup |B|: Feller 1971, volume II, X.5.
 *
 * <p>Example: p = .2, .8 with y = 1, 0: the sum is .8 after the first pair, 0 after both: .4.
 *
 * @param statistic in [0, 1]
 * @param expected its mean if every probability were right
 * @param pValue chance of a statistic at least as large then
 */
public record KolmogorovSmirnov(double statistic, double expected, double pValue) {

    /** Checks the ranges. */
    public KolmogorovSmirnov {
        Checks.unit("statistic", statistic);
        Checks.finite("expected", expected);
        Checks.unit("pValue", pValue);
    }

    /**
     * The statistic of a sample with its p-value.
     *
     * @param sample pairs
     * @return the test
     */
    public static KolmogorovSmirnov of(CalibrationSample sample) {
        SortedPairs sorted = sample.sorted();
        SortedRows rows = sample.rows();
        double statistic = Math.min(statistic(sorted.x, sorted.weight, sorted.target) / rows.totalWeight, 1);
        return of(statistic, NullError.of(rows) / rows.totalWeight);
    }

    /** From sums: looks only between cells, so at most a cell's weight below the statistic of the pairs. */
    static KolmogorovSmirnov of(CalibrationSummary summary) {
        CellPositions cells = CellPositions.of(summary);
        double statistic = statistic(cells.x, cells.weight, cells.target) / summary.weight();
        return of(Math.min(statistic, 1), Math.sqrt(Math.max(0, summary.sum(CellSums::w2v))) / summary.weight());
    }

    private static KolmogorovSmirnov of(double statistic, double scale) {
        double pValue = scale > 0 ? tail(statistic / scale) : statistic > 1e-12 ? 0 : 1;
        return new KolmogorovSmirnov(statistic, Math.sqrt(Math.PI / 2) * scale, Math.max(pValue, Double.MIN_NORMAL));
    }

    Estimate estimate(Interval interval) {
        return new Estimate(statistic, expected, pValue, interval.including(statistic));
    }

    /** The largest absolute partial sum of target - weight x. */
    static double statistic(double[] x, double[] weight, double[] target) {
        NeumaierSum sum = new NeumaierSum();
        double largest = 0;
        for (int k = 0; k < x.length; k++) {
            sum.add(target[k] - weight[k] * x[k]);
            largest = Math.max(largest, Math.abs(sum.value()));
        }
        return largest;
    }

    /** {@code P(sup over [0, 1] of |Brownian motion| >= z)}, by reflection or, for small z, by the eigenfunctions. */
    static double tail(double z) {
        double sum = 0;
        if (z > 1) {
            for (int k = 0; k < 20; k++) {
                double term = 2 * Normal.twoSided((2 * k + 1) * z);
                sum += k % 2 == 0 ? term : -term;
            }
            return Math.min(1, sum);
        }
        for (int k = 0; k < 20; k++) {
            int odd = 2 * k + 1;
            double term = Math.exp(-odd * odd * Math.PI * Math.PI / (8 * z * z)) / odd;
            sum += k % 2 == 0 ? term : -term;
        }
        return Math.max(0, Math.min(1, 1 - 4 / Math.PI * sum));
    }

    /**
     * Whether calibration is rejected.
     *
     * @param alpha in (0, 1)
     * @return true when the p-value is at most alpha
     */
    public boolean rejectsAt(double alpha) {
        Checks.alpha(alpha);
        return pValue <= alpha;
    }
}

package dev.plumbline.calibration;

import java.util.SplittableRandom;

/**
 * What the expected calibration error would be if every probability were right: an ECE is above 0 by chance alone, so it
 * means nothing without this.
 *
 * <p>Null: {@code y_i ~ Bernoulli(p_i)}, independent. The ECE is then {@code sum_b |D_b| / W}, where {@code D_b = sum of
 * w_i (y_i - p_i)} over bin b.
 *
 * <p>Symbols: b one of ten bins of equal width, W the sum of weights.
 *
 * <p>Input: a summary. Bins of up to {@value #EXACT_ROWS} rows of equal weight use the exact (Poisson-binomial)
 * distribution of their number of events, with every row of a cell at the cell's mean (an error of second order in a cell
 * 0.03 logits wide); other bins the normal distribution with the exact null variance {@code sum w^2 p(1-p)}.
 *
 * <p>Direction: a small p-value speaks against calibration; an ECE near {@code expected} says nothing.
 *
 * <p>Weights are importance weights: the row is the independent unit. For fractional outcomes the test is conservative,
 * because it redraws whole events.
 *
 * <p>Degenerate: with only probabilities 0 and 1 there is no chance, {@code expected} is 0, and the p-value is 1 when
 * nothing impossible happened, else the smallest there is. An empty summary has expected 0 and p-value 1. Never NaN.
 *
 * <p>Error: {@code expected} is not simulated. The p-value is {@code (1 + #(T >= t)) / (1 + draws)} from seeded draws:
 * valid, with a standard error of {@code sqrt(pValue (1-pValue)/draws)}, at most 0.005. The seed comes from the row counts
 * of the cells, so the order of the rows does not matter.
 *
 * <p>Reference: consistency resampling of Broecker and Smith 2007, doi:10.1175/WAF993.1, section 3.
 *
 * <p>Example: 50 rows at 0.5 have an expected ECE of 0.0561 (= 0.5 C(50,25)/2^50).
 *
 * @param expected mean of the ECE under the null, in [0, 1]
 * @param pValue chance under the null of an ECE at least as large as the one observed, in (0, 1]
 * @param draws the number of draws behind the p-value
 */
public record EceNull(double expected, double pValue, int draws) {

    private static final int DRAWS = 10_000;
    private static final int EXACT_ROWS = 500;

    /** Draws that equal the observed error up to rounding count as reaching it. */
    private static final double TIE = 1e-12;

    /** Checks the ranges. */
    public EceNull {
        Checks.unit("expected", expected);
        Checks.unit("pValue", pValue);
        if (draws < 1) {
            throw new IllegalArgumentException("draws must be at least 1, got " + draws);
        }
    }

    /**
     * The null distribution for the probabilities and weights of a summary, against its observed ECE.
     *
     * @param summary any summary
     * @return expectation and p-value
     */
    public static EceNull of(CalibrationSummary summary) {
        if (summary.isEmpty()) {
            return new EceNull(0, 1, DRAWS);
        }
        BinDeviation[] bins = new BinDeviation[ScoreCells.BINS];
        double expected = 0;
        for (int bin = 0; bin < bins.length; bin++) {
            bins[bin] = BinDeviation.of(summary, bin, EXACT_ROWS);
            expected += bins[bin].meanAbsolute();
        }
        double observed = (summary.ece() - TIE) * summary.weight();
        SplittableRandom random = new SplittableRandom(summary.seed());
        int reached = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            for (BinDeviation bin : bins) {
                sum += bin.drawAbsolute(random);
            }
            reached += sum >= observed ? 1 : 0;
        }
        return new EceNull(Math.min(expected / summary.weight(), 1), (1.0 + reached) / (1.0 + DRAWS), DRAWS);
    }
}

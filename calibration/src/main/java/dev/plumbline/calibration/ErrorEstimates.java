package dev.plumbline.calibration;

import java.util.SplittableRandom;

/**
 * Calibration errors that do not come alone: each with what right probabilities would give for this very set, a p-value against
 * that, and a 95 % interval.
 *
 * <p>Formula: the values are those of {@link CalibrationError}, {@link SmoothCalibrationError}, {@link KolmogorovSmirnov}, {@link
 * CorpDecomposition} and {@link IntegratedCalibration}. The null redraws every outcome from its probability: {@code y_i ~
 * Bernoulli(p_i)}; {@code pValue = (1 + #(T* >= T))/(1 + draws)}.
 *
 * <p>Symbols: T the observed error, T* one under the null.
 *
 * <p>Input: all pairs. Binned errors are drawn 10,000 times from their bins' sums, exactly for bins of up to 500 rows of equal weight,
 * else as normal sums. The smooth error and that of CORP are drawn 1,000 times over at most 512 and 1,024 chunks of
 * neighbouring pairs (every position its own chunk where there are no more); the value compared with the draws is chunked likewise.
 *
 * <p>Direction: smaller errors are better; small p-values speak against calibration.
 *
 * <p>Weights are importance weights; the row or the group is the unit. Rows of one group count as wholly dependent under the null, which
 * makes the test conservative, and are drawn together for intervals. Fractional outcomes make the test conservative.
 *
 * <p>Degenerate: with only probabilities 0 and 1 the expectation is 0. With one unit intervals are [0, 1]. Never NaN.
 *
 * <p>Error: a p-value has a standard error of {@code sqrt(pValue (1-pValue)/draws)}. Draws are seeded from the pairs as a set, so the
 * order of the rows does not matter. Intervals: see {@link #ece}; those of errors that are not binned are null.
 *
 * <p>Reference: Broecker and Smith 2007, doi:10.1175/WAF993.1; Dimitriadis, Gneiting and Jordan 2021, doi:10.1073/pnas.2016191118.
 *
 * <p>Example: 50 rows at .5, 25 events: ece 0, expected .0561, p-value 1.
 */
public final class ErrorEstimates {

    private static final int DRAWS = 1000;
    private static final int SMOOTH_CHUNKS = 512;
    private static final int CHUNKS = 1024;

    private ErrorEstimates() {}

    /**
     * The mean gap over ten bins of equal width. Its interval comes from a bootstrap that knows that observed errors are too large; it
     * starts at 0 where calibration is not contradicted.
     *
     * @param sample pairs
     * @return value, expectation, p-value, interval
     */
    public static Estimate ece(CalibrationSample sample) {
        return mean(sample, Binning.equalWidth(ScoreCells.BINS));
    }

    /**
     * The mean gap over ten bins of equal mass.
     *
     * @param sample pairs
     * @return value, expectation, p-value, interval
     */
    public static Estimate eceEqualMass(CalibrationSample sample) {
        return mean(sample, Binning.equalMass(sample.sorted(), ScoreCells.BINS));
    }

    /**
     * The largest gap of ten bins of equal width.
     *
     * @param sample pairs
     * @return value, expectation, p-value, interval
     */
    public static Estimate mce(CalibrationSample sample) {
        Binning binning = Binning.equalWidth(ScoreCells.BINS);
        double value = CalibrationError.of(BinSums.ofRows(sample, binning)).mce();
        NullResult chance = BinNull.of(sample.rows(), binning).ofLargest(value);
        return estimate(value, chance, BinBootstrap.ofLargest(sample.rows(), binning));
    }

    private static Estimate mean(CalibrationSample sample, Binning binning) {
        double value = CalibrationError.of(BinSums.ofRows(sample, binning)).ece();
        NullResult chance = BinNull.of(sample.rows(), binning).ofMean(value);
        return estimate(value, chance, BinBootstrap.ofMean(sample.rows(), binning));
    }

    /**
     * The largest imbalance below any score.
     *
     * @param sample pairs
     * @return value, expectation, p-value
     */
    public static Estimate kolmogorovSmirnov(CalibrationSample sample) {
        KolmogorovSmirnov test = KolmogorovSmirnov.of(sample);
        return new Estimate(test.statistic(), test.expected(), test.pValue(), null);
    }

    /**
     * The error without bins.
     *
     * @param sample pairs
     * @return value, expectation, p-value
     */
    public static Estimate smoothEce(CalibrationSample sample) {
        Chunks chunks = Chunks.of(sample.sorted(), SMOOTH_CHUNKS);
        ChunkNull redrawn = new ChunkNull(sample, chunks);
        double[] typical = new double[chunks.size()];
        redrawn.draw(new SplittableRandom(~redrawn.seed()), typical);
        SmoothNull smooth = new SmoothNull(chunks, typical);
        NullResult chance = NullResult.of(redrawn, DRAWS, smooth.error(chunks.target), smooth::error);
        return estimate(SmoothCalibrationError.of(sample).value(), chance, null);
    }

    /**
     * The miscalibration part of the Brier score.
     *
     * @param sample pairs
     * @return value, expectation, p-value
     */
    public static Estimate miscalibration(CalibrationSample sample) {
        Chunks chunks = Chunks.of(sample.sorted(), CHUNKS);
        IsotonicGain gain = new IsotonicGain(chunks);
        NullResult chance = NullResult.of(new ChunkNull(sample, chunks), DRAWS, gain.of(chunks.target), gain::of);
        return estimate(CorpDecomposition.brier(sample).miscalibration(), chance, null);
    }

    private static Estimate estimate(double value, NullResult chance, Interval interval) {
        return new Estimate(value, chance.expected(), chance.pValue(), interval);
    }
}

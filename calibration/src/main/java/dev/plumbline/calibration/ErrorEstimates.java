package dev.plumbline.calibration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

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
 * neighbouring pairs, the distances of the smooth curve over at most 64 (every position its own chunk where there are no more); the value
 * compared with the draws is chunked likewise.
 *
 * <p>Direction: smaller errors are better; small p-values speak against calibration.
 *
 * <p>Weights are importance weights; the row or the group is the unit. Rows of one group count as wholly dependent under the null, which
 * makes the test conservative, and are drawn together for intervals. Fractional outcomes make the test conservative.
 *
 * <p>Degenerate: with only probabilities 0 and 1 the expectation is 0. With one unit intervals are [0, 1]. Never NaN.
 *
 * <p>Error: a p-value has a standard error of {@code sqrt(pValue (1-pValue)/draws)}. Draws are seeded from the pairs as a set, so the
 * order of the rows does not matter. Intervals come from bootstraps that know that observed errors are too large: they start at 0 where
 * calibration is not contradicted. Binned errors: from the sums of bins, 1,000 resamples. The others: from 200 resamples of up to 128 chunks.
 *
 * <p>Reference: Broecker and Smith 2007, doi:10.1175/WAF993.1; Dimitriadis, Gneiting and Jordan 2021, doi:10.1073/pnas.2016191118.
 *
 * <p>Example: 50 rows at .5, 25 events: ece 0, expected .0561, p-value 1.
 */
public final class ErrorEstimates {

    private static final int DRAWS = 1000;
    private static final int SMOOTH_CHUNKS = 512;
    private static final int CHUNKS = 1024;
    private static final int LINE_CHUNKS = 64; // lines see two thirds of the weight

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
        return mean(sample, Binning.equalMass(sample, ScoreCells.BINS));
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
     * @return value, expectation, p-value, interval
     */
    public static Estimate kolmogorovSmirnov(CalibrationSample sample) {
        double bandwidth = SmoothCalibrationError.of(sample).bandwidth();
        return KolmogorovSmirnov.of(sample).estimate(ChunkIntervals.of(sample).kolmogorovSmirnov(bandwidth));
    }

    /**
     * The error without bins.
     *
     * @param sample pairs
     * @return value, expectation, p-value, interval
     */
    public static Estimate smoothEce(CalibrationSample sample) {
        SmoothCalibrationError error = SmoothCalibrationError.of(sample);
        return smoothEce(sample, error, () -> ChunkIntervals.of(sample).smoothEce(error.bandwidth()));
    }

    static Estimate smoothEce(CalibrationSample sample, SmoothCalibrationError error, Supplier<Interval> interval) {
        Chunks chunks = Chunks.of(sample.sorted(), SMOOTH_CHUNKS);
        ChunkNull redrawn = new ChunkNull(sample, chunks);
        double[] typical = new double[chunks.size()];
        redrawn.draw(new SplittableRandom(~redrawn.seed()), typical);
        SmoothNull smooth = new SmoothNull(chunks, typical);
        NullResult chance = NullResult.of(redrawn, DRAWS, smooth.error(chunks.target), smooth::error);
        return estimate(error.value(), chance, interval.get());
    }

    /**
     * The miscalibration part of the Brier score.
     *
     * @param sample pairs
     * @return value, expectation, p-value, interval
     */
    public static Estimate miscalibration(CalibrationSample sample) {
        return corp(sample).get("miscalibration");
    }

    /**
     * Miscalibration and discrimination of both scores, by the names {@code miscalibration}, {@code discrimination} (of the Brier score), {@code
     * logLossMiscalibration} and {@code logLossDiscrimination}. Discrimination has no p-value: right probabilities do not say how much they
     * tell apart. Its expectation is what these very probabilities would show if they were right.
     *
     * @param sample pairs
     * @return values, expectations, p-values, intervals
     */
    public static Map<String, Estimate> corp(CalibrationSample sample) {
        CorpDecomposition brier = CorpDecomposition.brier(sample);
        CorpDecomposition loss = CorpDecomposition.logLoss(sample);
        return corp(sample, brier, loss, ChunkIntervals.of(sample).corp());
    }

    static Map<String, Estimate> corp(
            CalibrationSample sample, CorpDecomposition brier, CorpDecomposition loss, Interval[] intervals) {
        Chunks chunks = Chunks.of(sample.sorted(), CHUNKS);
        IsotonicGain gain = new IsotonicGain(chunks);
        NullResult[] chance = NullResult.of(
                new ChunkNull(sample, chunks),
                DRAWS,
                gain.of(chunks.weight, chunks.target),
                target -> gain.of(chunks.weight, target));
        Map<String, Estimate> parts = new LinkedHashMap<>();
        parts.put("miscalibration", estimate(brier.miscalibration(), chance[0], intervals[0]));
        parts.put(
                "discrimination",
                new Estimate(
                        brier.discrimination(),
                        chance[1].expected(),
                        null,
                        intervals[1].including(brier.discrimination())));
        parts.put("logLossMiscalibration", estimate(loss.miscalibration(), chance[2], intervals[2]));
        parts.put(
                "logLossDiscrimination",
                new Estimate(
                        loss.discrimination(),
                        chance[3].expected(),
                        null,
                        intervals[3].including(loss.discrimination())));
        return parts;
    }

    /**
     * The distances of a smooth curve from the diagonal, by the names {@code ici}, {@code e50}, {@code e90} and {@code emax}.
     *
     * @param sample pairs
     * @return values, expectations, p-values, intervals
     */
    public static Map<String, Estimate> integrated(CalibrationSample sample) {
        return integrated(
                sample,
                IntegratedCalibration.of(sample),
                ChunkIntervals.of(sample).integrated());
    }

    static Map<String, Estimate> integrated(
            CalibrationSample sample, IntegratedCalibration figures, Interval[] intervals) {
        Chunks chunks = Chunks.of(sample.sorted(), LINE_CHUNKS);
        LocalRegression lines = LocalRegression.of(chunks);
        double total = chunks.totalWeight();
        UnaryOperator<double[]> distances = target -> IntegratedCalibration.figures(
                lines, chunks.x, chunks.weight, target, total, sample.sorted().rows());
        NullResult[] chance =
                NullResult.of(new ChunkNull(sample, chunks), DRAWS, distances.apply(chunks.target), distances);
        Map<String, Estimate> parts = new LinkedHashMap<>();
        parts.put("ici", estimate(figures.ici(), chance[0], intervals[0]));
        parts.put("e50", estimate(figures.e50(), chance[1], intervals[1]));
        parts.put("e90", estimate(figures.e90(), chance[2], intervals[2]));
        parts.put("emax", estimate(figures.emax(), chance[3], intervals[3]));
        return parts;
    }

    private static Estimate estimate(double value, NullResult chance, Interval interval) {
        return new Estimate(value, chance.expected(), chance.pValue(), interval.including(value));
    }
}

package dev.plumbline.calibration;

/**
 * How far a smooth curve of the outcomes lies from the diagonal, averaged over the probabilities as they are distributed.
 *
 * <p>Formula: {@code ici = mean |p - c(p)|}, e50 and e90 the median and the 90 % quantile of {@code |p - c(p)|}, emax its maximum.
 *
 * <p>Symbols: c the locally weighted regression of y on p (span 2/3, straight lines, no robustness steps), as {@code val.prob} of
 * R's rms draws it.
 *
 * <p>Input: all pairs. With more than {@value #MOST} distinct probabilities neighbours are pooled into that many chunks of equal
 * weight, which moves each by at most one chunk: about 1/4096 of the weight. From a summary the cells are the chunks.
 *
 * <p>Direction: smaller is better, minimum 0; not 0 for right probabilities.
 *
 * <p>Weights count as copies. A fractional outcome equals its split rows.
 *
 * <p>Degenerate: one distinct probability has the mean outcome as its curve. c is not kept in [0, 1]. Never NaN.
 *
 * <p>Standard error: none here; the span is wide, so faults narrower than a third of the data are smoothed away.
 *
 * <p>Reference: Austin and Steyerberg 2019, doi:10.1002/sim.8281; the smoother Cleveland 1979, doi:10.1080/01621459.1979.10481038.
 *
 * <p>Example: p = .3 three times, of which two happened: the curve is 2/3, all four are .3666667.
 *
 * @param ici mean
 * @param e50 median
 * @param e90 90 % quantile
 * @param emax largest
 */
public record IntegratedCalibration(double ici, double e50, double e90, double emax) {

    private static final int MOST = 4096;

    /** Checks that all are numbers. */
    public IntegratedCalibration {
        Checks.finite("ici", ici);
        Checks.finite("e50", e50);
        Checks.finite("e90", e90);
        Checks.finite("emax", emax);
    }

    /**
     * Of a sample.
     *
     * @param sample pairs
     * @return its figures
     */
    public static IntegratedCalibration of(CalibrationSample sample) {
        return of(Chunks.of(sample.sorted(), MOST), sample.sorted().rows());
    }

    /**
     * From sums: every cell is a chunk.
     *
     * @param summary with weight
     * @return its figures
     * @throws IllegalArgumentException when the summary has no weight
     */
    public static IntegratedCalibration of(CalibrationSummary summary) {
        return of(Chunks.of(summary), (int) Math.min(summary.count(), Integer.MAX_VALUE));
    }

    static IntegratedCalibration of(Chunks chunks, int rows) {
        double[] figures =
                figures(LocalRegression.of(chunks), chunks.x, chunks.weight, chunks.target, chunks.totalWeight(), rows);
        return new IntegratedCalibration(figures[0], figures[1], figures[2], figures[3]);
    }

    /** The four figures in their order, for sums of outcomes that the lines were not made for. */
    static double[] figures(
            LocalRegression lines, double[] x, double[] weight, double[] target, double total, int rows) {
        double[] mean = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            mean[i] = target[i] / weight[i];
        }
        double[] curve = lines.fit(mean);
        long[] keys = new long[x.length];
        int[] order = new int[x.length];
        NeumaierSum sum = new NeumaierSum();
        for (int i = 0; i < x.length; i++) {
            double off = Math.abs(x[i] - curve[i]);
            sum.add(weight[i] * off);
            keys[i] = RadixSort.key(off);
            order[i] = i;
        }
        RadixSort.sort(keys, order);
        double[] off = new double[keys.length];
        double[] sorted = new double[keys.length];
        for (int i = 0; i < keys.length; i++) {
            off[i] = RadixSort.value(keys[i]);
            sorted[i] = weight[order[i]];
        }
        Quantiles quantiles = Quantiles.of(off, sorted, rows);
        return new double[] {sum.value() / total, quantiles.at(0.5), quantiles.at(0.9), off[off.length - 1]};
    }
}

package dev.plumbline.calibration;

import java.util.Arrays;

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
        double[] off = new double[x.length];
        long[] order = new long[x.length];
        NeumaierSum sum = new NeumaierSum();
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            off[i] = Math.abs(x[i] - curve[i]);
            sum.add(weight[i] * off[i]);
            largest = Math.max(largest, off[i]);
            // the number stands in the last bits: distances that differ by less than 1e-12 of themselves may change
            // places
            order[i] = (Double.doubleToRawLongBits(off[i]) & ~(MOST - 1L)) | i;
        }
        Arrays.sort(order);
        double[] sorted = new double[order.length];
        double[] weights = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            int place = (int) (order[i] & (MOST - 1));
            sorted[i] = off[place];
            weights[i] = weight[place];
        }
        Quantiles quantiles = Quantiles.of(sorted, weights, rows);
        return new double[] {sum.value() / total, quantiles.at(0.5), quantiles.at(0.9), largest};
    }
}

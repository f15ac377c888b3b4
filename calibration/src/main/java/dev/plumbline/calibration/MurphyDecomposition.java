package dev.plumbline.calibration;

/**
 * The Brier score over bins, split in reliability, resolution and uncertainty.
 *
 * <p>Formula: {@code reliability = sum_b (W_b/W)(mean p_b - mean y_b)^2}, {@code resolution = sum_b (W_b/W)(mean y_b - mean
 * y)^2}, {@code uncertainty = mean y (1 - mean y)}.
 *
 * <p>Symbols: b a bin, W_b its weight.
 *
 * <p>Input: the table of any binning; exact from a summary for ten bins of equal width.
 *
 * <p>Direction: small reliability and large resolution are good; all are at least 0. {@code reliability - resolution +
 * uncertainty} is the Brier score of the bin means, which differs from that of the pairs by what varies inside bins.
 *
 * <p>Weights weigh.
 *
 * <p>Degenerate: no pairs, all 0. Never NaN.
 *
 * <p>Standard error: none; reliability is above 0 by chance alone.
 *
 * <p>Reference: Murphy 1973, {@literal doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2}.
 *
 * <p>Example: p = .5 .5 .5 .6 .5 .6 .6 .6 .6 with y = 0 1 0 1 0 1 1 1 0: .05 - .0746914 + .2469136.
 *
 * @param reliability mean squared gap
 * @param resolution mean squared distance of the bins' outcomes from the mean
 * @param uncertainty variance of the outcome
 */
public record MurphyDecomposition(double reliability, double resolution, double uncertainty) {

    /** Checks that all are numbers. */
    public MurphyDecomposition {
        Checks.finite("reliability", reliability);
        Checks.finite("resolution", resolution);
        Checks.finite("uncertainty", uncertainty);
    }

    /**
     * Over ten bins of equal width.
     *
     * @param sample pairs
     * @return its parts
     */
    public static MurphyDecomposition of(CalibrationSample sample) {
        return of(BinSums.ofRows(sample, Binning.equalWidth(ScoreCells.BINS)));
    }

    /**
     * Over ten bins of equal width, from sums.
     *
     * @param summary any summary
     * @return its parts
     */
    public static MurphyDecomposition of(CalibrationSummary summary) {
        return of(BinSums.of(summary));
    }

    private static MurphyDecomposition of(BinSums sums) {
        double total = sums.totalWeight();
        if (!(total > 0)) {
            return new MurphyDecomposition(0, 0, 0);
        }
        NeumaierSum positives = new NeumaierSum();
        for (double each : sums.wy) {
            positives.add(each);
        }
        double rate = positives.value() / total;
        NeumaierSum reliability = new NeumaierSum();
        NeumaierSum resolution = new NeumaierSum();
        for (int bin = 0; bin < sums.bins(); bin++) {
            double w = sums.w[bin];
            if (w > 0) {
                double gap = (sums.wp[bin] - sums.wy[bin]) / w;
                double apart = sums.wy[bin] / w - rate;
                reliability.add(w * gap * gap);
                resolution.add(w * apart * apart);
            }
        }
        return new MurphyDecomposition(reliability.value() / total, resolution.value() / total, rate * (1 - rate));
    }
}

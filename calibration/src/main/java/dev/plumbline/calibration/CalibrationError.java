package dev.plumbline.calibration;

import java.util.ArrayList;
import java.util.List;

/**
 * How far mean probability and mean outcome lie apart, bin by bin.
 *
 * <p>Formula: {@code g_b = |mean p - mean y|} in bin b; {@code ece = sum_b (W_b/W) g_b}; {@code mce = max_b g_b};
 * {@code rms = sqrt(sum_b (W_b/W) g_b^2)}; {@code debiased = sum_b (W_b/W) (2 g_b - E|N(g_b, s_b^2)|)}, {@code s_b^2 = mean y
 * (1 - mean y)/W_b}; {@code squaredDebiased = sum_b (W_b/W) (g_b^2 - mean y (1 - mean y)/(W_b - 1))}, bins with {@code W_b < 2}
 * counting 0.
 *
 * <p>Symbols: W_b the weight in bin b, W that of all; means are weighted.
 *
 * <p>Input: pairs, cut into bins of equal width ({@code min(floor(p*B), B-1)}, any B) or of equal mass (edges are the
 * quantiles k/B by linear interpolation, an edge belongs to the bin below it, ties are never split); or a summary, for ten
 * bins of equal width. Exact from a summary there; other binnings need all pairs.
 *
 * <p>Direction: smaller is better, minimum 0. <b>Not 0 for right probabilities</b>: see {@link EceNull} and {@link
 * ErrorEstimates}. The two debiased forms take away what chance is expected to add and may be negative.
 *
 * <p>Weights weigh; counts are rows. In the debiased forms they count as copies, so these suppose that they are.
 *
 * <p>Degenerate: an empty summary has no bins and errors of 0; an empty bin keeps 0 everywhere. Never NaN.
 *
 * <p>Standard error: see {@link ErrorEstimates}; the debiased forms suppose independent outcomes within a bin.
 *
 * <p>Reference: Naeini, Cooper and Hauskrecht 2015, doi:10.1609/aaai.v29i1.9602; Guo et al. 2017, arXiv:1706.04599, section
 * 2; Kumar, Liang and Ma 2019, arXiv:1909.10155, section 5; Broecker 2012, doi:10.1007/s00382-011-1191-1.
 *
 * <p>Example: p = .5 .5 .5 .6 .5 .6 .6 .6 .6 with y = 0 1 0 1 0 1 1 1 0: ece 0.2222222222, rms 0.2236067977, squaredDebiased 0.
 *
 * @param bins the reliability table
 * @param ece mean gap, in [0, 1]
 * @param mce largest gap, in [0, 1]
 * @param rms root of the mean squared gap, in [0, 1]
 * @param debiased the ece less what chance adds to it
 * @param squaredDebiased the mean squared gap less what chance adds to it
 */
public record CalibrationError(
        List<ReliabilityBin> bins, double ece, double mce, double rms, double debiased, double squaredDebiased) {

    /** Copies the list and checks the ranges. */
    public CalibrationError {
        bins = List.copyOf(bins);
        Checks.unit("ece", ece);
        Checks.unit("mce", mce);
        Checks.unit("rms", rms);
        Checks.finite("debiased", debiased);
        Checks.finite("squaredDebiased", squaredDebiased);
    }

    /**
     * Over ten bins of equal width, from sums.
     *
     * @param summary any summary
     * @return its errors
     */
    public static CalibrationError of(CalibrationSummary summary) {
        return of(BinSums.of(summary));
    }

    /**
     * Over bins of equal width.
     *
     * @param sample pairs
     * @param bins their number, at least 1
     * @return its errors
     */
    public static CalibrationError equalWidth(CalibrationSample sample, int bins) {
        return of(BinSums.ofRows(sample, Binning.equalWidth(bins)));
    }

    /**
     * Over bins of equal mass.
     *
     * @param sample pairs
     * @param bins their number, at least 1
     * @return its errors; bins that ties leave without pairs stay in the table with zeros
     */
    public static CalibrationError equalMass(CalibrationSample sample, int bins) {
        return of(BinSums.ofRows(sample, Binning.equalMass(sample, bins)));
    }

    /**
     * Over bins of equal mass, from sums: every cell goes whole into the bin of its mean, so up to the weight of the cells at the
     * edges is in a neighbouring bin.
     *
     * @param summary any summary
     * @param bins their number, at least 1
     * @return its errors
     */
    public static CalibrationError equalMass(CalibrationSummary summary, int bins) {
        return summary.isEmpty() ? of(summary) : of(BinSums.equalMass(summary, bins));
    }

    static CalibrationError of(BinSums sums) {
        double total = sums.totalWeight();
        if (!(total > 0)) {
            return new CalibrationError(List.of(), 0, 0, 0, 0, 0);
        }
        List<ReliabilityBin> rows = new ArrayList<>();
        NeumaierSum ece = new NeumaierSum();
        NeumaierSum squares = new NeumaierSum();
        NeumaierSum debiased = new NeumaierSum();
        NeumaierSum squaredDebiased = new NeumaierSum();
        double mce = 0;
        for (int bin = 0; bin < sums.bins(); bin++) {
            double weight = sums.w[bin];
            double predicted = weight > 0 ? unit(sums.wp[bin] / weight) : 0;
            double actual = weight > 0 ? unit(sums.wy[bin] / weight) : 0;
            double gap = Math.abs(predicted - actual);
            rows.add(new ReliabilityBin(sums.start(bin), sums.end(bin), predicted, actual, sums.n[bin], gap));
            // from the sums, not the means: an error of exactly 0.15 then comes out as 0.15, not as a bit more
            ece.add(Math.abs(sums.wp[bin] - sums.wy[bin]));
            mce = Math.max(mce, gap);
            if (weight > 0) {
                double chance = actual * (1 - actual);
                squares.add(weight * gap * gap);
                debiased.add(weight * (2 * gap - Normal.meanAbsolute(gap, Math.sqrt(chance / weight))));
                squaredDebiased.add(weight >= 2 ? weight * (gap * gap - chance / (weight - 1)) : 0);
            }
        }
        return new CalibrationError(
                rows,
                unit(ece.value() / total),
                mce,
                Math.sqrt(unit(squares.value() / total)),
                debiased.value() / total,
                squaredDebiased.value() / total);
    }

    private static double unit(double mean) {
        return Math.min(Math.max(mean, 0), 1); // rounding may leave [0, 1] by one bit
    }
}

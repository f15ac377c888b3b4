package dev.plumbline.calibration;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The calibration errors over ten bins of equal width, from the sums of their cells.
 *
 * <p>{@code ECE = sum_b (W_b/W) g_b} and {@code MCE = max_b g_b} with {@code g_b = |mean p - mean y|} in bin b (Naeini,
 * Cooper and Hauskrecht 2015, doi:10.1609/aaai.v29i1.9602; Guo et al. 2017, arXiv:1706.04599, section 2). Weights weigh;
 * counts are rows. The debiased form takes from each gap what chance is expected to add to it (Kumar, Liang and Ma 2019,
 * arXiv:1909.10155, section 5, in closed form): {@code sum_b (W_b/W) (2 g_b - E|N(g_b, s_b^2)|)}, {@code s_b^2 = mean y
 * (1 - mean y)/W_b}: weights count as copies there, so it supposes that they are.
 */
record BinnedError(List<ReliabilityBin> rows, double ece, double mce, double debiased) {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    static BinnedError of(CalibrationSummary summary) {
        if (summary.isEmpty()) {
            return new BinnedError(List.of(), 0, 0, 0);
        }
        List<ReliabilityBin> rows = new ArrayList<>();
        NeumaierSum ece = new NeumaierSum();
        NeumaierSum debiased = new NeumaierSum();
        double mce = 0;
        for (int bin = 0; bin < ScoreCells.BINS; bin++) {
            NeumaierSum w = new NeumaierSum();
            NeumaierSum wp = new NeumaierSum();
            NeumaierSum wy = new NeumaierSum();
            long n = 0;
            for (int cell = ScoreCells.firstCell(bin); cell < ScoreCells.firstCell(bin + 1); cell++) {
                CellSums sums = summary.cell(cell);
                n += sums.n();
                w.add(sums.w());
                wp.add(sums.wp());
                wy.add(sums.wy());
            }
            double weight = w.value();
            double predicted = weight > 0 ? unit(wp.value() / weight) : 0;
            double actual = weight > 0 ? unit(wy.value() / weight) : 0;
            double gap = Math.abs(predicted - actual);
            rows.add(new ReliabilityBin(
                    bin / (double) ScoreCells.BINS, (bin + 1) / (double) ScoreCells.BINS, predicted, actual, n, gap));
            // from the sums, not the means: an error of exactly 0.15 then comes out as 0.15, not as a bit more
            ece.add(Math.abs(wp.value() - wy.value()));
            mce = Math.max(mce, gap);
            if (weight > 0) {
                debiased.add(weight * (2 * gap - meanAbsolute(gap, Math.sqrt(actual * (1 - actual) / weight))));
            }
        }
        double total = summary.weight();
        return new BinnedError(List.copyOf(rows), unit(ece.value() / total), mce, debiased.value() / total);
    }

    private static double unit(double mean) {
        return Math.min(Math.max(mean, 0), 1); // rounding may leave [0, 1] by one bit
    }

    /** {@code E|N(g, s^2)|}, the mean of the folded normal distribution. */
    private static double meanAbsolute(double g, double s) {
        if (s == 0) {
            return g;
        }
        double z = g / s;
        return s * Math.sqrt(2 / Math.PI) * Math.exp(-z * z / 2) + g * (1 - 2 * NORMAL.cumulativeProbability(-z));
    }
}

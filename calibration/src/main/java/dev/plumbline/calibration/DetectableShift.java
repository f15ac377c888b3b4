package dev.plumbline.calibration;

import java.util.OptionalDouble;

/**
 * The smallest miscalibration that this sample could have shown: what "nothing found" is worth.
 *
 * <p>Formula: the smallest d so that, were the truth {@code sigmoid(logit p + d)} or {@code sigmoid(logit p - d)}, a two-sided test of the
 * bias at 5 % would reject with a chance of 80 %: {@code |sum w (q - p)| >= z_975 sd_0 + z_80 sd_d}.
 *
 * <p>Symbols: q the shifted probability; sd_0 and sd_d the standard deviations of {@code sum w y} under p and under q.
 *
 * <p>Input: a summary; every pair stands at its cell's mean, an error of second order in a cell 0.03 logits wide. Outcomes do
 * not enter, only how many pairs there are and where they lie.
 *
 * <p>Direction: smaller is better: the sample sees more. In logits: 0.1 moves a probability of .5 by .025.
 *
 * <p>Weights are importance weights; rows count as independent, with groups the true figure is larger.
 *
 * <p>Degenerate: empty when no shift up to 10 logits would be found (too few pairs, or only probabilities 0 and 1). Never NaN.
 *
 * <p>Assumption: the normal law for the sum of outcomes, and a fault that is a shift; other faults of the same size may be harder.
 *
 * <p>Reference: Cohen 1988, doi:10.4324/9780203771587, chapter 1, for power; the test is calibration in the large, Cox 1958,
 * doi:10.1093/biomet/45.3-4.562.
 *
 * <p>Example: 10,000 rows at .5: .0559, near 2.8016/sqrt(10,000 * .25) = .0560.
 */
final class DetectableShift {

    private static final double LARGEST = 10;

    private DetectableShift() {}

    static OptionalDouble of(CalibrationSummary summary) {
        if (summary.isEmpty() || power(summary, LARGEST) < 0) {
            return OptionalDouble.empty();
        }
        double low = 0;
        double high = LARGEST;
        while (high - low > 1e-9 * high) {
            double middle = (low + high) / 2;
            if (power(summary, middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return OptionalDouble.of(high);
    }

    /** Above 0 when both directions of a shift are found often enough. */
    private static double power(CalibrationSummary summary, double d) {
        return Math.min(surplus(summary, d), surplus(summary, -d));
    }

    private static double surplus(CalibrationSummary summary, double d) {
        double shift = 0;
        double before = 0;
        double after = 0;
        for (int cell = 1; cell < ScoreCells.COUNT - 1; cell++) {
            CellSums sums = summary.cell(cell);
            if (sums.w() > 0) {
                double p = CellMoments.of(summary, cell).mean();
                // exp(d) p / (1 - p + exp(d) p): no logit, so nothing has to be clipped
                double odds = Math.exp(d) * p;
                double q = odds / (1 - p + odds);
                shift += sums.w() * (q - p);
                before += sums.w2v();
                after += sums.w2v() * q * (1 - q) / (p * (1 - p));
            }
        }
        return Math.abs(shift) - Normal.Q975 * Math.sqrt(before) - Normal.Q80 * Math.sqrt(after);
    }
}

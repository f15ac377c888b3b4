package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.CellSums;
import dev.plumbline.calibration.Logistic;
import dev.plumbline.calibration.LogisticFit;
import dev.plumbline.calibration.LogisticTerms;
import dev.plumbline.calibration.ScoreCells;
import java.util.Optional;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether a line on the scale of logits is enough to mend probabilities, or a bend is left: the score test of a term in {@code (logit p)^2} beside the
 * fitted line.
 *
 * <p>Formula: {@code U = sum h (w y - w q)}, statistic {@code U^2 / sum h^2 w^2 q (1-q)}, chi-squared with 1 degree of freedom; q the line's probability,
 * h what is left of z^2 after its weighted regression on 1 and z (weights {@code w q (1-q)}), z = logit p.
 *
 * <p>Input: a summary; every pair stands at its cell's mean, an error of second order in a cell 0.03 logits wide.
 *
 * <p>Direction of {@link #bend}: above 0, extreme probabilities of both sides happen more often than the line says and middling ones less often.
 *
 * <p>Degenerate: empty when no line exists (one class, separable classes) or when fewer than three cells are filled.
 *
 * <p>Assumption: independent rows, a window that was not chosen by looking; here it describes a drift that other evidence has shown.
 *
 * <p>Reference: Rao 1948, doi:10.1017/S0305004100023987.
 *
 * @param bend the score over its standard deviation, standard normal when the line is enough
 * @param pValue two-sided
 */
public record ShapeTest(double bend, double pValue) {

    /**
     * The test on a summary.
     *
     * @param summary of the pairs in question
     * @return empty when there is nothing to test
     */
    public static Optional<ShapeTest> of(CalibrationSummary summary) {
        if (summary.isEmpty()) {
            return Optional.empty();
        }
        LogisticTerms terms = LogisticTerms.ofLogits(summary);
        if (terms.isSeparated() || terms.isConstant()) {
            return Optional.empty();
        }
        LogisticFit line = LogisticFit.of(terms);
        double[] moments = new double[5]; // sums of weight z^0 .. z^4
        int filled = 0;
        for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
            CellSums sums = summary.cell(cell);
            if (sums.w() > 0) {
                filled++;
                double z = logit(sums);
                double weight = sums.w() * variance(line, z);
                for (int power = 0; power < moments.length; power++) {
                    moments[power] += weight;
                    weight *= z;
                }
            }
        }
        if (filled < 3) {
            return Optional.empty();
        }
        double spread = moments[0] * moments[2] - moments[1] * moments[1];
        double slope = (moments[0] * moments[3] - moments[1] * moments[2]) / spread;
        double level = (moments[2] - slope * moments[1]) / moments[0];
        double score = 0;
        double variance = 0;
        for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
            CellSums sums = summary.cell(cell);
            if (sums.w() > 0) {
                double z = logit(sums);
                double h = z * z - slope * z - level;
                double q = Logistic.sigmoid(line.intercept() + line.slope() * z);
                score += h * (sums.wy() - sums.w() * q);
                variance += h * h * squaredWeights(sums) * q * (1 - q);
            }
        }
        if (!(variance > 0)) {
            return Optional.empty();
        }
        double bend = score / Math.sqrt(variance);
        double pValue = ChiSquaredDistribution.of(1).survivalProbability(bend * bend);
        return Optional.of(new ShapeTest(bend, pValue));
    }

    private static double logit(CellSums sums) {
        return Logistic.logit(Math.min(1, Math.max(0, sums.wp() / sums.w())));
    }

    private static double variance(LogisticFit line, double z) {
        double q = Logistic.sigmoid(line.intercept() + line.slope() * z);
        return q * (1 - q);
    }

    /** Sum of w^2 of a cell, from the variance it keeps; cells of 0 and 1 keep none, there weights count as copies. */
    private static double squaredWeights(CellSums sums) {
        double p = sums.wp() / sums.w();
        return p > 0 && p < 1 ? sums.w2v() / (p * (1 - p)) : sums.w();
    }
}

package dev.plumbline.calibration;

import java.util.function.DoubleBinaryOperator;

/**
 * What a score is made of: miscalibration that a refit would remove, discrimination, and the uncertainty of the outcome.
 *
 * <p>Formula: {@code score = miscalibration - discrimination + uncertainty}; {@code miscalibration = S(p) - S(g)},
 * {@code discrimination = S(mean y) - S(g)}, {@code uncertainty = S(mean y)}, S the mean score.
 *
 * <p>Symbols: p the probabilities, g the isotonic fit of the outcomes on them ({@link IsotonicRegression}).
 *
 * <p>Input: all pairs (ties pooled). From a summary each cell is one position at its mean: uncertainty stays exact, and
 * miscalibration and discrimination are too small by what the fit would gain inside cells.
 *
 * <p>Direction: small miscalibration and large discrimination are good; all three are at least 0.
 *
 * <p>Weights count as copies. A fractional outcome counts as its two split rows, so the Brier score here is that of {@link
 * Scores#brier} plus the mean of {@code y(1-y)}.
 *
 * <p>Degenerate: one class has uncertainty and discrimination 0. Log loss is that of p clipped to [1e-7, 1 - 1e-7]; g and
 * mean y are never clipped ({@code 0 ln 0 = 0}). Never NaN.
 *
 * <p>Standard error: none in closed form. Miscalibration is above 0 by chance alone; {@link ErrorEstimates} says how much.
 *
 * <p>Reference: Dimitriadis, Gneiting and Jordan 2021, doi:10.1073/pnas.2016191118.
 *
 * <p>Example: y = 0 0 0 1 1 1 with p = .4 .3 .2 .1 .5 .9: Brier .2266667 = .1016667 - .125 + .25, log loss .6986228 = .3237327 -
 * .3182571 + .6931472.
 *
 * @param score of the probabilities
 * @param miscalibration what the best increasing map of them would save
 * @param discrimination what that map saves against the constant mean
 * @param uncertainty the score of the constant mean
 */
public record CorpDecomposition(double score, double miscalibration, double discrimination, double uncertainty) {

    /** Checks that all are numbers. */
    public CorpDecomposition {
        Checks.finite("score", score);
        Checks.finite("miscalibration", miscalibration);
        Checks.finite("discrimination", discrimination);
        Checks.finite("uncertainty", uncertainty);
    }

    /**
     * Of the Brier score.
     *
     * @param sample pairs
     * @return its parts
     */
    public static CorpDecomposition brier(CalibrationSample sample) {
        SortedPairs sorted = sample.sorted();
        return brier(sorted.x, sorted.weight, sorted.target, sample.isotonic());
    }

    /**
     * Of the log loss.
     *
     * @param sample pairs
     * @return its parts
     */
    public static CorpDecomposition logLoss(CalibrationSample sample) {
        SortedPairs sorted = sample.sorted();
        SortedRows rows = sample.rows();
        double[] lnP = rows.lnP();
        double[] lnQ = rows.lnQ();
        NeumaierSum loss = new NeumaierSum();
        for (int k = 0; k < sorted.pools(); k++) {
            double p = sorted.x[k];
            double low = sorted.weight[k] - sorted.target[k];
            int row = sorted.start[k];
            loss.add(
                    p >= Logistic.CLIP && p <= 1 - Logistic.CLIP
                            ? -(sorted.target[k] * lnP[row] + low * lnQ[row])
                            : sorted.weight[k] * Scores.logLoss(Logistic.clip(p), sorted.target[k] / sorted.weight[k]));
        }
        return of(loss, sorted.weight, sorted.target, sample.isotonic(), Scores::logLoss);
    }

    /** From sums; the score itself is exact. */
    static CorpDecomposition brier(CalibrationSummary summary) {
        CellPositions cells = CellPositions.of(summary);
        CorpDecomposition atMeans = brier(cells.x, cells.weight, cells.target, IsotonicRegression.of(summary));
        double score = summary.sum(c -> c.wp2() - 2 * c.wpy() + c.wy()) / summary.weight();
        return atMeans.withScore(score);
    }

    /** From sums; the score itself is exact. */
    static CorpDecomposition logLoss(CalibrationSummary summary) {
        CellPositions cells = CellPositions.of(summary);
        NeumaierSum loss = new NeumaierSum();
        for (int i = 0; i < cells.x.length; i++) {
            CellSums sums = summary.cell(cells.cell[i]);
            loss.add(
                    ScoreCells.isClipped(cells.cell[i])
                            ? sums.w() * Scores.logLoss(Logistic.clip(cells.x[i]), cells.target[i] / sums.w())
                            : -sums.wyLnP() - sums.wqLnQ());
        }
        return logLoss(cells.x, cells.weight, cells.target, IsotonicRegression.of(summary))
                .withScore(loss.value() / summary.weight());
    }

    private CorpDecomposition withScore(double exact) {
        return new CorpDecomposition(exact, miscalibration + (exact - score), discrimination, uncertainty);
    }

    static CorpDecomposition brier(double[] x, double[] weight, double[] target, IsotonicRegression fit) {
        NeumaierSum score = new NeumaierSum();
        for (int k = 0; k < x.length; k++) {
            // y (1-p)^2 + (1-y) p^2, without the difference of large terms
            double p = x[k];
            score.add(target[k] * (1 - p) * (1 - p) + (weight[k] - target[k]) * p * p);
        }
        return of(score, weight, target, fit, CorpDecomposition::squared);
    }

    static CorpDecomposition logLoss(double[] x, double[] weight, double[] target, IsotonicRegression fit) {
        NeumaierSum score = new NeumaierSum();
        for (int k = 0; k < x.length; k++) {
            score.add(weight[k] * Scores.logLoss(Logistic.clip(x[k]), target[k] / weight[k]));
        }
        return of(score, weight, target, fit, Scores::logLoss);
    }

    private static double squared(double p, double y) {
        return y * (1 - p) * (1 - p) + (1 - y) * p * p;
    }

    /**
     * @param score the weighted sum of the scores of the probabilities as issued
     * @param fitted the score of a mean of outcomes
     */
    private static CorpDecomposition of(
            NeumaierSum score, double[] weight, double[] target, IsotonicRegression fit, DoubleBinaryOperator fitted) {
        NeumaierSum total = new NeumaierSum();
        NeumaierSum positives = new NeumaierSum();
        for (int k = 0; k < weight.length; k++) {
            total.add(weight[k]);
            positives.add(target[k]);
        }
        NeumaierSum best = new NeumaierSum();
        for (int block = 0; block < fit.blocks(); block++) {
            // the score is linear in y and the block's mean outcome is its value
            best.add(fit.weight(block) * fitted.applyAsDouble(fit.value(block), fit.value(block)));
        }
        double w = total.value();
        double rate = Math.min(positives.value() / w, 1);
        double uncertainty = fitted.applyAsDouble(rate, rate);
        double s = score.value() / w;
        double g = best.value() / w;
        // clipping can push the score of p by 1e-7 below that of the fit
        return new CorpDecomposition(s, s - g, Math.max(0, uncertainty - g), uncertainty);
    }
}

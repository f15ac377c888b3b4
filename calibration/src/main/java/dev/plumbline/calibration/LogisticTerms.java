package dev.plumbline.calibration;

import java.util.Arrays;

/**
 * What a logistic fit {@code P = sigmoid(intercept + slope*x)} needs of its data: terms that are either rows or cells. A
 * row is a cell without variance, so both have one objective.
 *
 * <p>Term i has weight w_i, mean position x_i, variance v_i of the position inside it, the weighted sum of its targets and
 * the weighted sum of {@code target * (x - x_i)}. The part of the likelihood that is linear in the target is exact from the
 * last two; only {@code sum w*softplus(intercept + slope*x)} is expanded at x_i, to second order.
 *
 * <p>Error of the expansion in the log likelihood: per cell at most {@code w |slope|^3 E|x - x_i|^3 / 62}, because the third
 * derivative of softplus is at most {@code 1/(6 sqrt 3)}. That is third order in the cell width; its leading part is the
 * third central moment, which is 0 where a cell is filled evenly. When all weight lies in one cell, its rows count as equal.
 */
public final class LogisticTerms {

    /** Less than this share of a term's weight is no class of its own but the rounding of a subtraction. */
    private static final double RESIDUE = 1e-9;

    // how far positions that are equal may look apart, because inside a cell they come from differences of sums
    private static final double PROBABILITY_ROUNDING = 1e-9;
    private static final double LOGIT_ROUNDING = 1e-8;

    final double[] x;
    final double[] variance;
    final double[] weight;
    final double[] target;
    final double[] shift;

    private final double rounding;

    private LogisticTerms(int size, double rounding) {
        this.rounding = rounding;
        x = new double[size];
        variance = new double[size];
        weight = new double[size];
        target = new double[size];
        shift = new double[size];
    }

    /**
     * Terms of single rows.
     *
     * @param score any finite positions
     * @param outcome in [0, 1], of the same length
     * @param weight zero or more, of the same length, not all zero; null for all 1
     * @return the terms, with outcomes as targets
     */
    public static LogisticTerms ofRows(double[] score, double[] outcome, double[] weight) {
        Checks.notEmpty("score", score.length);
        Checks.sameLength("outcome", outcome.length, "score", score.length);
        if (weight != null) {
            Checks.sameLength("weight", weight.length, "score", score.length);
            Checks.weights(weight);
        }
        LogisticTerms terms = new LogisticTerms(score.length, 0);
        for (int i = 0; i < score.length; i++) {
            Checks.finite("score", score[i], i);
            Checks.unit("outcome", outcome[i], i);
            terms.x[i] = score[i];
            terms.weight[i] = weight == null ? 1 : weight[i];
            terms.target[i] = terms.weight[i] * outcome[i];
        }
        return terms;
    }

    /**
     * Terms of cells, positions being probabilities.
     *
     * @param summary with weight
     * @return the terms, with outcomes as targets
     */
    public static LogisticTerms ofProbabilities(CalibrationSummary summary) {
        int[] cells = cellsWithWeight(summary);
        LogisticTerms terms = new LogisticTerms(cells.length, PROBABILITY_ROUNDING);
        for (int i = 0; i < cells.length; i++) {
            CellMoments in = CellMoments.of(summary, cells[i]);
            terms.x[i] = in.mean();
            terms.variance[i] = in.variance();
            terms.weight[i] = in.sums().w();
            terms.target[i] = in.sums().wy();
            terms.shift[i] = in.outcomeShift();
        }
        terms.levelIfOneCell();
        return terms;
    }

    /**
     * The same terms with Platt's smoothed targets: {@code t = y (N1+1)/(N1+2) + (1-y)/(N0+2)}, N1 = sum w y, N0 = sum w
     * (1-y) (Platt 1999, section 2.2, written for fractional outcomes). No classes are separated any more.
     *
     * @return new terms; these stay
     */
    public LogisticTerms smoothed() {
        NeumaierSum total = new NeumaierSum();
        NeumaierSum positives = new NeumaierSum();
        for (int i = 0; i < x.length; i++) {
            total.add(weight[i]);
            positives.add(target[i]);
        }
        double high = (positives.value() + 1) / (positives.value() + 2);
        double low = 1 / (total.value() - positives.value() + 2);
        LogisticTerms smoothed = new LogisticTerms(x.length, rounding);
        for (int i = 0; i < x.length; i++) {
            smoothed.x[i] = x[i];
            smoothed.variance[i] = variance[i];
            smoothed.weight[i] = weight[i];
            // t is linear in y, so its sums are linear in the sums of y; positions about their mean add up to 0
            smoothed.target[i] = low * weight[i] + (high - low) * target[i];
            smoothed.shift[i] = (high - low) * shift[i];
        }
        return smoothed;
    }

    /**
     * Terms of cells, positions being clipped logits. The sum of outcome times logit is exact up to the third order: it is
     * the cell's own log likelihood {@code sum w(y ln p + (1-y) ln(1-p))}, which is kept, plus its sum of softplus.
     *
     * @param summary with weight
     * @return the terms, with outcomes as targets
     */
    public static LogisticTerms ofLogits(CalibrationSummary summary) {
        int[] cells = cellsWithWeight(summary);
        LogisticTerms terms = new LogisticTerms(cells.length, LOGIT_ROUNDING);
        for (int i = 0; i < cells.length; i++) {
            CellMoments in = CellMoments.of(summary, cells[i]);
            CellSums sums = in.sums();
            terms.weight[i] = sums.w();
            terms.target[i] = sums.wy();
            if (ScoreCells.isClipped(cells[i])) {
                terms.x[i] = Logistic.logit(in.mean()); // one position for the whole cell: no variance, no shift
            } else {
                terms.x[i] = in.meanLogit();
                terms.variance[i] = in.logitVariance();
                double q = Logistic.sigmoid(terms.x[i]);
                double softplus = Logistic.softplus(terms.x[i]) + terms.variance[i] * q * (1 - q) / 2;
                double shift = sums.wyLnP() + sums.wqLnQ() + sums.w() * softplus - sums.wy() * terms.x[i];
                // next to 1 the mean of p has few digits left for its logit: what is smaller than that is no shift
                terms.shift[i] = Math.abs(shift) > LOGIT_ROUNDING * sums.wy() ? shift : 0;
            }
        }
        terms.levelIfOneCell();
        return terms;
    }

    /** {@return whether all positions are equal, so that no slope can be told} */
    public boolean isConstant() {
        return LogisticObjective.standardised(this, 0).isConstant();
    }

    /**
     * Whether a threshold on x separates targets 0 from targets 1, or only one of them occurs, so that the likelihood has no
     * finite optimum in the slope. Inside a cell the mean positions of both stand for their rows.
     *
     * @return true when it does
     */
    public boolean isSeparated() {
        double lowPositive = Double.POSITIVE_INFINITY;
        double highPositive = Double.NEGATIVE_INFINITY;
        double lowNegative = Double.POSITIVE_INFINITY;
        double highNegative = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            if (target[i] > RESIDUE * weight[i]) {
                double position = x[i] + shift[i] / target[i];
                lowPositive = Math.min(lowPositive, position);
                highPositive = Math.max(highPositive, position);
            }
            double negative = weight[i] - target[i];
            if (negative > RESIDUE * weight[i]) {
                double position = x[i] - shift[i] / negative;
                lowNegative = Math.min(lowNegative, position);
                highNegative = Math.max(highNegative, position);
            }
        }
        boolean both = lowPositive < Double.POSITIVE_INFINITY && lowNegative < Double.POSITIVE_INFINITY;
        boolean constant = Math.max(highPositive, highNegative) - Math.min(lowPositive, lowNegative) <= rounding;
        boolean overlap = highNegative - lowPositive > rounding && highPositive - lowNegative > rounding;
        return !both || !(constant || overlap);
    }

    /** All weight in one cell: what its sums hold of a slope may be the rounding of a million additions, so there is none. */
    private void levelIfOneCell() {
        if (x.length == 1) {
            variance[0] = 0;
            shift[0] = 0;
        }
    }

    private static int[] cellsWithWeight(CalibrationSummary summary) {
        int[] cells = new int[ScoreCells.COUNT];
        int size = 0;
        for (int cell = 0; cell < cells.length; cell++) {
            if (summary.cell(cell).w() > 0) {
                cells[size++] = cell;
            }
        }
        if (size == 0) {
            throw new IllegalArgumentException("summary must have at least 1 pair with weight, got none");
        }
        return Arrays.copyOf(cells, size);
    }
}

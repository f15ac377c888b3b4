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
 * <p>Error of the expansion: {@code |slope|^3 |m3| w/60} per cell, m3 the third central moment of x inside it, because the
 * third derivative of softplus is at most 0.0963; third order in the cell width, and 0 for cells filled evenly.
 */
public final class LogisticTerms {

    /** Less than this share of a term's weight is no class of its own but the rounding of a subtraction. */
    private static final double RESIDUE = 1e-9;

    final double[] x;
    final double[] variance;
    final double[] weight;
    final double[] target;
    final double[] shift;

    private LogisticTerms(int size) {
        x = new double[size];
        variance = new double[size];
        weight = new double[size];
        target = new double[size];
        shift = new double[size];
    }

    /**
     * Terms of single rows.
     *
     * @param x any finite positions
     * @param target in [0, 1], of the same length
     * @param weight zero or more, of the same length, not all zero
     * @return the terms
     */
    public static LogisticTerms ofRows(double[] x, double[] target, double[] weight) {
        Checks.notEmpty("x", x.length);
        Checks.sameLength("target", target.length, "x", x.length);
        Checks.sameLength("weight", weight.length, "x", x.length);
        Checks.weights(weight);
        LogisticTerms terms = new LogisticTerms(x.length);
        for (int i = 0; i < x.length; i++) {
            Checks.finite("x", x[i], i);
            Checks.unit("target", target[i], i);
            terms.x[i] = x[i];
            terms.weight[i] = weight[i];
            terms.target[i] = weight[i] * target[i];
        }
        return terms;
    }

    /**
     * Terms of cells, positions being probabilities.
     *
     * @param summary not empty
     * @param negative the target that stands for outcome 0
     * @param positive the target that stands for outcome 1; fractional outcomes lie between in proportion
     * @return the terms
     */
    public static LogisticTerms ofProbabilities(CalibrationSummary summary, double negative, double positive) {
        int[] cells = cellsWithWeight(summary);
        LogisticTerms terms = new LogisticTerms(cells.length);
        for (int i = 0; i < cells.length; i++) {
            CellMoments in = CellMoments.of(summary, cells[i]);
            terms.x[i] = in.mean();
            terms.variance[i] = in.variance();
            terms.weight[i] = in.sums().w();
            terms.target[i] =
                    negative * in.sums().w() + (positive - negative) * in.sums().wy();
            terms.shift[i] = (positive - negative) * in.outcomeShift();
        }
        return terms;
    }

    /**
     * Terms of cells, positions being clipped logits. The sum of outcome times logit is exact up to the third order: it is
     * the cell's own log likelihood {@code sum w(y ln p + (1-y) ln(1-p))}, which is kept, plus its sum of softplus.
     *
     * @param summary not empty
     * @return the terms, with outcomes as targets
     */
    public static LogisticTerms ofLogits(CalibrationSummary summary) {
        int[] cells = cellsWithWeight(summary);
        LogisticTerms terms = new LogisticTerms(cells.length);
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
                terms.shift[i] = sums.wyLnP() + sums.wqLnQ() + sums.w() * softplus - sums.wy() * terms.x[i];
            }
        }
        return terms;
    }

    /** Whether all positions are equal, so that no slope can be told. */
    boolean isConstant() {
        return LogisticObjective.standardised(this, 0).isConstant();
    }

    /**
     * Whether a threshold on x separates targets 0 from targets 1, or only one of them occurs, so that the likelihood has no
     * finite optimum in the slope. Inside a cell the mean positions of both stand for their rows.
     */
    boolean isSeparated() {
        double lowPositive = Double.POSITIVE_INFINITY;
        double highPositive = Double.NEGATIVE_INFINITY;
        double lowNegative = Double.POSITIVE_INFINITY;
        double highNegative = Double.NEGATIVE_INFINITY;
        double size = 0;
        for (int i = 0; i < x.length; i++) {
            size = Math.max(size, Math.abs(x[i]));
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
        double rounding = 1e-12 * size; // positions inside a cell come from differences of sums
        boolean constant = Math.max(highPositive, highNegative) - Math.min(lowPositive, lowNegative) <= rounding;
        boolean overlap = highNegative - lowPositive > rounding && highPositive - lowNegative > rounding;
        return !both || !(constant || overlap);
    }

    private static int[] cellsWithWeight(CalibrationSummary summary) {
        int[] cells = new int[ScoreCells.COUNT];
        int size = 0;
        for (int cell = 0; cell < cells.length; cell++) {
            if (summary.cell(cell).w() > 0) {
                cells[size++] = cell;
            }
        }
        Checks.notEmpty("summary", size);
        return Arrays.copyOf(cells, size);
    }
}

package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.CellSums;
import dev.plumbline.calibration.Logistic;
import dev.plumbline.calibration.ScoreCells;
import java.util.Arrays;

/**
 * What a challenger is fitted to: per cell of {@link ScoreCells} the events and the non-events, each class at the mean probability of
 * its own weight. What the log likelihood loses against rows is of second order in a cell 0.03 logits wide: a slope moves by about
 * 1e-4 of itself, far below its standard error for any number of pairs a window holds.
 */
final class FitRows {

    /** A share of a cell's weight below which a class is the residue of subtractions. */
    private static final double RESIDUE = 1e-9;

    final double[] lnP = new double[2 * ScoreCells.COUNT];
    final double[] lnNotP = new double[2 * ScoreCells.COUNT];
    final double[] weight = new double[2 * ScoreCells.COUNT];
    final double[] sign = new double[2 * ScoreCells.COUNT]; // 1 where the event happened, -1 where it did not
    int size;

    private long pairs;
    private double totalWeight;

    /** The rows of a summary, weights scaled to a mean of 1 over its pairs. */
    static FitRows of(CalibrationSummary summary) {
        FitRows rows = new FitRows();
        for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
            CellSums sums = summary.cell(cell);
            if (sums.w() > 0) {
                rows.addClass(cell, sums.wy(), sums.wpy(), sums.w(), 1);
                rows.addClass(cell, sums.w() - sums.wy(), sums.wp() - sums.wpy(), sums.w(), -1);
            }
        }
        rows.pairs = summary.count();
        return rows.scaled();
    }

    /** The rows of sums per cell and class, see {@link CellWindow}. */
    static FitRows of(double[] weight, double[] weightedP, long pairs) {
        FitRows rows = new FitRows();
        for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
            double inCell = weight[2 * cell] + weight[2 * cell + 1];
            if (inCell > 0) {
                rows.addClass(cell, weight[2 * cell + 1], weightedP[2 * cell + 1], inCell, 1);
                rows.addClass(cell, weight[2 * cell], weightedP[2 * cell], inCell, -1);
            }
        }
        rows.pairs = pairs;
        return rows.scaled();
    }

    private void addClass(int cell, double w, double wp, double inCell, int sideOfOutcome) {
        if (!(w > RESIDUE * inCell)) {
            return;
        }
        double p = Math.min(Math.max(wp / w, ScoreCells.lowerEdge(cell)), ScoreCells.upperEdge(cell));
        double clipped = Logistic.clip(p);
        lnP[size] = Math.log(clipped);
        lnNotP[size] = Math.log(1 - clipped);
        weight[size] = w;
        sign[size] = sideOfOutcome;
        totalWeight += w;
        size++;
    }

    private FitRows scaled() {
        for (int i = 0; i < size; i++) {
            weight[i] *= pairs / totalWeight;
        }
        return this;
    }

    /** How many pairs they stand for. */
    long pairs() {
        return pairs;
    }

    /** {@code ln p - ln(1-p)} of every row. */
    double[] logOdds() {
        double[] z = new double[size];
        Arrays.setAll(z, i -> lnP[i] - lnNotP[i]);
        return z;
    }
}

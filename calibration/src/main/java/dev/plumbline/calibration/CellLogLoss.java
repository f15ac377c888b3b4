package dev.plumbline.calibration;

import dev.plumbline.calibration.calibrator.Calibrator;
import java.util.function.DoubleUnaryOperator;

/**
 * Weighted sums of the log likelihood {@code y ln q(p) + (1-y) ln(1-q(p))} of calibrated scores over one cell, q clipped to
 * [1e-7, 1 - 1e-7].
 *
 * <p>Sums over the cell are expanded at its mean to second order, with derivatives from the parabola through both edges and
 * the middle: an error of third order in the cell width for smooth maps; for a map that jumps inside a cell, up to the jump.
 */
final class CellLogLoss {

    private final CellMoments in;
    private final double low;
    private final double middle;
    private final double high;

    private CellLogLoss(CalibrationSummary summary, int cell) {
        in = CellMoments.of(summary, cell);
        low = ScoreCells.lowerEdge(cell);
        high = ScoreCells.upperEdge(cell);
        middle = low + (high - low) / 2;
    }

    static CellLogLoss of(CalibrationSummary summary, int cell) {
        return new CellLogLoss(summary, cell);
    }

    /** {@code ln q(p)}: the log likelihood of an event. */
    static DoubleUnaryOperator ifHappens(Calibrator calibrator) {
        return p -> Math.log(Logistic.clip(calibrator.apply(p)));
    }

    /** {@code ln(1 - q(p))}: the log likelihood of no event. */
    static DoubleUnaryOperator ifNot(Calibrator calibrator) {
        return p -> Math.log1p(-Logistic.clip(calibrator.apply(p)));
    }

    /** The sum of {@code w (y f(p) + (1-y) g(p))} over the cell. */
    double sum(DoubleUnaryOperator f, DoubleUnaryOperator g) {
        CellSums sums = in.sums();
        double fAtMean = f.applyAsDouble(in.mean());
        double gAtMean = g.applyAsDouble(in.mean());
        double total = sums.wy() * fAtMean + (sums.w() - sums.wy()) * gAtMean;
        if (low == high) {
            return total;
        }
        double shift = in.outcomeShift(); // sum w y (p - mean); that of w (1-y) (p - mean) is its opposite
        double rate = sums.wy() / sums.w();
        double spread = sums.w() * in.variance() / 2;
        return total + shift * (slope(f) - slope(g)) + spread * (rate * curvature(f) + (1 - rate) * curvature(g));
    }

    private double slope(DoubleUnaryOperator f) {
        double chord = (f.applyAsDouble(high) - f.applyAsDouble(low)) / (high - low);
        return chord + curvature(f) * (in.mean() - middle);
    }

    private double curvature(DoubleUnaryOperator f) {
        double half = (high - low) / 2;
        return (f.applyAsDouble(high) - 2 * f.applyAsDouble(middle) + f.applyAsDouble(low)) / (half * half);
    }

    /**
     * The sum of {@code w^2 (gain - mean)^2} over the cell, gain being f when the event happens and g when not, at the cell's
     * mean.
     */
    double squares(double f, double g, double mean) {
        CellSums sums = in.sums();
        double ifOne = f - mean;
        double ifZero = g - mean;
        double squared = ifOne * ifOne * sums.wy2()
                + 2 * ifOne * ifZero * (sums.wy() - sums.wy2())
                + ifZero * ifZero * (sums.w() - 2 * sums.wy() + sums.wy2());
        // the mean weight of a unit of weight: sum w^2 p(1-p) over sum w p(1-p), which is 1 for plain rows
        double random = sums.wp() - sums.wp2();
        double weight = random > 1e-9 * sums.w() ? sums.w2v() / random : sums.w() / sums.n();
        return Math.max(0, weight * squared);
    }

    double mean() {
        return in.mean();
    }
}

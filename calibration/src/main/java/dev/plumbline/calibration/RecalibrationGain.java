package dev.plumbline.calibration;

import java.util.List;

/**
 * The log loss that Cox recalibration would save on new pairs; see {@link CoxRecalibration} for how it is estimated.
 *
 * @param nats per pair; below 0 a refit would do harm
 * @param interval 95 %, lower and upper end; null when it has no bounds
 */
public record RecalibrationGain(double nats, List<Double> interval) {

    private static final double OPTIMISM = 2; // two coefficients on independent rows that count as one copy each

    static RecalibrationGain of(Estimate gain) {
        return new RecalibrationGain(gain.value(), gain.interval().ends());
    }

    /** From sums: rows are independent and copies of each other's weight; each pair's gain is that at its cell's mean. */
    static RecalibrationGain of(CalibrationSummary summary, LikelihoodRatioTest test) {
        double weight = summary.weight();
        NeumaierSum squares = new NeumaierSum();
        double mean = test.statistic() / 2 / weight;
        for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
            if (summary.cell(cell).w() > 0) {
                CellLogLoss in = CellLogLoss.of(summary, cell);
                double z = Logistic.logit(in.mean());
                double e = test.intercept() + test.slope() * z;
                // ln of what the fit gives to what happened, less ln of what was issued
                double one = Logistic.softplus(-z) - Logistic.softplus(-e);
                double zero = Logistic.softplus(z) - Logistic.softplus(e);
                squares.add(in.squares(one, zero, mean));
            }
        }
        double random = summary.sum(cell -> cell.wp() - cell.wp2());
        double copies = random > 1e-9 * weight ? summary.sum(CellSums::w2v) / random : 1;
        double optimism = OPTIMISM * copies * test.degreesOfFreedom() / 2;
        double value = mean - optimism / weight;
        double half = Normal.Q975 * Math.sqrt(squares.value() + optimism / 2) / weight;
        return new RecalibrationGain(value, new Interval(value - half, value + half).ends());
    }
}

package dev.plumbline.calibration;

import java.util.Optional;

/**
 * How well the probabilities rank: the chance that a positive gets a higher one than a negative.
 *
 * <p>Formula: {@code P(p+ > p-) + P(p+ = p-)/2} over all pairs of a positive and a negative (midranks).
 *
 * <p>Symbols: p+ and p- the probabilities of a positive and of a negative; A the area.
 *
 * <p>Input: all pairs. From a summary pairs within one cell count as ties: off by at most half the chance that two fall in
 * one cell.
 *
 * <p>Direction: larger is better, 1 ranks perfectly, 1/2 not at all. It says nothing about calibration: every increasing map
 * keeps it.
 *
 * <p>Weights count as copies in the value; the standard error takes the row or the group as the unit. A fractional outcome
 * counts as its two split rows.
 *
 * <p>Degenerate: empty when one class has no weight. When the ranking is perfect (or perfectly reversed) the standard error is
 * 0, and the interval reaches to {@code 0.025^(1/m)}, m the number of units in the smaller class (what one order statistic of m
 * allows). Never NaN.
 *
 * <p>Standard error: from the share of the other class below each row; the interval is symmetric on the logit scale.
 *
 * <p>Reference: DeLong, DeLong and Clarke-Pearson 1988, doi:10.2307/2531595; clustered as in Obuchowski 1997,
 * doi:10.2307/2533958.
 *
 * <p>Example: y = 0 0 0 1 1 1 with p = .4 .3 .2 .1 .5 .9: 6 of 9 pairs are ranked right, A = 0.6666667.
 *
 * @param value A, in [0, 1]
 * @param standardError of A; infinite for one unit
 * @param interval 95 %, within [0, 1]
 */
public record AreaUnderCurve(double value, double standardError, Interval interval) {

    /** Checks the range. */
    public AreaUnderCurve {
        Checks.unit("value", value);
    }

    /**
     * The area of a sample.
     *
     * @param sample pairs
     * @return empty when every outcome is 0 or every outcome is 1
     */
    public static Optional<AreaUnderCurve> of(CalibrationSample sample) {
        SortedPairs sorted = sample.sorted();
        int pools = sorted.pools();
        double[] ofNegatives = new double[pools]; // weight of negatives below, ties half
        double[] ofPositives = new double[pools];
        double positives = cumulate(sorted, ofPositives, true);
        double negatives = cumulate(sorted, ofNegatives, false);
        if (!(positives > 0 && negatives > 0)) {
            return Optional.empty();
        }
        NeumaierSum won = new NeumaierSum();
        for (int k = 0; k < pools; k++) {
            won.add(sorted.target[k] * ofNegatives[k]);
        }
        double area = Math.min(won.value() / positives / negatives, 1);
        SortedRows rows = sample.rows();
        double error = rows.standardError(squares(sorted, rows, ofNegatives, ofPositives, positives, negatives, area));
        return Optional.of(
                new AreaUnderCurve(area, error, interval(rows, area, error, Math.min(positives, negatives))));
    }

    /** The area from cells, pairs of one cell counting as ties; without its error. */
    static double value(CalibrationSummary summary) {
        NeumaierSum won = new NeumaierSum();
        double below = 0;
        double positives = 0;
        for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
            CellSums sums = summary.cell(cell);
            double negative = Math.max(0, sums.w() - sums.wy());
            won.add(Math.max(0, sums.wy()) * (below + negative / 2));
            below += negative;
            positives += Math.max(0, sums.wy());
        }
        return Math.min(won.value() / positives / below, 1);
    }

    private static double cumulate(SortedPairs sorted, double[] midrank, boolean positives) {
        double sum = 0;
        for (int k = 0; k < midrank.length; k++) {
            double here = positives ? sorted.target[k] : sorted.weight[k] - sorted.target[k];
            midrank[k] = sum + here / 2;
            sum += here;
        }
        return sum;
    }

    /** The sum over units of the square of the unit's influence on the area. */
    private static double squares(
            SortedPairs sorted,
            SortedRows rows,
            double[] ofNegatives,
            double[] ofPositives,
            double positives,
            double negatives,
            double area) {
        RowTerms.UnitSquares squares = new RowTerms.UnitSquares(rows);
        double[] term = new double[RowTerms.CHUNK];
        int pool = 0;
        for (int from = 0; from < rows.size(); from += RowTerms.CHUNK) {
            int count = Math.min(RowTerms.CHUNK, rows.size() - from);
            for (int i = 0; i < count; i++) {
                int row = from + i;
                pool += row == sorted.start[pool + 1] ? 1 : 0;
                double ifPositive = (ofNegatives[pool] / negatives - area) / positives; // the share of negatives below
                double ifNegative = (1 - ofPositives[pool] / positives - area) / negatives; // of positives above
                double y = rows.y[row];
                term[i] = rows.w[row] * (y * ifPositive + (1 - y) * ifNegative);
            }
            squares.add(from, count, term);
        }
        return squares.value();
    }

    private static Interval interval(SortedRows rows, double area, double error, double fewer) {
        if (Double.isInfinite(error)) {
            return new Interval(0, 1);
        }
        if (area == 0 || area == 1 || error == 0) {
            double reach = Math.pow(0.025, 1 / Math.max(1, fewer));
            return area > 0.5 ? new Interval(Math.min(reach, area), 1) : new Interval(0, Math.max(1 - reach, area));
        }
        double logit = Math.log(area) - Math.log1p(-area);
        double half = rows.quantile() * error / (area * (1 - area));
        return new Interval(Logistic.sigmoid(logit - half), Logistic.sigmoid(logit + half));
    }
}

package dev.plumbline.calibration;

import java.util.SplittableRandom;

/**
 * The distribution of {@code |sum of w (y - p)|} over the rows of one bin when y is drawn from p: a table of the number of
 * events where the bin is small and its weights are equal, a half-normal curve otherwise. Rows at exactly 0 or 1 are not
 * random and drop out.
 */
final class BinDeviation {

    private final double standardDeviation;
    private final double[] deviation; // |c k - expected sum| for k events; null: normal
    private final double[] cumulative;
    private final int[]
            guide; // where to start looking for a number (Chen and Asau 1974, doi:10.1080/05695557408974949)
    private final int last;
    private final double meanAbsolute;

    private BinDeviation(double standardDeviation) {
        this.standardDeviation = standardDeviation;
        this.deviation = null;
        this.cumulative = null;
        this.guide = null;
        this.last = 0;
        this.meanAbsolute = standardDeviation * Math.sqrt(2 / Math.PI);
    }

    private BinDeviation(double[] probabilityOfCount, double weight, double centre) {
        this.standardDeviation = 0;
        this.deviation = new double[probabilityOfCount.length];
        this.cumulative = new double[probabilityOfCount.length];
        double below = 0;
        double mean = 0;
        for (int k = 0; k < deviation.length; k++) {
            deviation[k] = Math.abs(weight * k - centre);
            below += probabilityOfCount[k];
            cumulative[k] = below;
            mean += probabilityOfCount[k] * deviation[k];
        }
        this.meanAbsolute = mean;
        this.last = deviation.length - 1; // its entry may be a rounding below 1
        this.guide = new int[2 * deviation.length];
        int k = 0;
        for (int i = 0; i < guide.length; i++) {
            while (k < last && cumulative[k] <= i / (double) guide.length) {
                k++;
            }
            guide[i] = k;
        }
    }

    static BinDeviation of(CalibrationSummary summary, int bin, int exactRows) {
        long rows = 0;
        double weight = 0;
        double centre = 0;
        double variance = 0;
        for (int cell = ScoreCells.firstCell(bin); cell < ScoreCells.firstCell(bin + 1); cell++) {
            CellSums sums = summary.cell(cell);
            if (isRandom(cell, sums)) {
                rows += sums.n();
                weight += sums.w();
                centre += sums.wp();
                variance += sums.w2v();
            }
        }
        if (rows > exactRows || !equalWeights(summary, bin, weight / rows)) {
            return new BinDeviation(Math.sqrt(Math.max(0, variance)));
        }
        return new BinDeviation(distributionOfCount(summary, bin, (int) rows), rows == 0 ? 0 : weight / rows, centre);
    }

    /**
     * The rows of a bin one by one, from a sorted sample. Rows of one group are taken to be wholly dependent, which only the normal
     * law allows for.
     */
    static BinDeviation of(SortedRows rows, int from, int to, int exactRows) {
        int random = 0;
        boolean equal = !rows.hasGroups();
        double centre = 0;
        int first = -1;
        for (int i = from; i < to; i++) {
            if (rows.p[i] > 0 && rows.p[i] < 1) {
                first = first < 0 ? i : first;
                equal &= rows.w[i] == rows.w[first];
                centre += rows.w[i] * rows.p[i];
                random++;
            }
        }
        if (!equal || random > exactRows) {
            return new BinDeviation(NullError.of(rows, from, to));
        }
        double[] chance = new double[random + 1];
        chance[0] = 1;
        int done = 0;
        for (int i = from; i < to; i++) {
            if (rows.p[i] > 0 && rows.p[i] < 1) {
                addRow(chance, ++done, rows.p[i]);
            }
        }
        return new BinDeviation(chance, random == 0 ? 0 : rows.w[first], centre);
    }

    private static void addRow(double[] chance, int rows, double p) {
        for (int k = rows; k > 0; k--) {
            chance[k] = chance[k] * (1 - p) + chance[k - 1] * p;
        }
        chance[0] *= 1 - p;
    }

    private static boolean isRandom(int cell, CellSums sums) {
        return cell > 0 && cell < ScoreCells.COUNT - 1 && sums.w() > 0;
    }

    /**
     * Whether every row of the bin has weight c, as far as the sums can tell: the weight of each cell is c a row, and its
     * sum of w^2 p(1-p) is c times its sum of w p(1-p).
     */
    private static boolean equalWeights(CalibrationSummary summary, int bin, double c) {
        for (int cell = ScoreCells.firstCell(bin); cell < ScoreCells.firstCell(bin + 1); cell++) {
            CellSums sums = summary.cell(cell);
            if (isRandom(cell, sums)) {
                double tolerance = 1e-9 * sums.w();
                if (Math.abs(sums.w() - c * sums.n()) > tolerance
                        || Math.abs(sums.w2v() - c * (sums.wp() - sums.wp2())) > c * tolerance) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Poisson-binomial: one row after the other, {@code P(k) <- P(k)(1-p) + P(k-1) p}. */
    private static double[] distributionOfCount(CalibrationSummary summary, int bin, int rows) {
        double[] chance = new double[rows + 1];
        chance[0] = 1;
        int done = 0;
        for (int cell = ScoreCells.firstCell(bin); cell < ScoreCells.firstCell(bin + 1); cell++) {
            CellSums sums = summary.cell(cell);
            if (isRandom(cell, sums)) {
                double p = sums.wp() / sums.w();
                for (long row = 0; row < sums.n(); row++) {
                    addRow(chance, ++done, p);
                }
            }
        }
        return chance;
    }

    double meanAbsolute() {
        return meanAbsolute;
    }

    double drawAbsolute(SplittableRandom random) {
        if (deviation == null) {
            return standardDeviation * Math.abs(random.nextGaussian());
        }
        double u = random.nextDouble();
        int k = guide[(int) (u * guide.length)];
        while (k < last && cumulative[k] <= u) {
            k++;
        }
        return deviation[k];
    }
}

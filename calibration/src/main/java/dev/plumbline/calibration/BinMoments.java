package dev.plumbline.calibration;

/**
 * Of the sums D_1 .. D_B of {@code w (y-p)} per bin and W of {@code w}: their values, and their covariance when as many units are drawn
 * with replacement as there are.
 *
 * @param centre the sums
 * @param weight of each bin
 * @param covariance lower triangle
 * @param unitSums of every unit, where it was made from few rows; else null
 */
record BinMoments(double[] centre, double[] weight, double[][] covariance, double[][] unitSums) {

    static BinMoments of(SortedRows rows, Binning binning) {
        int bins = binning.bins();
        double[] centre = new double[bins + 1];
        double[] weight = new double[bins];
        double[][] covariance = new double[bins + 1][bins + 1];
        double[][] units = rows.units() <= 500 || rows.hasGroups() ? new double[rows.units()][bins + 1] : null;
        int[] start = rows.starts(binning);
        for (int bin = 0; bin < bins; bin++) {
            double sumW = 0;
            double sum = 0;
            double square = 0;
            double product = 0;
            double squareW = 0;
            for (int i = start[bin]; i < start[bin + 1]; i++) {
                double w = rows.w[i];
                double residual = w * (rows.y[i] - rows.p[i]);
                sumW += w;
                sum += residual;
                if (units != null) {
                    units[rows.unit(i)][bin] += residual;
                    units[rows.unit(i)][bins] += w;
                } else {
                    square += residual * residual;
                    product += residual * w;
                    squareW += w * w;
                }
            }
            weight[bin] = sumW;
            centre[bin] = sum;
            centre[bins] += sumW;
            covariance[bin][bin] = square;
            covariance[bins][bin] = product;
            covariance[bins][bins] += squareW;
        }
        for (int u = 0; units != null && u < units.length; u++) {
            addSquare(covariance, units[u]);
        }
        subtractMean(covariance, centre, rows.units());
        return new BinMoments(centre, weight, covariance, units);
    }

    /** From cells: exact where all weights are equal; else squared weights are taken from the cell's own sum of w^2 p(1-p). */
    static BinMoments of(CalibrationSummary summary) {
        int bins = ScoreCells.BINS;
        double[] centre = new double[bins + 1];
        double[] weight = new double[bins];
        double[][] covariance = new double[bins + 1][bins + 1];
        for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
            CellSums sums = summary.cell(cell);
            if (sums.w() > 0) {
                int bin = ScoreCells.bin(cell);
                double random = sums.wp() - sums.wp2();
                double w = random > 1e-9 * sums.w() ? sums.w2v() / random : sums.w() / sums.n();
                weight[bin] += sums.w();
                centre[bin] += sums.wy() - sums.wp();
                centre[bins] += sums.w();
                covariance[bin][bin] += w * Math.max(0, sums.wy2() - 2 * sums.wpy() + sums.wp2());
                covariance[bins][bin] += w * (sums.wy() - sums.wp());
                covariance[bins][bins] += w * sums.w();
            }
        }
        subtractMean(covariance, centre, summary.count());
        return new BinMoments(centre, weight, covariance, null);
    }

    private static void addSquare(double[][] covariance, double[] unit) {
        for (int a = 0; a < unit.length; a++) {
            for (int b = 0; b <= a && unit[a] != 0; b++) {
                covariance[a][b] += unit[a] * unit[b];
            }
        }
    }

    private static void subtractMean(double[][] covariance, double[] centre, long units) {
        for (int a = 0; a < centre.length; a++) {
            for (int b = 0; b <= a; b++) {
                covariance[a][b] -= centre[a] * centre[b] / units;
            }
        }
    }
}

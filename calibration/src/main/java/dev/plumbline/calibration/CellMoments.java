package dev.plumbline.calibration;

/** Mean and spread of the probabilities inside one cell with weight, kept inside what its edges allow. */
record CellMoments(CellSums sums, double mean, double variance) {

    /** Below this share of mean^2 a variance from sums is the rounding of two nearly equal numbers. */
    private static final double ROUNDING = 1e-14;

    static CellMoments of(CalibrationSummary summary, int cell) {
        CellSums sums = summary.cell(cell);
        double low = ScoreCells.lowerEdge(cell);
        double high = ScoreCells.upperEdge(cell);
        double mean = Math.min(Math.max(sums.wp() / sums.w(), low), high);
        double variance = sums.wp2() / sums.w() - mean * mean;
        // near 1 the difference has no digits left; no distribution on [low, high] has more than this (Bhatia-Davis)
        double most = (high - mean) * (mean - low);
        variance = variance > ROUNDING * mean * mean ? Math.min(variance, most) : 0;
        return new CellMoments(sums, mean, variance);
    }

    /** The sum of w y (p - mean). */
    double outcomeShift() {
        return sums.wpy() - mean * sums.wy();
    }

    /** The mean of logit p to second order: its second derivative is (2p-1)/(p(1-p))^2. */
    double meanLogit() {
        double s = mean * (1 - mean);
        return Logistic.logit(mean) + (2 * mean - 1) / (s * s) * variance / 2;
    }

    /** The variance of logit p to second order: its first derivative is 1/(p(1-p)). */
    double logitVariance() {
        double s = mean * (1 - mean);
        return variance / (s * s);
    }
}

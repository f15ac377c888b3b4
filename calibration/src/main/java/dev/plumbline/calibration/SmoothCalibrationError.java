package dev.plumbline.calibration;

/**
 * Calibration error without bins: residuals smoothed by a kernel whose width is the error itself.
 *
 * <p>Formula: {@code smECE_s = integral over [0, 1] of |r_s(t)| dt}, {@code r_s(t) = (1/W) sum w_i (y_i - p_i) K_s(t, p_i)};
 * the result is the s with {@code smECE_s = s}.
 *
 * <p>Symbols: K_s the normal density of standard deviation s, reflected without end at 0 and 1; as a cosine series {@code r_s(t) =
 * c_0 + 2 sum_k c_k exp(-s^2 pi^2 k^2/2) cos(pi k t)}, {@code c_k = (1/W) sum w_i (y_i - p_i) cos(pi k p_i)}.
 *
 * <p>Input: all pairs. Each is spread over the four nearest of {@value #GRID} + 1 grid points with the weights of cubic
 * interpolation, which keep mass and the first three moments: the error of {@code cos(pi k p)} is at most {@code 3/128 (pi k h)^4},
 * h = 1/{@value #GRID}, below 3e-11 for the terms that matter at s = 0.1 and below 4e-7 at s = 0.01, times mean |y - p|. From a
 * summary residuals stand at their cell's mean.
 *
 * <p>Direction: smaller is better, minimum 0; not 0 for right probabilities: see {@link ErrorEstimates}. It is consistent: it cannot be made
 * to jump by moving probabilities a little, as binned errors can.
 *
 * <p>Weights weigh. A fractional outcome equals its split rows.
 *
 * <p>Degenerate: when the bandwidth is 0.001 or less the error is that at 0.001. One pair is fine. Never NaN.
 *
 * <p>Standard error: none in closed form.
 *
 * <p>Reference: Blasiok and Nakkiran 2023, arXiv:2309.12236, section 3.
 *
 * <p>Example: p = .5 with y = 1: .5, at bandwidth .5 (the integral of one kernel is 1).
 *
 * @param value in [0, 1]
 * @param bandwidth s at which it was taken
 */
public record SmoothCalibrationError(double value, double bandwidth) {

    private static final int GRID = 16384;
    private static final double ACCURACY = 1e-10;
    private static final int DENSITY = 64;
    private static final double NEGLIGIBLE = 40; // exp(-40) = 4e-18

    /** Checks the ranges. */
    public SmoothCalibrationError {
        Checks.unit("value", value);
        Checks.unit("bandwidth", bandwidth);
    }

    /**
     * The smooth error of a sample.
     *
     * @param sample pairs
     * @return error and bandwidth
     */
    public static SmoothCalibrationError of(CalibrationSample sample) {
        ResidualGrid grid = new ResidualGrid(GRID, sample.size());
        grid.add(sample);
        return of(grid);
    }

    /**
     * From sums: second order in the width of a cell, 0.03 logits, against the bandwidth.
     *
     * @param summary with weight
     * @return error and bandwidth
     * @throws IllegalArgumentException when the summary has no weight
     */
    public static SmoothCalibrationError of(CalibrationSummary summary) {
        if (summary.isEmpty()) {
            throw new IllegalArgumentException("summary must have at least 1 pair with weight, got none");
        }
        ResidualGrid grid = new ResidualGrid(GRID, ScoreCells.COUNT);
        for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
            CellSums sums = summary.cell(cell);
            if (sums.w() > 0) {
                grid.add(CellMoments.of(summary, cell).mean(), (sums.wy() - sums.wp()) / summary.weight());
            }
        }
        return of(grid);
    }

    private static SmoothCalibrationError of(ResidualGrid grid) {
        CosineTransform.Pool transforms = new CosineTransform.Pool();
        double[] coefficients = new double[GRID + 1];
        grid.coefficients(transforms.of(GRID), coefficients);
        SmoothCurve curve = new SmoothCurve(coefficients, DENSITY, NEGLIGIBLE, transforms);
        double s = curve.fixedPoint(ACCURACY, 0.05);
        return new SmoothCalibrationError(Math.min(curve.meanSize(s), 1), s);
    }
}

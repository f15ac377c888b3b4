package dev.plumbline.calibration;

/**
 * A figure that does not come alone: what it would be if every probability were right, how surprising it is then, and how
 * far chance moves it. What does not exist for a metric is null.
 *
 * @param value the figure
 * @param expectedIfCalibrated its mean when every outcome is drawn from its probability, for this very set of probabilities
 * @param pValue the chance, under the same null, of a figure at least as far from what calibration predicts
 * @param interval 95 % confidence interval of the true figure
 */
public record Estimate(double value, Double expectedIfCalibrated, Double pValue, Interval interval) {

    /** Checks that the figures are numbers and the p-value in (0, 1]. */
    public Estimate {
        Checks.finite("value", value);
        if (expectedIfCalibrated != null) {
            Checks.finite("expectedIfCalibrated", expectedIfCalibrated);
        }
        if (pValue != null) {
            Checks.unit("pValue", pValue);
        }
    }

    /**
     * Whether calibration is rejected at a level that the caller picks.
     *
     * @param alpha in (0, 1), the chance of rejecting right probabilities
     * @return true when the p-value is at most alpha; false when there is none
     */
    public boolean rejectsAt(double alpha) {
        Checks.alpha(alpha);
        return pValue != null && pValue <= alpha;
    }

    /** Without an interval that has no bounds, which JSON could not write. */
    Estimate bounded() {
        return interval == null || interval.ends() != null
                ? this
                : new Estimate(value, expectedIfCalibrated, pValue, null);
    }
}

package dev.plumbline.calibration;

/**
 * One row of a reliability table: a bin of equal width, what was predicted in it and what happened.
 *
 * @param binStart k/10.0, in the bin
 * @param binEnd (k+1)/10.0, not in the bin unless it is 1
 * @param avgPredicted weighted mean probability; 0 for an empty bin
 * @param avgActual weighted mean outcome; 0 for an empty bin
 * @param count rows
 * @param gap {@code |avgPredicted - avgActual|}
 */
public record ReliabilityBin(
        double binStart, double binEnd, double avgPredicted, double avgActual, long count, double gap) {

    /** Checks the ranges. */
    public ReliabilityBin {
        Checks.unit("binStart", binStart);
        Checks.unit("binEnd", binEnd);
        Checks.unit("avgPredicted", avgPredicted);
        Checks.unit("avgActual", avgActual);
        Checks.unit("gap", gap);
        if (count < 0) {
            throw new IllegalArgumentException("count must be at least 0, got " + count);
        }
    }
}

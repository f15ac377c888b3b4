package dev.plumbline.monitor.versions;

import dev.plumbline.calibration.calibrator.Calibrator;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A fitted calibrator, kept for ever.
 *
 * @param version 1, 2, ... within the model
 * @param modelVersion whose scores it was fitted on
 * @param checks golden pairs, re-checked whenever it is loaded
 * @param fit the fit's record: totalSamples, logLossBefore, logLossAfter, provenance
 * @param createdAt when it was fitted
 */
public record CalibratorVersion(
        int version, String modelVersion, Calibrator calibrator, List<Check> checks, JsonNode fit, Instant createdAt) {
    /** A score and what the calibrator made of it when it was fitted. */
    public record Check(double score, double probability) {}

    private static final double[] CHECKED_SCORES = {0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1};
    private static final double TOLERANCE = 1e-12;

    public CalibratorVersion {
        checks = List.copyOf(checks);
    }

    /** The golden pairs of a calibrator. */
    public static List<Check> checksOf(Calibrator calibrator) {
        return java.util.Arrays.stream(CHECKED_SCORES)
                .mapToObj(score -> new Check(score, calibrator.apply(score)))
                .toList();
    }

    /**
     * This version, after its golden pairs were reproduced.
     *
     * @throws IllegalStateException if what was loaded is not what was fitted
     */
    public CalibratorVersion verified() {
        for (Check check : checks) {
            double now = calibrator.apply(check.score());
            if (!(Math.abs(now - check.probability()) <= TOLERANCE)) {
                throw new IllegalStateException(
                        "calibrator version " + version + " does not reproduce its check value: "
                                + check.score() + " should give " + check.probability() + ", gives " + now
                                + "; its stored parameters were changed, restore the database or roll back");
            }
        }
        return this;
    }
}

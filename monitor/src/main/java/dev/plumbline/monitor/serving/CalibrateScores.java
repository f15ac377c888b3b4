package dev.plumbline.monitor.serving;

import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.monitor.versions.InForce;

/** Applies what is in force to scores: identity when nothing is. */
public final class CalibrateScores {
    private final ParameterCache cache;

    public CalibrateScores(ParameterCache cache) {
        this.cache = cache;
    }

    /**
     * @param probabilities one for each score, in [0, 1]
     * @param inForce what made them
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    public record Calibrated(double[] probabilities, InForce inForce) {}

    /** What serves a version of a model; null for the current version. */
    public InForce inForce(String model, String modelVersion) {
        return cache.inForce(model, modelVersion);
    }

    /**
     * Calibrates scores.
     *
     * @param modelVersion null for the current version
     * @param scores in [0, 1]
     */
    public Calibrated calibrate(String model, String modelVersion, double[] scores) {
        InForce inForce = cache.inForce(model, modelVersion);
        Calibrator calibrator = inForce.calibrator();
        double[] probabilities = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] = calibrator.apply(scores[i]);
        }
        return new Calibrated(probabilities, inForce);
    }
}

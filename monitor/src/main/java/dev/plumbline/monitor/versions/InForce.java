package dev.plumbline.monitor.versions;

import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.Identity;
import java.time.Instant;
import java.util.Objects;

/**
 * What serves a version of a model.
 *
 * @param modelVersion the version of the model; a calibrator is never applied to another one's scores
 * @param version the calibrator's version; 0 is identity
 * @param since when it came into force, and with it the clock of the evidence; null when nothing was ever promoted
 * @param rolledBackAt when this model version was last rolled back; null when never. Only pairs recorded since count
 *     towards promoting again
 */
public record InForce(String modelVersion, int version, Calibrator calibrator, Instant since, Instant rolledBackAt) {
    public InForce {
        Objects.requireNonNull(modelVersion, "modelVersion");
        Objects.requireNonNull(calibrator, "calibrator");
    }

    /** What serves where nothing was ever promoted. */
    public static InForce identity(String modelVersion) {
        return new InForce(modelVersion, 0, new Identity(), null, null);
    }
}

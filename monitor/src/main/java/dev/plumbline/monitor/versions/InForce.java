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
 * @param previousVersion the calibrator that served before a promotion; the serving one itself where it serves since a rollback, for
 *     what was rolled back is no rival
 * @param since when it came into force; null when nothing was ever promoted
 * @param rolledBackAt when this model version was last rolled back; null when never. Only pairs recorded since count
 *     towards promoting again
 * @param clockStart when the clock of the evidence last started anew: at a promotion, a rollback or an acknowledgement; null for the
 *     first clock, which starts with the first pair
 */
public record InForce(
        String modelVersion,
        int version,
        Calibrator calibrator,
        int previousVersion,
        Instant since,
        Instant rolledBackAt,
        Instant clockStart) {
    public InForce {
        Objects.requireNonNull(modelVersion, "modelVersion");
        Objects.requireNonNull(calibrator, "calibrator");
    }

    /** What serves where nothing was ever promoted. */
    public static InForce identity(String modelVersion) {
        return new InForce(modelVersion, 0, new Identity(), 0, null, null, null);
    }
}

package dev.plumbline.monitor.intake;

import java.time.Instant;
import java.util.Map;

/**
 * A prediction as it was sent, checked and on the unit scale. Null means not sent: a first row then gets the default, a
 * repeated row is not compared in that field.
 *
 * @param id the caller's id, unique in the model
 * @param score what the model said, in [0, 1]
 * @param probability what was issued, in [0, 1]; null: the score itself was issued
 * @param calibratorVersion the calibrator that made the probability
 * @param version the model's version; default "1"
 * @param predictedAt default: the time of arrival
 * @param group the event that several predictions are about
 * @param weight importance, at least 0; default 1
 * @param segments labels by which reports may be cut
 * @param features the model's inputs, as the text of a JSON object with sorted keys
 */
public record NewPrediction(
        String id,
        double score,
        Double probability,
        Integer calibratorVersion,
        String version,
        Instant predictedAt,
        String group,
        Double weight,
        Map<String, String> segments,
        String features) {
    public static final String DEFAULT_VERSION = "1";

    /** The same, with what is issued for it. */
    public NewPrediction issued(double issuedProbability, int issuedBy) {
        return new NewPrediction(
                id, score, issuedProbability, issuedBy, version, predictedAt, group, weight, segments, features);
    }

    /** The characters of the texts that may be long, for whoever collects rows in memory. */
    int textLength() {
        int length = features == null ? 0 : features.length();
        if (segments != null) {
            for (Map.Entry<String, String> label : segments.entrySet()) {
                length += label.getKey().length() + label.getValue().length();
            }
        }
        return length;
    }
}

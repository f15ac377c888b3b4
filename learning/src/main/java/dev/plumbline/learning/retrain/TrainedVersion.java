package dev.plumbline.learning.retrain;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * A trained model as it is listed; the component names are the wire names.
 *
 * @param modelVersion {@code "1"}, {@code "2"}, ... within the model
 * @param state {@code candidate} (never in force), {@code serving} or {@code retired} (in force once)
 * @param trainedAt when it was trained, or imported
 * @param provenance what it was made of: {@link Provenance}, or {@code source: import} and what the model says of itself
 * @param training the record of the run that made it, with its metrics and what was decided; null for an imported model
 */
public record TrainedVersion(
        String modelVersion, State state, Instant trainedAt, JsonNode provenance, JsonNode training) {

    /** Where a version is in its life. It may serve again after it was retired. */
    public enum State {
        CANDIDATE,
        SERVING,
        RETIRED;

        /** The wire word. */
        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TrainedVersion {
        Objects.requireNonNull(modelVersion, "modelVersion");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(trainedAt, "trainedAt");
        Objects.requireNonNull(provenance, "provenance");
    }
}

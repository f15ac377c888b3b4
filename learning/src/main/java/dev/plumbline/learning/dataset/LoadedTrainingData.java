package dev.plumbline.learning.dataset;

import java.util.Objects;

/**
 * Training data with where it came from, for the provenance of what is trained on it.
 *
 * @param data the checked data
 * @param sourceName how people call the source: a file's name, never its folder
 * @param preparation what was done to the source
 * @param sha256 SHA-256 of the bytes that were read, 64 lower-case hexadecimal digits
 */
public record LoadedTrainingData(TrainingData data, String sourceName, String sha256, Preparation preparation) {

    public LoadedTrainingData {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(sourceName, "sourceName");
        Objects.requireNonNull(preparation, "preparation");
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "sha256 must be 64 lower-case hexadecimal digits, got \"" + sha256 + "\"");
        }
    }
}

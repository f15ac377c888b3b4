package dev.plumbline.learning.retrain;

import dev.plumbline.learning.model.ModelFormatException;
import dev.plumbline.learning.model.ModelJson;
import dev.plumbline.learning.model.TrainedModel;
import java.time.Instant;
import java.util.Objects;

/**
 * A trained model as it came back from the store.
 *
 * @param version {@code "1"}, {@code "2"}, ... within the model
 * @param model the model, its golden rows reproduced
 * @param trainedAt when it was trained
 */
public record StoredModel(String version, TrainedModel model, Instant trainedAt) {

    public StoredModel {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(trainedAt, "trainedAt");
    }

    /**
     * From the stored bytes, for stores.
     *
     * @param modelJson what {@link TrainedModelStore#commit} was given as {@link TrainingRun#modelJson()}
     * @throws ModelFormatException if they are not the model that was stored; the message names the version
     */
    public static StoredModel load(String version, byte[] modelJson, Instant trainedAt) {
        try {
            return new StoredModel(version, ModelJson.read(modelJson), trainedAt);
        } catch (ModelFormatException e) {
            throw new ModelFormatException("trained model version " + version + ": " + e.getMessage(), e);
        }
    }
}

package dev.plumbline.learning.retrain;

import dev.plumbline.learning.model.ModelFormatException;
import dev.plumbline.learning.model.ModelJson;
import dev.plumbline.learning.model.TrainedModel;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import java.time.Clock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** A person imports a trained model, promotes one or rolls one back, saying which version is expected to serve now. */
public final class ChangeTrainedModel {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeTrainedModel.class);

    private final Models models;
    private final TrainedModelStore store;
    private final Clock clock;
    private final Consumer<String> onChange;

    /** @param onChange told the model whose serving version changed: caches forget it */
    public ChangeTrainedModel(Models models, TrainedModelStore store, Clock clock, Consumer<String> onChange) {
        this.models = models;
        this.store = store;
        this.clock = clock;
        this.onChange = onChange;
    }

    /**
     * Puts a stored version in force.
     *
     * @param expected the version that the caller thinks is in force; 0 for none
     * @throws NotFoundException if there is no such model or version
     * @throws ConflictException if another version serves
     */
    public TrainedPromotion promote(String modelName, int version, int expected, String reason) {
        return move(models.require(modelName), version, expected, "promoted", reason);
    }

    /**
     * Goes back to what served before what serves. Going back twice goes two promotions back, not to and fro.
     *
     * @param expected the version that the caller thinks is in force
     * @throws ConflictException if another version serves, or none served before
     */
    public TrainedPromotion rollback(String modelName, int expected, String reason) {
        Model model = models.require(modelName);
        int previous = store.previous(model)
                .orElseThrow(() -> new ConflictException(
                        "Nothing to roll back: no trained model of " + model.name() + " was replaced by another"));
        return move(model, previous, expected, "rolledBack", reason);
    }

    private TrainedPromotion move(Model model, int to, int expected, String kind, String reason) {
        TrainedPromotion promotion = store.move(model, to, expected, kind, reason, clock.instant());
        onChange.accept(model.name());
        LOG.info(
                "[trained-model] model {}: {} from version {} to {} by admin: {}",
                model.name(),
                kind,
                promotion.from(),
                promotion.to(),
                reason);
        return promotion;
    }

    /**
     * Takes a model in its portable form as a candidate. One whose bytes are those of a stored version is that version.
     *
     * @param portable as {@link ModelJson} writes it, white space aside
     * @throws InvalidArgumentException if it is not a model or does not reproduce its golden rows
     */
    public TrainedVersion add(String modelName, byte[] portable) {
        Model model = models.require(modelName);
        TrainedModel read;
        try {
            read = ModelJson.read(portable);
        } catch (ModelFormatException e) {
            throw new InvalidArgumentException(
                    "body", "a model in its portable form that reproduces its golden rows", e.getMessage());
        }
        String library = Json.read(portable).path("libraryVersion").asString("");
        byte[] canonical = ModelJson.write(read, library);
        JsonNode provenance = Json.object()
                .put("source", "import")
                .put("trainer", read.trainer())
                .put("libraryVersion", library)
                .set("featureNames", Json.mapper().valueToTree(read.featureNames()));
        TrainedVersion added = store.add(model, canonical, provenance, clock.instant());
        LOG.info("[trained-model] model {}: version {} imported", model.name(), added.modelVersion());
        return added;
    }
}

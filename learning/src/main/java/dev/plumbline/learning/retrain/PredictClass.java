package dev.plumbline.learning.retrain;

import dev.plumbline.learning.model.ModelFormatException;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Serving: the model in force, which predicts. It is loaded once and kept until it is {@linkplain #invalidate invalidated};
 * "none is trained" is kept as well.
 */
public final class PredictClass {

    private final Models models;
    private final TrainedModelStore store;

    /**
     * Loading happens inside {@code computeIfAbsent}, for which a concurrent removal of the same key waits: so a model that
     * was read just before a promotion cannot stay in the map after it.
     */
    private final ConcurrentMap<String, Optional<ServingModel>> loaded = new ConcurrentHashMap<>();

    public PredictClass(Models models, TrainedModelStore store) {
        this.models = models;
        this.store = store;
    }

    /**
     * What predicts now; empty when no model is in force.
     *
     * @param modelName null for the default model
     * @throws NotFoundException if there is no model of that name
     * @throws ModelFormatException if the stored model is damaged
     */
    public Optional<ServingModel> serving(String modelName) {
        String known = modelName == null ? models.require(null).name() : modelName;
        return loaded.computeIfAbsent(known, name -> load(models.require(name)));
    }

    private Optional<ServingModel> load(Model model) {
        return store.serving(model).map(stored -> ServingModel.of(model, stored));
    }

    /** Forgets a model, after a promotion or a new declaration: the next request asks the store. */
    public void invalidate(String modelName) {
        loaded.remove(modelName);
    }
}

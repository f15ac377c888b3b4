package dev.plumbline.monitor.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where declarations are kept. */
public interface ModelStore {
    Optional<Model> find(String name);

    /** All models, by name. */
    List<Model> all();

    /** What a declaration did. */
    record Declared(Model model, boolean created) {}

    /**
     * Declares a model or changes its declaration, in one transaction.
     *
     * @param change from the present settings (for a new model {@code initial}) to the new ones; what it throws leaves
     *     everything as it was
     * @throws dev.plumbline.monitor.ConflictException if the scale of a model that has predictions or outcomes would change
     */
    Declared declare(String name, ModelSettings initial, UnaryOperator<ModelSettings> change, Instant now);

    /**
     * The current version: the declared one, else the one with most predictions in the 7 days up to the newest prediction
     * (ties: the older, that is the one seen first); "1" when there are none.
     */
    String currentVersion(Model model);
}

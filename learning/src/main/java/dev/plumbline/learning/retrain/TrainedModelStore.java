package dev.plumbline.learning.retrain;

import dev.plumbline.learning.model.ModelFormatException;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.model.Model;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where trained models and training runs are kept. Nothing is ever deleted; what serves is the newest promotion.
 *
 * <p>Versions count 1, 2, ... per model, across every run that brought a new model, in force or not.
 */
public interface TrainedModelStore {

    /** Writes the run's record once the version is known. */
    @FunctionalInterface
    interface Renderer {
        /** @param modelVersion the version of the trained model */
        byte[] render(String modelVersion);
    }

    /**
     * What serves a model now; empty when nothing was ever put in force.
     *
     * @throws ModelFormatException if the stored model does not reproduce its golden rows
     */
    Optional<StoredModel> serving(Model model);

    /**
     * What the rows looked like that a stored version was trained on, as {@link TrainingRun#reference()} had it.
     *
     * @throws IllegalStateException if that version is not stored
     */
    byte[] reference(Model model, String version);

    /**
     * Commits a training run in one transaction, all or nothing:
     *
     * <ol>
     *   <li>the serving version is compared with {@link TrainingRun#expectedServing()} (both may be none), whether or not
     *       this run is to serve: the record speaks of it;
     *   <li>the version: a model whose bytes equal those of a stored version <b>is</b> that version (training again on
     *       the same data is harmless), any other gets the next number and is stored with its provenance;
     *   <li>with {@link TrainingRun#serve()}: the model's bytes are read back and {@link StoredModel#load} must accept them,
     *       only then the serving pointer moves (a promotion row: from, to, when, why);
     *   <li>the record of the run, rendered with the version;
     *   <li>the run's completion with the record as its answer, refused if the handle's fence is not the newest.
     * </ol>
     *
     * @param run what to commit
     * @param handle the right to commit it
     * @param renderer gives the record's bytes; called within the transaction, at most once for each attempt
     * @return the record's bytes
     * @throws ConflictException if another version serves by now, or the fence is stale; nothing is changed
     */
    byte[] commit(TrainingRun run, RunHandle handle, Renderer renderer);

    /** Records of training runs, newest first, those with an id below {@code before}. */
    Page<JsonNode> list(Model model, long before, int limit);
}

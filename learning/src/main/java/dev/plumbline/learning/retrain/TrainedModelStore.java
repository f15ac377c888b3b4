package dev.plumbline.learning.retrain;

import dev.plumbline.learning.model.ModelFormatException;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.model.Model;
import java.time.Instant;
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
     * A stored version; empty for one that is not there.
     *
     * @throws ModelFormatException as {@link #serving}
     */
    Optional<StoredModel> find(Model model, int version);

    /**
     * What the rows looked like that a stored version was trained on, as {@link TrainingRun#reference()} had it; empty for an
     * imported model, whose rows nobody here has seen.
     *
     * @throws IllegalStateException if that version is not stored
     */
    Optional<byte[]> reference(Model model, String version);

    /** Whether these bytes are a stored version that was rolled back when it last served. */
    boolean rolledBack(Model model, byte[] modelJson);

    /**
     * Commits a training run in one transaction, all or nothing:
     *
     * <ol>
     *   <li>the serving version is compared with {@link TrainingRun#expectedServing()} (both may be none), whether or not
     *       this run is to serve: the record speaks of it;
     *   <li>the version: a model whose bytes equal those of a stored version <b>is</b> that version (training again on
     *       the same data is harmless), any other gets the next number and is stored with its provenance;
     *   <li>with {@link TrainingRun#serve()}: the model's bytes are read back and {@link StoredModel#load} must accept them,
     *       only then the serving pointer moves (a promotion row: from, to, when, why, on what evidence);
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

    /**
     * Keeps a model that came from elsewhere, as a candidate. One whose bytes equal those of a stored version is that version.
     *
     * @param modelJson its portable form, checked
     * @param provenance where it came from
     */
    TrainedVersion add(Model model, byte[] modelJson, JsonNode provenance, Instant now);

    /** The portable form of a version, the stored bytes; empty for one that is not there. */
    Optional<byte[]> portable(Model model, int version);

    /** Versions, newest first, those below {@code before}. */
    Page<TrainedVersion> versions(Model model, long before, int limit);

    /**
     * Moves the pointer for a person, in one transaction: the target is loaded back and verified, the expected version compared.
     *
     * @param to the version that is to serve
     * @param expected the one that is thought to serve; 0 for none
     * @param kind {@code promoted} or {@code rolledBack}
     * @throws ConflictException if something else than {@code expected} serves, naming what serves
     * @throws NotFoundException if there is no such version
     */
    TrainedPromotion move(Model model, int to, int expected, String kind, String reason, Instant now);

    /** What a rollback would go back to: the version that served before what serves; empty when none did. */
    Optional<Integer> previous(Model model);

    /** What served, newest first, rows with an id below {@code before}. */
    Page<TrainedPromotion> promotions(Model model, long before, int limit);

    /** Records of training runs, newest first, those with an id below {@code before}. */
    Page<JsonNode> list(Model model, long before, int limit);
}

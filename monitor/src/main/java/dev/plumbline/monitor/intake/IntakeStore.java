package dev.plumbline.monitor.intake;

import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where predictions and outcomes are kept, with the sums of their pairs. Every method is one transaction, durable when it
 * returns; rows and sums change together.
 */
public interface IntakeStore {
    /**
     * Records predictions; the model is declared if need be. An outcome that waits for one of them is paired.
     *
     * <ul>
     *   <li>an unknown id: TAKEN;
     *   <li>a known id whose sent fields all equal what is stored: REPEATED;
     *   <li>a known id with other content: CONFLICT, nothing changed. The same holds for two rows of one call.
     * </ul>
     *
     * @param initial the settings of a model that does not exist yet; it is declared only if a row is taken
     * @param now the time of arrival
     * @return one answer per row, in their order
     */
    List<RowAnswer> recordPredictions(String model, ModelSettings initial, List<NewPrediction> rows, Instant now);

    /**
     * Records outcomes; the model is declared if need be.
     *
     * <ul>
     *   <li>a known prediction without an outcome: TAKEN, the pair enters the sums;
     *   <li>an outcome whose sent fields all equal what is stored: REPEATED;
     *   <li>other content: CORRECTED; the sent fields replace, the earlier content stays in the history, the sums follow;
     *   <li>an unknown prediction: WAITING (the same again REPEATED, other content CORRECTED).
     * </ul>
     */
    List<RowAnswer> recordOutcomes(String model, ModelSettings initial, List<NewOutcome> rows, Instant now);

    /** Deletes a prediction and its outcome: the pair leaves every later report. False if there is none. */
    boolean deletePrediction(Model model, String id, Instant now);

    /** Deletes an outcome, also a waiting one; its prediction is open again. False if there is none. */
    boolean deleteOutcome(Model model, String predictionId, Instant now);

    /** A stored prediction with its outcome and the outcome's history, under the wire names, or empty. */
    Optional<JsonNode> find(Model model, String predictionId);

    /** How many predictions a model has, and the largest score among its first {@code first} ones. */
    ScoreCheck checkScores(Model model, int first);

    /**
     * @param predictions how many of the first ones there are
     * @param largestScore their largest score in [0, 1]; 0 without any
     */
    record ScoreCheck(int predictions, double largestScore) {}

    /** How many outcomes, paired or waiting, a model has. */
    long countOutcomes(Model model);

    /** Waiting outcomes, newest first, for those who look for an id that went astray. */
    Page<JsonNode> waiting(Model model, long before, int limit);
}

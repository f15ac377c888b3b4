package dev.plumbline.learning.retrain;

import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.skew.TrainingReference;
import dev.plumbline.monitor.gate.GateDecision;
import dev.plumbline.monitor.model.Model;
import java.time.Instant;
import java.util.Objects;

/**
 * What a training run wants to commit.
 *
 * @param model whose model was trained
 * @param trainedAt when, by the server's clock
 * @param modelJson the model in its portable form (UTF-8 JSON); the same data gives the same bytes
 * @param reference what the rows looked like that it was trained on (UTF-8 JSON of a {@link TrainingReference})
 * @param provenance what it was made of and by
 * @param train how it does on the training rows
 * @param test how it does on the test rows
 * @param decision whether it comes into force, and why
 * @param expectedServing the version that the decision was made against; null when none served
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed through, never compared
public record TrainingRun(
        Model model,
        Instant trainedAt,
        byte[] modelJson,
        byte[] reference,
        Provenance provenance,
        Evaluation train,
        Evaluation test,
        GateDecision decision,
        String expectedServing) {

    public TrainingRun {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(trainedAt, "trainedAt");
        Objects.requireNonNull(modelJson, "modelJson");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(train, "train");
        Objects.requireNonNull(test, "test");
        Objects.requireNonNull(decision, "decision");
    }

    /** Whether it comes into force. */
    public boolean serve() {
        return decision instanceof GateDecision.Promoted;
    }
}

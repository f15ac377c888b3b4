package dev.plumbline.server.metrics;

import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.intake.IntakeStore;
import dev.plumbline.monitor.intake.NewOutcome;
import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.intake.RowAnswer;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Counts what is recorded, whichever way it came in. */
public final class CountedIntake implements IntakeStore {
    private final IntakeStore store;
    private final Metrics metrics;

    public CountedIntake(IntakeStore store, Metrics metrics) {
        this.store = store;
        this.metrics = metrics;
    }

    @Override
    public List<RowAnswer> recordPredictions(
            String model, ModelSettings initial, List<NewPrediction> rows, Instant now) {
        List<RowAnswer> answers = store.recordPredictions(model, initial, rows, now);
        metrics.predictions(model, answers);
        return answers;
    }

    @Override
    public List<RowAnswer> recordOutcomes(String model, ModelSettings initial, List<NewOutcome> rows, Instant now) {
        List<RowAnswer> answers = store.recordOutcomes(model, initial, rows, now);
        metrics.outcomes(model, answers);
        return answers;
    }

    @Override
    public boolean deletePrediction(Model model, String id, Instant now) {
        return store.deletePrediction(model, id, now);
    }

    @Override
    public boolean deleteOutcome(Model model, String predictionId, Instant now) {
        return store.deleteOutcome(model, predictionId, now);
    }

    @Override
    public Optional<JsonNode> find(Model model, String predictionId) {
        return store.find(model, predictionId);
    }

    @Override
    public ScoreCheck checkScores(Model model, int first) {
        return store.checkScores(model, first);
    }

    @Override
    public long countOutcomes(Model model) {
        return store.countOutcomes(model);
    }

    @Override
    public Page<JsonNode> waiting(Model model, long before, int limit) {
        return store.waiting(model, before, limit);
    }
}

package dev.plumbline.learning.retrain;

import dev.plumbline.learning.dataset.LoadedTrainingData;
import dev.plumbline.learning.dataset.TrainingDataException;
import dev.plumbline.learning.retrain.RetrainAnswer.PromotionAnswer;
import dev.plumbline.learning.skew.SkewCheck;
import dev.plumbline.learning.skew.SkewReport;
import dev.plumbline.learning.skew.TrainingReference;
import dev.plumbline.learning.trainer.TrainingTimeoutException;
import dev.plumbline.learning.trainer.TrainingWatch;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.gate.GateDecision;
import dev.plumbline.monitor.jobs.Completion;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retraining: data, training, evaluation, leakage report, decision, commit. The cron endpoint, the schedule and the command
 * line call this and only parse and render around it.
 */
public final class RetrainModel {

    /** From how many outcomes on the monitoring says much; training never waits for them. */
    public static final int OUTCOMES_RECOMMENDED = 100;

    private static final int ATTEMPTS = 3;
    private static final Logger LOG = LoggerFactory.getLogger(RetrainModel.class);

    private final Models models;
    private final TrainingSource source;
    private final ToLongFunction<Model> outcomeCount;
    private final TrainingSettings settings;
    private final SkewCheck skew;
    private final TrainedModelStore store;
    private final Consumer<Completion> completions;
    private final Clock clock;
    private final Consumer<String> onChange;

    /**
     * @param source where the training data is
     * @param outcomeCount how many outcomes a model has
     * @param settings how is trained
     * @param skew compares the features that are logged now with those that were trained on
     * @param completions completes a run that commits no model
     * @param onChange told the model whose serving version may have changed: caches forget it
     */
    public RetrainModel(
            Models models,
            TrainingSource source,
            ToLongFunction<Model> outcomeCount,
            TrainingSettings settings,
            SkewCheck skew,
            TrainedModelStore store,
            Consumer<Completion> completions,
            Clock clock,
            Consumer<String> onChange) {
        this.models = models;
        this.source = source;
        this.outcomeCount = outcomeCount;
        this.settings = settings;
        this.skew = skew;
        this.store = store;
        this.completions = completions;
        this.clock = clock;
        this.onChange = onChange;
    }

    /**
     * Trains a model and commits it, the decision and the run's completion together. When it throws, nothing was stored and
     * what served goes on serving; the message is fit for "Training failed: MESSAGE".
     *
     * @param modelName null for the default model
     * @param run the run whose result this is
     * @param progress told where the training is
     * @return the bytes of the answer: a {@link RetrainAnswer}, or that the model was skipped, as it has nothing to learn from
     * @throws NotFoundException if there is no such model
     * @throws TrainingDataException if the data cannot be read or used
     * @throws TrainingTimeoutException if it took too long
     * @throws CancellationException if the thread was interrupted
     * @throws ConflictException if the model declares tier midpoints for other classes than the data have, or another model came
     *     into force again and again meanwhile
     */
    public byte[] run(String modelName, RunHandle run, TrainingWatch.Progress progress) {
        Model model = models.require(modelName);
        Long outcomes = countOutcomes(model);
        Optional<String> nothing = source.nothing(model);
        if (nothing.isPresent()) {
            return skip(model, nothing.get(), outcomes, run);
        }
        long start = System.nanoTime();
        progress.at("reading", "the training data");
        LoadedTrainingData loaded = source.load(model);
        new OutcomeClasses(model.settings()).tiers(loaded.data().classes()); // else nothing could be scored
        Trained trained = Trained.on(loaded, settings, progress, start);
        TrainingReference reference = TrainingReference.of(
                trained.training().data(), trained.training().model());
        SkewReport served = skew.report(model, null, trained.training().model(), reference, clock.instant());
        for (int attempt = 1; ; attempt++) {
            try {
                return commit(model, trained, reference, served, outcomes, run);
            } catch (ConflictException e) {
                // Another model came into force since this one was compared: compare with that.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.info("[retrain-ml] model {}: {}; looking again", model.name(), e.getMessage());
            }
        }
    }

    /** The count is for monitoring only: a failure to count is no failure to train. */
    private Long countOutcomes(Model model) {
        try {
            long count = outcomeCount.applyAsLong(model);
            if (count < OUTCOMES_RECOMMENDED) {
                LOG.info(
                        "[retrain-ml] model {} has {} outcomes, {} are recommended for monitoring",
                        model.name(),
                        count,
                        OUTCOMES_RECOMMENDED);
            }
            return count;
        } catch (RuntimeException e) {
            LOG.warn("[retrain-ml] model {}: cannot count the outcomes, training goes on", model.name(), e);
            return null;
        }
    }

    private byte[] skip(Model model, String reason, Long outcomes, RunHandle run) {
        byte[] answer = Json.bytes(Json.object()
                .put("status", "skipped")
                .put("reason", reason)
                .put("outcomeCount", outcomes)
                .put("outcomesRecommended", OUTCOMES_RECOMMENDED)
                .put("model", model.name()));
        completions.accept(new Completion(run, answer, clock.instant()));
        LOG.info("[retrain-ml] model {}: skipped: {}", model.name(), reason);
        return answer;
    }

    private byte[] commit(
            Model model,
            Trained trained,
            TrainingReference reference,
            SkewReport served,
            Long outcomes,
            RunHandle handle) {
        Training training = trained.training();
        Standing standing = Standing.of(store, model, training.json());
        String from = standing.version();
        GateDecision decision = PromotionRule.decide(
                models.policy(model),
                training.model(),
                training.test(),
                training.data().test(),
                standing);
        Instant now = clock.instant();
        TrainingRun run = new TrainingRun(
                model,
                now,
                training.json(),
                reference.json(),
                trained.provenance(),
                training.train(),
                training.test(),
                decision,
                from);
        byte[] answer = store.commit(
                run,
                handle,
                version -> Json.bytes(RetrainAnswer.of(
                        model.name(),
                        trained,
                        outcomes,
                        served.rows() == 0 ? null : served.of(version),
                        PromotionAnswer.of(decision, from, version),
                        version,
                        now)));
        onChange.accept(model.name());
        log(model, trained, decision);
        return answer;
    }

    private static void log(Model model, Trained trained, GateDecision decision) {
        Training training = trained.training();
        LOG.info(
                "[retrain-ml] model {}: {} trained on {} rows of {}, accuracy {} on training rows, {} on test rows; {}: {}",
                model.name(),
                training.model().trainer(),
                trained.provenance().trainRows(),
                trained.provenance().source(),
                training.train().accuracy(),
                training.test().accuracy(),
                decision.decision(),
                decision.grounds().reason());
        String unavailable = trained.provenance().preparation().inWords();
        if (!unavailable.isEmpty()) {
            LOG.warn("[retrain-ml] model {}: {}", model.name(), unavailable);
        }
        if (training.leakage().suspected()) {
            LOG.warn(
                    "[retrain-ml] model {}: {}",
                    model.name(),
                    training.leakage().explanation());
        }
        if (!training.selection().fitted().converged()) {
            LOG.warn(
                    "[retrain-ml] model {}: not at the optimum: {}",
                    model.name(),
                    trained.provenance().parameters());
        }
    }
}

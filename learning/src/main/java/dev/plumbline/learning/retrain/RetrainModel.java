package dev.plumbline.learning.retrain;

import dev.plumbline.learning.dataset.LoadedTrainingData;
import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.dataset.TrainingDataException;
import dev.plumbline.learning.leakage.LeakageCheck;
import dev.plumbline.learning.leakage.LeakageReport;
import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.model.ModelJson;
import dev.plumbline.learning.retrain.RetrainAnswer.PromotionAnswer;
import dev.plumbline.learning.skew.SkewCheck;
import dev.plumbline.learning.skew.SkewReport;
import dev.plumbline.learning.skew.TrainingReference;
import dev.plumbline.learning.trainer.FittedModel;
import dev.plumbline.learning.trainer.LogisticRegressionTrainer;
import dev.plumbline.learning.trainer.TrainerParameters;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.PlumblineVersion;
import dev.plumbline.monitor.gate.GateDecision;
import dev.plumbline.monitor.gate.GateDecision.Promoted;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
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
    private static final TrainerParameters PARAMETERS = TrainerParameters.DEFAULT;
    private static final Logger LOG = LoggerFactory.getLogger(RetrainModel.class);

    /** What was trained and found, before it is decided what becomes of it. */
    record Trained(
            TrainingData data,
            FittedModel fitted,
            byte[] json,
            Evaluation train,
            Evaluation test,
            LeakageReport leakage,
            Provenance provenance) {}

    private final Models models;
    private final TrainingSource source;
    private final ToLongFunction<Model> outcomeCount;
    private final SkewCheck skew;
    private final TrainedModelStore store;
    private final Clock clock;
    private final Consumer<String> onChange;

    /**
     * @param source where the training data is
     * @param outcomeCount how many outcomes a model has
     * @param skew compares the features that are logged now with those that were trained on
     * @param onChange told the model whose serving version may have changed: caches forget it
     */
    public RetrainModel(
            Models models,
            TrainingSource source,
            ToLongFunction<Model> outcomeCount,
            SkewCheck skew,
            TrainedModelStore store,
            Clock clock,
            Consumer<String> onChange) {
        this.models = models;
        this.source = source;
        this.outcomeCount = outcomeCount;
        this.skew = skew;
        this.store = store;
        this.clock = clock;
        this.onChange = onChange;
    }

    /**
     * Trains a model and commits it, the decision and the run's completion together. When it throws, nothing was stored and
     * what served goes on serving; the message is fit for "Training failed: MESSAGE".
     *
     * @param modelName null for the default model
     * @param run the run whose result this is
     * @return the bytes of the answer, a {@link RetrainAnswer}
     * @throws NotFoundException if there is no such model
     * @throws TrainingDataException if the data cannot be read or used
     * @throws CancellationException if the thread was interrupted
     * @throws ConflictException if another model came into force again and again meanwhile
     */
    public byte[] run(String modelName, RunHandle run) {
        Model model = models.require(modelName);
        Long outcomes = countOutcomes(model);
        long start = System.nanoTime();
        Trained trained = train(source.load(model), start);
        TrainingReference reference =
                TrainingReference.of(trained.data(), trained.fitted().model());
        SkewReport served = skew.report(model, null, trained.fitted().model(), reference, clock.instant());
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

    /**
     * Trains and judges.
     *
     * @param start when the reading began, by {@link System#nanoTime}
     */
    static Trained train(LoadedTrainingData loaded, long start) {
        TrainingData data = loaded.data();
        FittedModel fitted = new LogisticRegressionTrainer(PARAMETERS).train(data);
        Evaluation train = Evaluation.of(fitted.model(), data.train());
        Evaluation test = Evaluation.of(fitted.model(), data.test());
        LeakageReport leakage = LeakageCheck.report(data, fitted.model(), test);
        byte[] json = ModelJson.write(fitted.model(), PlumblineVersion.TEXT);
        Provenance provenance = new Provenance(
                loaded.sourceName(),
                loaded.sha256(),
                loaded.preparation(),
                data.train().size(),
                data.test().size(),
                data.featureNames(),
                fitted.constantFeatures(),
                LogisticRegressionTrainer.NAME,
                fitted.l2(),
                PARAMETERS.gradientTolerance(),
                fitted.gradientNorm(),
                fitted.iterations(),
                fitted.converged(),
                PlumblineVersion.TEXT,
                (System.nanoTime() - start) / 1_000_000);
        return new Trained(data, fitted, json, train, test, leakage, provenance);
    }

    private byte[] commit(
            Model model,
            Trained trained,
            TrainingReference reference,
            SkewReport served,
            Long outcomes,
            RunHandle handle) {
        Optional<StoredModel> serving = store.serving(model);
        String from = serving.map(StoredModel::version).orElse(null);
        boolean same = serving.isPresent()
                && Arrays.equals(ModelJson.write(serving.get().model(), PlumblineVersion.TEXT), trained.json());
        GateDecision decision = PromotionRule.decide(
                models.policy(model),
                trained.fitted().model(),
                trained.test(),
                trained.data().test(),
                serving,
                same);
        Instant now = clock.instant();
        TrainingRun run = new TrainingRun(
                model,
                now,
                trained.json(),
                reference.json(),
                trained.provenance(),
                trained.train(),
                trained.test(),
                decision instanceof Promoted,
                from,
                decision.grounds().reason());
        byte[] answer = store.commit(
                run,
                handle,
                version -> Json.bytes(answer(
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

    /** @param model null for a file that is trained on beside any model */
    static RetrainAnswer answer(
            String model,
            Trained trained,
            Long outcomes,
            SkewReport skew,
            PromotionAnswer promotion,
            String version,
            Instant trainedAt) {
        return new RetrainAnswer(
                "completed",
                trained.train().accuracy(),
                trained.test().accuracy(),
                trained.test().confusionMatrix(),
                trained.data().classes(),
                outcomes,
                OUTCOMES_RECOMMENDED,
                trainedAt,
                model,
                version,
                trained.test().logLoss(),
                trained.test().baseRateLogLoss(),
                trained.leakage(),
                skew,
                promotion,
                trained.provenance());
    }

    private static void log(Model model, Trained trained, GateDecision decision) {
        LOG.info(
                "[retrain-ml] model {}: trained on {} rows of {}, accuracy {} on training rows, {} on test rows; {}: {}",
                model.name(),
                trained.provenance().trainRows(),
                trained.provenance().source(),
                trained.train().accuracy(),
                trained.test().accuracy(),
                decision.decision(),
                decision.grounds().reason());
        String unavailable = trained.provenance().preparation().inWords();
        if (!unavailable.isEmpty()) {
            LOG.warn("[retrain-ml] model {}: {}", model.name(), unavailable);
        }
        if (trained.leakage().suspected()) {
            LOG.warn(
                    "[retrain-ml] model {}: {}", model.name(), trained.leakage().explanation());
        }
        if (!trained.fitted().converged()) {
            LOG.warn(
                    "[retrain-ml] model {}: not at the optimum after {} steps, gradient {}",
                    model.name(),
                    trained.fitted().iterations(),
                    trained.fitted().gradientNorm());
        }
    }
}

package dev.plumbline.learning.retrain;

import dev.plumbline.learning.dataset.LoadedTrainingData;
import dev.plumbline.learning.retrain.RetrainAnswer.PromotionAnswer;
import dev.plumbline.learning.trainer.TrainingTimeoutException;
import dev.plumbline.learning.trainer.TrainingWatch;
import dev.plumbline.monitor.gate.GateDecision;
import dev.plumbline.monitor.gate.GateDecision.Promoted;
import dev.plumbline.monitor.model.PromotionPolicy;
import java.time.Instant;
import java.util.concurrent.CancellationException;

/** {@link RetrainModel} beside any store: the same training, judgement and rule, where nothing serves yet. */
public final class TrainFile {

    /**
     * What was trained.
     *
     * @param answer as {@code GET /api/cron/retrain-ml} answers; its model, version and count of outcomes are null
     * @param model in its portable form, UTF-8 JSON
     * @param promoted whether the rule would put it in force
     */
    @SuppressWarnings("ArrayRecordComponent") // written to a file, never compared
    public record Result(RetrainAnswer answer, byte[] model, boolean promoted) {}

    private TrainFile() {}

    /**
     * Trains.
     *
     * @param loaded the data
     * @param settings how is trained
     * @param progress told where the training is
     * @param start when its reading began, by {@link System#nanoTime}
     * @param now the time of the training
     * @throws TrainingTimeoutException if it took too long
     * @throws CancellationException if the thread was interrupted
     */
    public static Result run(
            LoadedTrainingData loaded,
            TrainingSettings settings,
            TrainingWatch.Progress progress,
            long start,
            Instant now) {
        Trained trained = Trained.on(loaded, settings, progress, start);
        Training training = trained.training();
        GateDecision decision = PromotionRule.decide(
                PromotionPolicy.GATED,
                training.model(),
                training.test(),
                training.data().test(),
                Standing.NOTHING);
        RetrainAnswer answer =
                RetrainAnswer.of(null, trained, null, null, PromotionAnswer.of(decision, null, null), null, now);
        return new Result(answer, training.json(), decision instanceof Promoted);
    }
}

package dev.plumbline.learning.retrain;

import dev.plumbline.learning.leakage.LeakageReport;
import dev.plumbline.learning.model.ClassReliability;
import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.model.Importance;
import dev.plumbline.learning.skew.SkewReport;
import dev.plumbline.learning.trainer.Candidate;
import dev.plumbline.monitor.gate.GateDecision;
import java.time.Instant;
import java.util.List;

/**
 * The answer of a completed training run, under the wire names of {@code GET /api/cron/retrain-ml}.
 *
 * @param status always {@code completed}
 * @param trainAccuracy share of training rows whose most probable class is the true one
 * @param testAccuracy the same on the test rows
 * @param confusionMatrix on the test rows; rows true classes, columns predicted ones, in the order of {@code classes}
 * @param classes the labels, ascending: those of the data and the declared ones
 * @param outcomeCount outcomes that the model has, for monitoring only; null when they could not be counted
 * @param outcomesRecommended from how many outcomes on the monitoring says much
 * @param trainedAt when
 * @param model the model's name; null when a file was trained on beside any model
 * @param modelVersion the trained model's version; null likewise
 * @param logLoss mean -ln p(true class) on the test rows, in nats
 * @param baseRateLogLoss the same for the class shares of the training rows
 * @param trainer the trainer that was selected
 * @param candidates the trainers it was selected from, by held-out training rows
 * @param testAccuracyInterval 95 % interval of {@code testAccuracy}
 * @param logLossInterval 95 % interval of {@code logLoss}; null for a single test row
 * @param perClass precision and recall of each class on the test rows
 * @param calibration whether the class probabilities mean what they say, on the test rows
 * @param importance what the model leans on, on the test rows
 * @param leakage what gives the label away
 * @param skew whether the features that are logged now look like those that this model was trained on; null for a model that
 *     has logged none in the last seven days
 * @param promotion whether it came into force, and why
 * @param provenance what it was made of
 */
@SuppressWarnings("ArrayRecordComponent") // written as JSON, never compared
public record RetrainAnswer(
        String status,
        double trainAccuracy,
        double testAccuracy,
        int[][] confusionMatrix,
        int[] classes,
        Long outcomeCount,
        int outcomesRecommended,
        Instant trainedAt,
        String model,
        String modelVersion,
        double logLoss,
        double baseRateLogLoss,
        String trainer,
        List<Candidate> candidates,
        List<Double> testAccuracyInterval,
        List<Double> logLossInterval,
        List<Evaluation.ClassResult> perClass,
        ClassReliability calibration,
        List<Importance> importance,
        LeakageReport leakage,
        SkewReport skew,
        PromotionAnswer promotion,
        Provenance provenance) {

    /**
     * The decision, with the numbers that made it.
     *
     * @param decision {@code Promoted} or {@code Kept}
     * @param method the trainer
     * @param from the version that served when it was decided; null when none did
     * @param to the trained model's version
     * @param reason in words and numbers
     * @param logLossGain mean saving per test row in nats against what served, or the base rates; null when not judged
     * @param evidence that it is better, "so much to 1", see {@link PromotionRule}; null when not judged
     * @param interval 95 % interval of the gain; null when not judged
     */
    public record PromotionAnswer(
            String decision,
            String method,
            String from,
            String to,
            String reason,
            Double logLossGain,
            Double evidence,
            List<Double> interval) {

        static PromotionAnswer of(GateDecision decision, String from, String to) {
            GateDecision.Grounds grounds = decision.grounds();
            return new PromotionAnswer(
                    decision.decision(),
                    grounds.method(),
                    from,
                    to,
                    grounds.reason(),
                    grounds.logLossGain(),
                    grounds.evidence(),
                    grounds.interval());
        }
    }

    static RetrainAnswer of(
            String model,
            Trained trained,
            Long outcomes,
            SkewReport skew,
            PromotionAnswer promotion,
            String version,
            Instant trainedAt) {
        Training training = trained.training();
        Evaluation test = training.test();
        return new RetrainAnswer(
                "completed",
                training.train().accuracy(),
                test.accuracy(),
                test.confusionMatrix(),
                training.data().classes(),
                outcomes,
                RetrainModel.OUTCOMES_RECOMMENDED,
                trainedAt,
                model,
                version,
                test.logLoss(),
                test.baseRateLogLoss(),
                training.model().trainer(),
                training.selection().candidates(),
                test.accuracyInterval(),
                test.logLossInterval(),
                test.perClass(training.data().classes()),
                training.calibration(),
                training.importance(),
                training.leakage(),
                skew,
                promotion,
                trained.provenance());
    }

    public RetrainAnswer {
        confusionMatrix = confusionMatrix.clone();
        classes = classes.clone();
    }
}

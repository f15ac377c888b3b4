package dev.plumbline.learning.retrain;

import dev.plumbline.learning.trainer.ModelSelection;
import java.time.Duration;
import java.util.List;

/**
 * How is trained.
 *
 * @param trainers which trainers are tried, of {@link ModelSelection#TRAINERS}
 * @param timeLimit how long a training may take, above 0; one that takes longer fails
 */
public record TrainingSettings(List<String> trainers, Duration timeLimit) {

    /** All trainers, ten minutes. */
    public static final TrainingSettings DEFAULT =
            new TrainingSettings(ModelSelection.TRAINERS, Duration.ofMinutes(10));

    public TrainingSettings {
        new ModelSelection(trainers);
        trainers = List.copyOf(trainers);
        if (timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException("timeLimit must be a duration above 0, got " + timeLimit);
        }
    }
}

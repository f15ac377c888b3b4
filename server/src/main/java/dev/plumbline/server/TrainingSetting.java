package dev.plumbline.server;

import dev.plumbline.learning.retrain.TrainingSettings;
import dev.plumbline.learning.trainer.ModelSelection;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;

/** Reads how is trained: {@code training.trainers} and {@code training.timeLimit}. */
final class TrainingSetting {

    static final String ALL = "all";

    private TrainingSetting() {}

    static TrainingSettings of(OperationSettings.Values values) {
        return new TrainingSettings(
                trainers(values.get("training.trainers")), timeLimit(values.get("training.timeLimit")));
    }

    private static List<String> trainers(OperationSettings.Value value) {
        if (value.text().strip().equals(ALL)) {
            return ModelSelection.TRAINERS;
        }
        List<String> names =
                Arrays.stream(value.text().split(",", -1)).map(String::strip).toList();
        if (!ModelSelection.TRAINERS.containsAll(names)) {
            throw value.refusal().apply(value.name(), ALL + " or names of " + ModelSelection.TRAINERS + " with commas");
        }
        return names;
    }

    private static Duration timeLimit(OperationSettings.Value value) {
        try {
            Duration limit = Duration.parse(value.text().strip());
            if (!limit.isNegative() && !limit.isZero()) {
                return limit;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw value.refusal().apply(value.name(), "a duration above 0 such as PT10M");
    }
}

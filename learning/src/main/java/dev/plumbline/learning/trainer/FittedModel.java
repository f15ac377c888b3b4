package dev.plumbline.learning.trainer;

import dev.plumbline.calibration.calibrator.ClassCalibrator;
import dev.plumbline.learning.model.TrainedModel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained model and how it was come by.
 *
 * @param model the model
 * @param parameters what the trainer chose and how its search ended, under wire names: of linear models {@code l2},
 *     {@code gradientTolerance}, {@code gradientNorm} (the largest component of the gradient at the end), {@code iterations}
 *     and {@code converged}; of trees {@code rounds}, {@code leaves}, {@code depth} and {@code learningRate}
 * @param constantFeatures features that are the same in all training rows, but for rounding noise, or missing in all; they
 *     are not used
 */
public record FittedModel(TrainedModel model, Map<String, Object> parameters, List<String> constantFeatures) {

    public FittedModel {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        constantFeatures = List.copyOf(constantFeatures);
    }

    /** False where an iterative search ended before it reached its optimum. */
    public boolean converged() {
        return !Boolean.FALSE.equals(parameters.get("converged"));
    }

    FittedModel calibrated(ClassCalibrator map) {
        return new FittedModel(model.calibrated(map), parameters, constantFeatures);
    }
}

package dev.plumbline.learning.trainer;

import dev.plumbline.learning.model.MultinomialModel;
import java.util.List;

/**
 * A trained model and how the search for it ended.
 *
 * @param model the model
 * @param l2 the penalty that was used, see {@link TrainerParameters}
 * @param iterations steps of the search
 * @param gradientNorm the largest absolute component of the gradient at the end; 0 at the exact optimum
 * @param converged whether that is within the tolerance
 * @param constantFeatures features that are the same in all training rows, but for rounding noise, or missing in all; they are not used
 */
public record FittedModel(
        MultinomialModel model,
        double l2,
        int iterations,
        double gradientNorm,
        boolean converged,
        List<String> constantFeatures) {

    public FittedModel {
        constantFeatures = List.copyOf(constantFeatures);
    }
}

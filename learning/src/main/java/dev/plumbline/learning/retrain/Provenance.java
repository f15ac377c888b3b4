package dev.plumbline.learning.retrain;

import dev.plumbline.learning.dataset.Preparation;
import java.util.List;

/**
 * What a trained model was made of and by. Component names are wire names.
 *
 * @param source the source's name, such as {@code training-data.json}
 * @param sha256 SHA-256 of the source's bytes
 * @param preparation what was done to the source
 * @param trainRows rows learnt from
 * @param testRows rows judged by
 * @param featureNames the features, in order
 * @param constantFeatures those that were the same, or missing, in all training rows; they are not used
 * @param trainer the trainer's name
 * @param l2 the penalty on squared standardised weights
 * @param gradientTolerance what the trainer was to reach
 * @param gradientNorm the largest component of the gradient that it did reach
 * @param iterations its steps
 * @param converged whether it got there
 * @param libraryVersion the version of Plumbline
 * @param durationMillis reading, training and judging together, in milliseconds
 */
public record Provenance(
        String source,
        String sha256,
        Preparation preparation,
        int trainRows,
        int testRows,
        List<String> featureNames,
        List<String> constantFeatures,
        String trainer,
        double l2,
        double gradientTolerance,
        double gradientNorm,
        int iterations,
        boolean converged,
        String libraryVersion,
        long durationMillis) {

    public Provenance {
        featureNames = List.copyOf(featureNames);
        constantFeatures = List.copyOf(constantFeatures);
    }
}

package dev.plumbline.learning.retrain;

import dev.plumbline.learning.dataset.Preparation;
import dev.plumbline.learning.trainer.FittedModel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
 * @param parameters what the trainer chose and how its search ended, see {@link FittedModel#parameters}
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
        Map<String, Object> parameters,
        String libraryVersion,
        long durationMillis) {

    public Provenance {
        featureNames = List.copyOf(featureNames);
        constantFeatures = List.copyOf(constantFeatures);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}

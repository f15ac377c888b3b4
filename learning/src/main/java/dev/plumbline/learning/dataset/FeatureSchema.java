package dev.plumbline.learning.dataset;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The columns of a data set, in order.
 *
 * @param features at least one, no name twice
 */
public record FeatureSchema(List<Feature> features) {

    public FeatureSchema {
        features = List.copyOf(features);
        if (features.isEmpty()) {
            throw new TrainingDataException("featureNames is empty: at least one feature is needed");
        }
        Set<String> seen = new HashSet<>();
        for (int j = 0; j < features.size(); j++) {
            if (!seen.add(features.get(j).name())) {
                throw new TrainingDataException("featureNames[" + j + "] repeats the name \""
                        + features.get(j).name() + "\": every feature needs its own");
            }
        }
    }

    /** Numbers without units, all known when a prediction is needed: what a list of names says. */
    public static FeatureSchema numbers(List<String> names) {
        return new FeatureSchema(IntStream.range(0, names.size())
                .mapToObj(j -> {
                    if (names.get(j).isBlank()) {
                        throw new TrainingDataException("featureNames[" + j + "] is blank");
                    }
                    return Feature.number(names.get(j));
                })
                .toList());
    }

    /** The number of features. */
    public int size() {
        return features.size();
    }

    /** The feature of column {@code j}, from 0. */
    public Feature feature(int j) {
        return features.get(j);
    }

    /** The features' names, in the order of the columns. */
    public List<String> names() {
        return features.stream().map(Feature::name).toList();
    }
}

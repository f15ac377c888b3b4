package dev.plumbline.learning.skew;

import dev.plumbline.learning.model.FeatureException;
import dev.plumbline.learning.model.NamedFeatures;
import dev.plumbline.learning.model.Tiers;
import dev.plumbline.learning.model.TrainedModel;
import tools.jackson.databind.node.ObjectNode;

/** Counts logged features into the cells of a reference. */
final class ServingTally {

    private final TrainingReference reference;
    private final TrainedModel model;
    private final Tiers tiers;
    private final NamedFeatures names;
    private final long[][] counts;
    private final long[] scores;
    private long rows;

    ServingTally(TrainingReference reference, TrainedModel model) {
        this.reference = reference;
        this.model = model;
        this.tiers = Tiers.standard(model.classes().length);
        this.names = new NamedFeatures(model);
        this.counts = reference.features().stream()
                .map(feature -> new long[feature.counts().length])
                .toArray(long[][]::new);
        this.scores = new long[reference.score().counts().length];
    }

    void add(ObjectNode features) {
        rows++;
        for (int j = 0; j < counts.length; j++) {
            Distribution feature = reference.features().get(j);
            counts[j][feature.cell(features.get(feature.name()))]++;
        }
        scores[reference.score().cell(score(features))]++;
    }

    /** NaN where the model could not answer. */
    private double score(ObjectNode features) {
        try {
            return tiers.score(model.probabilities(names.inOrder(features)));
        } catch (FeatureException e) {
            return Double.NaN;
        }
    }

    long rows() {
        return rows;
    }

    long[] counts(int feature) {
        return counts[feature];
    }

    long[] scores() {
        return scores;
    }
}

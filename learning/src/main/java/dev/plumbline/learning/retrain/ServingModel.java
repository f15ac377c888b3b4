package dev.plumbline.learning.retrain;

import dev.plumbline.learning.model.FeatureException;
import dev.plumbline.learning.model.NamedFeatures;
import dev.plumbline.learning.model.Tiers;
import dev.plumbline.learning.model.TrainedModel;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.model.Model;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A trained model with what makes its probabilities an answer. Immutable, for as many rows as are to be by one version. */
public final class ServingModel {

    /**
     * A prediction, under its wire names.
     *
     * @param probabilities by class, ascending, under the names that the model declares for them; they add up to 1
     * @param score the probability-weighted tier midpoints, 0 to 100
     * @param modelVersion the version that predicted; null for a model beside any store
     */
    public record ClassPrediction(Map<String, Double> probabilities, double score, String modelVersion) {}

    private final TrainedModel trained;
    private final Tiers tiers;
    private final List<String> names;
    private final String version;
    private final NamedFeatures features;

    private ServingModel(TrainedModel trained, Tiers tiers, List<String> names, String version) {
        this.trained = trained;
        this.tiers = tiers;
        this.names = names;
        this.version = version;
        this.features = new NamedFeatures(trained);
    }

    /**
     * A stored version, with the midpoints and the names of classes that the model declares.
     *
     * @throws ConflictException if the model declares midpoints for other classes than those
     */
    static ServingModel of(Model model, StoredModel stored) {
        int[] classes = stored.model().classes();
        OutcomeClasses declared = new OutcomeClasses(model.settings());
        return new ServingModel(stored.model(), declared.tiers(classes), declared.names(classes), stored.version());
    }

    /** A model that is at hand, beside any store; classes are called by their labels. */
    public static ServingModel of(TrainedModel trained, Tiers tiers) {
        return new ServingModel(
                trained,
                tiers,
                Arrays.stream(trained.classes()).mapToObj(Integer::toString).toList(),
                null);
    }

    /** Takes features by name into rows for {@link #predict}. */
    public NamedFeatures features() {
        return features;
    }

    /**
     * The prediction for a row.
     *
     * @param row as {@link #features} makes them
     * @throws FeatureException if a value is so far from the training rows that there is no finite answer
     */
    public ClassPrediction predict(double[] row) {
        double[] probabilities = trained.probabilities(row);
        Map<String, Double> byClass = new LinkedHashMap<>();
        for (int k = 0; k < probabilities.length; k++) {
            byClass.put(names.get(k), probabilities[k]);
        }
        return new ClassPrediction(byClass, tiers.score(probabilities), version);
    }
}

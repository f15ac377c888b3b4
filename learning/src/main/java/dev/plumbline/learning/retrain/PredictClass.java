package dev.plumbline.learning.retrain;

import dev.plumbline.learning.model.FeatureException;
import dev.plumbline.learning.model.ModelFormatException;
import dev.plumbline.learning.model.NamedFeatures;
import dev.plumbline.learning.model.Tiers;
import dev.plumbline.learning.model.TrainedModel;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Serving: class probabilities and a score from the model in force. The model is loaded once and kept until it is
 * {@linkplain #invalidate invalidated}; "none is trained" is kept as well.
 */
public final class PredictClass {

    /**
     * A prediction, under its wire names.
     *
     * @param probabilities by class, ascending, under the names that the model declares for them; they add up to 1
     * @param score the probability-weighted tier midpoints, 0 to 100
     * @param modelVersion the version that predicted
     */
    public record ClassPrediction(Map<String, Double> probabilities, double score, String modelVersion) {}

    private record Serving(String version, TrainedModel model, Tiers tiers, List<String> names) {}

    private final Models models;
    private final TrainedModelStore store;

    /**
     * Loading happens inside {@code computeIfAbsent}, for which a concurrent removal of the same key waits: so a model that
     * was read just before a promotion cannot stay in the map after it.
     */
    private final ConcurrentMap<String, Optional<Serving>> loaded = new ConcurrentHashMap<>();

    public PredictClass(Models models, TrainedModelStore store) {
        this.models = models;
        this.store = store;
    }

    /**
     * One prediction; empty when no model is in force.
     *
     * @param features values by name, see {@link NamedFeatures}
     * @throws NotFoundException if there is no model of that name
     * @throws FeatureException naming every feature that is missing or not what it must be
     * @throws ModelFormatException if the stored model is damaged
     * @throws ConflictException if the model declares midpoints for other classes than the trained ones
     */
    public Optional<ClassPrediction> predict(String modelName, Map<String, ?> features) {
        return serving(modelName).map(serving -> predict(serving, features));
    }

    /**
     * Predictions for many, all by the same version; empty when no model is in force.
     *
     * @throws FeatureException as {@link #predict}, for the first that cannot be predicted; the message begins with its
     *     index, from 0
     */
    public Optional<List<ClassPrediction>> predictAll(String modelName, List<? extends Map<String, ?>> rows) {
        return serving(modelName).map(serving -> {
            List<ClassPrediction> predictions = new ArrayList<>(rows.size());
            for (int i = 0; i < rows.size(); i++) {
                try {
                    predictions.add(predict(serving, rows.get(i)));
                } catch (FeatureException e) {
                    throw e.inRow(i);
                }
            }
            return predictions;
        });
    }

    /** Forgets a model, after a promotion or a new declaration: the next request asks the store. */
    public void invalidate(String modelName) {
        loaded.remove(modelName);
    }

    private Optional<Serving> serving(String modelName) {
        if (modelName == null) {
            return serving(models.require(null).name());
        }
        return loaded.computeIfAbsent(modelName, name -> load(models.require(name)));
    }

    private Optional<Serving> load(Model model) {
        OutcomeClasses classes = new OutcomeClasses(model.settings());
        return store.serving(model)
                .map(stored -> new Serving(
                        stored.version(),
                        stored.model(),
                        classes.tiers(stored.model().classes()),
                        classes.names(stored.model().classes())));
    }

    private static ClassPrediction predict(Serving serving, Map<String, ?> features) {
        return predict(serving.model(), serving.tiers(), serving.names(), serving.version(), features);
    }

    /**
     * One prediction of a model that is at hand, beside any store; classes are called by their labels.
     *
     * @throws FeatureException as {@link #predict(String, Map)}
     */
    public static ClassPrediction predict(TrainedModel model, Tiers tiers, Map<String, ?> features) {
        List<String> labels =
                Arrays.stream(model.classes()).mapToObj(Integer::toString).toList();
        return predict(model, tiers, labels, null, features);
    }

    private static ClassPrediction predict(
            TrainedModel model, Tiers tiers, List<String> names, String version, Map<String, ?> features) {
        double[] probabilities = model.probabilities(NamedFeatures.inOrder(model, features));
        Map<String, Double> byClass = new LinkedHashMap<>();
        for (int k = 0; k < probabilities.length; k++) {
            byClass.put(names.get(k), probabilities[k]);
        }
        return new ClassPrediction(byClass, tiers.score(probabilities), version);
    }
}

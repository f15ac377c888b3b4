package dev.plumbline.learning.skew;

import dev.plumbline.learning.dataset.Feature;
import dev.plumbline.learning.dataset.Feature.Kind;
import dev.plumbline.learning.dataset.FeatureSchema;
import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.model.Tiers;
import dev.plumbline.learning.model.TrainedModel;
import dev.plumbline.learning.skew.Distribution.Categories;
import dev.plumbline.learning.skew.Distribution.Numbers;
import dev.plumbline.monitor.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the rows looked like that a model was trained on: the distribution of each feature over the training rows, and of the
 * model's score over the test rows, as on rows that it was fitted to a model is surer of itself than it will ever be.
 *
 * @param features in the order of the model's
 * @param score by the standard tiers, 0 to 100
 */
public record TrainingReference(List<Distribution> features, Numbers score) {

    static final String SCORE = "score";

    private static final int CELLS = 100;
    private static final int CELLS_OF_MANY = 20;
    private static final int MANY = 200;

    public TrainingReference {
        features = List.copyOf(features);
    }

    /** Of a model and the data it was trained on. */
    public static TrainingReference of(TrainingData data, TrainedModel model) {
        FeatureSchema schema = data.schema();
        int cells = schema.size() > MANY ? CELLS_OF_MANY : CELLS;
        List<Distribution> features = new ArrayList<>();
        for (int j = 0; j < schema.size(); j++) {
            Feature feature = schema.feature(j);
            double[] values = data.train().copyColumn(j);
            features.add(
                    feature.kind() == Kind.NUMBER
                            ? Numbers.of(feature.name(), values, cells)
                            : Categories.of(feature, values));
        }
        LabelledRows test = data.test();
        Tiers tiers = Tiers.standard(model.classes().length);
        double[] scores = new double[test.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = tiers.score(model.probabilities(test.copyRow(i)));
        }
        return new TrainingReference(features, Numbers.of(SCORE, scores, CELLS));
    }

    /** {@code {"features":[..],"score":{..}}}, a number as {@code {name, cuts, counts}}, a category as {@code {name, categories, counts}}. */
    public byte[] json() {
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("features");
        features.forEach(feature -> list.add(feature.json()));
        json.set("score", score.json());
        return Json.bytes(json);
    }

    /** What {@link #json} wrote. */
    public static TrainingReference read(byte[] bytes) {
        JsonNode json = Json.read(bytes);
        return new TrainingReference(
                StreamSupport.stream(json.required("features").spliterator(), false)
                        .map(TrainingReference::distribution)
                        .toList(),
                (Numbers) distribution(json.required("score")));
    }

    private static Distribution distribution(JsonNode json) {
        String name = json.required("name").stringValue();
        long[] counts = StreamSupport.stream(json.required("counts").spliterator(), false)
                .mapToLong(JsonNode::longValue)
                .toArray();
        return json.has("cuts")
                ? new Numbers(
                        name,
                        StreamSupport.stream(json.get("cuts").spliterator(), false)
                                .mapToDouble(JsonNode::doubleValue)
                                .toArray(),
                        counts)
                : new Categories(
                        name,
                        StreamSupport.stream(json.required("categories").spliterator(), false)
                                .map(JsonNode::stringValue)
                                .toList(),
                        counts);
    }
}

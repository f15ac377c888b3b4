package dev.plumbline.learning.model;

import dev.plumbline.learning.dataset.FeatureSchema;
import dev.plumbline.monitor.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the portable forms of the kinds of models differ in, beside their {@code columns}: {@code weights} and
 * {@code intercepts} of multinomial models, {@code weights} and {@code thresholds} of ordinal ones, and {@code trees} of boosted
 * ones, round after round and in each class after class, as lists of nodes (see {@link Tree}).
 */
final class ModelKinds {

    private ModelKinds() {}

    static void write(TrainedModel model, ObjectNode json) {
        FeatureSchema schema = model.schema();
        if (model instanceof MultinomialModel linear) {
            json.set("columns", EncodingJson.write(schema, linear.encoding()));
            json.set("weights", node(linear.weights()));
            json.set("intercepts", node(linear.intercepts()));
        } else if (model instanceof OrdinalModel ordinal) {
            json.set("columns", EncodingJson.write(schema, ordinal.encoding()));
            json.set("weights", node(ordinal.weights()));
            json.set("thresholds", node(ordinal.thresholds()));
        } else if (model instanceof TreesModel boosted) {
            json.set("columns", EncodingJson.write(schema, boosted.encoding()));
            ArrayNode trees = json.putArray("trees");
            for (Tree tree : boosted.forest().trees()) {
                ObjectNode one = trees.addObject();
                one.set("column", node(tree.column()));
                one.set("value", node(tree.value()));
                one.set("right", node(tree.right()));
                one.set("missingLeft", node(tree.missingLeft()));
            }
        }
    }

    private static JsonNode node(Object value) {
        return Json.mapper().valueToTree(value);
    }

    static TrainedModel read(JsonNode json, ModelHead head) {
        String kind = json.path("kind").asString("nothing");
        return switch (kind) {
            case MultinomialModel.TRAINER ->
                new MultinomialModel(
                        head, encoding(json, head), Parts.matrix(json, "weights"), Parts.numbers(json, "intercepts"));
            case OrdinalModel.TRAINER ->
                new OrdinalModel(
                        head, encoding(json, head), Parts.numbers(json, "weights"), Parts.numbers(json, "thresholds"));
            case TreesModel.TRAINER -> new TreesModel(head, encoding(json, head), forest(json, head));
            default ->
                throw new ModelFormatException("the model's kind must be one of "
                        + List.of(MultinomialModel.TRAINER, OrdinalModel.TRAINER, TreesModel.TRAINER) + ", got "
                        + kind);
        };
    }

    private static Encoding encoding(JsonNode json, ModelHead head) {
        return EncodingJson.read(head.schema(), Parts.list(json, "columns"));
    }

    private static Forest forest(JsonNode json, ModelHead head) {
        List<Tree> trees = new ArrayList<>();
        for (JsonNode tree : Parts.list(json, "trees")) {
            trees.add(new Tree(
                    Parts.integers(tree, "column"),
                    Parts.floats(tree, "value"),
                    Parts.integers(tree, "right"),
                    Parts.booleans(tree, "missingLeft")));
        }
        int seen = 0;
        for (int count : head.trainingCounts()) {
            seen += count > 0 ? 1 : 0;
        }
        return new Forest(seen, trees);
    }
}

package dev.plumbline.learning.model;

import dev.plumbline.learning.dataset.Feature;
import dev.plumbline.learning.dataset.FeatureSchema;
import dev.plumbline.monitor.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The features of a stored model and rows of them: {@code {"name":"price","kind":"number","unit":"EUR"}}, with
 * {@code "availableAtPrediction":false}, {@code "missingSeen":true}, {@code "min":0}, {@code "max":1} and {@code "categories":[..]}
 * where they apply. In a row a category is its text and a missing value null.
 */
final class SchemaJson {

    private SchemaJson() {}

    static ArrayNode write(FeatureSchema schema, boolean[] missingSeen) {
        ArrayNode list = Json.mapper().createArrayNode();
        for (int j = 0; j < missingSeen.length; j++) {
            Feature feature = schema.feature(j);
            ObjectNode json = list.addObject();
            json.put("name", feature.name());
            json.put("kind", feature.kind().name().toLowerCase(Locale.ROOT));
            if (feature.unit() != null) {
                json.put("unit", feature.unit());
            }
            if (!feature.availableAtPrediction()) {
                json.put("availableAtPrediction", false);
            }
            if (missingSeen[j]) {
                json.put("missingSeen", true);
            }
            if (feature.min() > -Feature.LARGEST) {
                json.put("min", feature.min());
            }
            if (feature.max() < Feature.LARGEST) {
                json.put("max", feature.max());
            }
            if (feature.kind() == Feature.Kind.CATEGORY) {
                json.set("categories", Json.mapper().valueToTree(feature.categories()));
            }
        }
        return list;
    }

    static FeatureSchema schema(JsonNode list) {
        return new FeatureSchema(Parts.elements(list).map(SchemaJson::feature).toList());
    }

    private static Feature feature(JsonNode json) {
        Feature.Kind kind = switch (Parts.text(json, "kind")) {
            case "number" -> Feature.Kind.NUMBER;
            case "category" -> Feature.Kind.CATEGORY;
            default -> throw Parts.refused("kind of a feature", "number or category", json.path("kind"));
        };
        return new Feature(
                Parts.text(json, "name"),
                kind,
                json.path("unit").asString(null),
                json.path("availableAtPrediction").asBoolean(true),
                kind == Feature.Kind.CATEGORY ? List.of(Parts.texts(json, "categories")) : List.of(),
                json.has("min") ? Parts.number(json, "min") : -Feature.LARGEST,
                json.has("max") ? Parts.number(json, "max") : Feature.LARGEST);
    }

    static boolean[] missingSeen(JsonNode list) {
        boolean[] missing = new boolean[list.size()];
        for (int j = 0; j < missing.length; j++) {
            missing[j] = list.get(j).path("missingSeen").asBoolean(false);
        }
        return missing;
    }

    static ArrayNode row(FeatureSchema schema, double[] row) {
        ArrayNode json = Json.mapper().createArrayNode();
        for (int j = 0; j < row.length; j++) {
            Feature feature = schema.feature(j);
            if (Double.isNaN(row[j])) {
                json.addNull();
            } else if (feature.kind() == Feature.Kind.CATEGORY) {
                json.add(feature.categories().get((int) row[j]));
            } else {
                json.add(row[j]);
            }
        }
        return json;
    }

    static double[] row(FeatureSchema schema, JsonNode json) {
        Checks.length("features of a golden row", json.size(), schema.size());
        double[] row = new double[schema.size()];
        for (int j = 0; j < row.length; j++) {
            JsonNode value = json.get(j);
            int category = schema.feature(j).categories().indexOf(value.asString(""));
            if (value.isNull()) {
                row[j] = Double.NaN;
            } else if (schema.feature(j).kind() == Feature.Kind.NUMBER && value.isNumber()) {
                row[j] = inRange(schema.feature(j), value);
            } else if (value.isString() && category >= 0) {
                row[j] = category;
            } else {
                throw Parts.refused(
                        "golden value of " + schema.feature(j).name(), "one of the feature's values", value);
            }
        }
        return row;
    }

    /** The model was trained on it: bounds that it lies beyond were changed since. */
    private static double inRange(Feature feature, JsonNode value) {
        if (!feature.holds(value.doubleValue())) {
            throw Parts.refused("golden value of " + feature.name(), feature.range(), value);
        }
        return value.doubleValue();
    }
}

package dev.plumbline.learning.model;

import dev.plumbline.learning.dataset.FeatureSchema;
import dev.plumbline.monitor.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The design columns of a stored model, each by its feature's name: {@code {"feature":"age","mean":40,"scale":12}} for a
 * standardised number, with {@code "gaps":true} where a missing one stays missing, {@code {"feature":"age","missing":true}} and
 * {@code {"feature":"colour","category":"red"}}.
 */
final class EncodingJson {

    private EncodingJson() {}

    static ArrayNode write(FeatureSchema schema, Encoding encoding) {
        ArrayNode list = Json.mapper().createArrayNode();
        for (Column column : encoding.columns()) {
            ObjectNode json = list.addObject();
            json.put("feature", schema.feature(column.feature()).name());
            if (column instanceof Column.Standardised number) {
                json.put("mean", number.mean());
                json.put("scale", number.scale());
            } else if (column instanceof Column.WithGaps number) {
                json.put("mean", number.mean());
                json.put("scale", number.scale());
                json.put("gaps", true);
            } else if (column instanceof Column.Missing) {
                json.put("missing", true);
            } else if (column instanceof Column.OneHot one) {
                json.put("category", schema.feature(one.feature()).categories().get(one.category()));
            }
        }
        return list;
    }

    static Encoding read(FeatureSchema schema, JsonNode list) {
        Map<String, Integer> indices = new HashMap<>();
        for (int j = 0; j < schema.size(); j++) {
            indices.put(schema.feature(j).name(), j);
        }
        List<Column> columns = new ArrayList<>();
        for (JsonNode json : list) {
            Integer feature = indices.get(Parts.text(json, "feature"));
            if (feature == null) {
                throw Parts.refused("columns", "of its features", json.path("feature"));
            }
            columns.add(column(schema, json, feature));
        }
        return new Encoding(schema.size(), columns);
    }

    private static Column column(FeatureSchema schema, JsonNode json, int feature) {
        if (json.has("mean")) {
            Column.Standardised number =
                    new Column.Standardised(feature, Parts.number(json, "mean"), Parts.number(json, "scale"));
            return json.path("gaps").asBoolean(false) ? number.withGaps() : number;
        }
        if (json.has("missing")) {
            return new Column.Missing(feature);
        }
        int category = schema.feature(feature).categories().indexOf(Parts.text(json, "category"));
        if (category < 0) {
            throw Parts.refused("columns", "of their features' categories", json.path("category"));
        }
        return new Column.OneHot(feature, category);
    }
}

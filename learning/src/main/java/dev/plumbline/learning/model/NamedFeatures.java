package dev.plumbline.learning.model;

import dev.plumbline.learning.dataset.Feature;
import dev.plumbline.learning.dataset.FeatureSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts features that come by name into the row that a model takes. Immutable; its rows are not. */
public final class NamedFeatures {

    private final FeatureSchema schema;
    private final boolean[] mayBeMissing;
    private final Map<String, Integer> places = new HashMap<>();

    public NamedFeatures(TrainedModel model) {
        this.schema = model.schema();
        this.mayBeMissing = model.head().missingSeen();
        for (int j = 0; j < mayBeMissing.length; j++) {
            places.put(schema.feature(j).name(), j);
        }
    }

    /**
     * The row of a model's features.
     *
     * @param features values by name, each as for {@link Row#put}
     * @throws FeatureException as {@link Row#values}
     */
    public double[] inOrder(Map<String, ?> features) {
        Row row = row();
        features.forEach(row::put);
        return row.values();
    }

    /** The same of a JSON object, as features are logged. */
    public double[] inOrder(ObjectNode features) {
        Row row = row();
        features.properties().forEach(each -> row.put(each.getKey(), value(each.getValue())));
        return row.values();
    }

    /** What a row takes; anything else is left for it to refuse. */
    private static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case NUMBER -> node.doubleValue();
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.stringValue();
            case NULL -> null;
            default -> node;
        };
    }

    /** A row without a value yet. */
    public Row row() {
        return new Row();
    }

    /** A row that is filled one value after the other, in any order. */
    public final class Row {
        private final double[] values = new double[mayBeMissing.length];
        private final boolean[] given = new boolean[values.length];
        private String[] problems; // by feature; null while there is none

        private Row() {}

        /**
         * Takes the value of a feature. A name that the model does not know is ignored, so that a caller can send what it has.
         *
         * @param value a number, or a truth value, which counts as 1 or 0; for a category a text, and one that the model does
         *     not know counts as missing. Null is a missing value, which the model takes if some training rows lacked it
         */
        public void put(String name, Object value) {
            Integer place = places.get(name);
            if (place == null) {
                return;
            }
            int j = place;
            Feature feature = schema.feature(j);
            given[j] = true;
            values[j] = Double.NaN;
            if (value instanceof Number number && feature.kind() == Feature.Kind.NUMBER) {
                values[j] = number.doubleValue();
            } else if (value instanceof Boolean truth && feature.kind() == Feature.Kind.NUMBER) {
                values[j] = truth ? 1 : 0;
            } else if (value instanceof CharSequence text && feature.kind() == Feature.Kind.CATEGORY) {
                int category = feature.categories().indexOf(text.toString());
                values[j] = category < 0 ? Double.NaN : category;
                return;
            } else if (value == null && mayBeMissing[j]) {
                return;
            }
            if (Double.isNaN(values[j]) || !feature.holds(values[j])) {
                problems = problems == null ? new String[values.length] : problems;
                problems[j] = "must be " + expected(feature, values[j]) + ", got " + shown(value);
            }
        }

        /**
         * The values in the order of the model's features, NaN where one is missing.
         *
         * @throws FeatureException naming <b>every</b> feature that is missing or of the wrong kind or beyond its bounds, and the
         *     value given
         */
        public double[] values() {
            List<FeatureException.Fault> faults = null;
            for (int j = 0; j < values.length; j++) {
                boolean missing = !given[j] && !mayBeMissing[j];
                if (missing || (problems != null && problems[j] != null)) {
                    faults = faults == null ? new ArrayList<>() : faults;
                    faults.add(
                            new FeatureException.Fault(schema.feature(j).name(), missing ? "is missing" : problems[j]));
                }
                values[j] = given[j] ? values[j] : Double.NaN;
            }
            if (faults != null) {
                throw new FeatureException(faults);
            }
            return values;
        }
    }

    private static String expected(Feature feature, double value) {
        if (feature.kind() == Feature.Kind.CATEGORY) {
            return "a text";
        }
        return Double.isFinite(value) ? feature.range() : "a finite number";
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        String cut = text.length() <= 60 ? text : text.substring(0, 60) + "...";
        return value instanceof CharSequence ? "\"" + cut + "\"" : cut;
    }
}

package dev.plumbline.learning.model;

import dev.plumbline.learning.dataset.FeatureSchema;
import dev.plumbline.monitor.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The portable form of a trained model: versioned JSON that any language can apply, with golden rows.
 *
 * <pre>
 * {"format":"plumbline-model","formatVersion":1,"kind":"multinomial-logistic","libraryVersion":"0.1.0",
 *  "features":[{"name":"age","kind":"number"},..],"classes":[..],"trainingCounts":[..],
 *  "columns":[{"feature":"age","mean":40,"scale":12},..],"weights":[[..],..],"intercepts":[..],
 *  "calibration":{"method":"class-temperature","temperature":1.1},"golden":[{"features":[..],"probabilities":[..]},..]}
 * </pre>
 *
 * <p>Numbers are written so that they read back as the same doubles; the same model always gives the same bytes. How the
 * numbers make probabilities stands in {@link TrainedModel} and the kinds of it; {@code calibration} is left out where there is
 * none.
 */
public final class ModelJson {

    private static final String FORMAT = "plumbline-model";
    private static final int FORMAT_VERSION = 1;

    /** Another platform's exp may differ in the last bit; a changed weight shows far above this. */
    private static final double GOLDEN_TOLERANCE = 1e-9;

    private ModelJson() {}

    /**
     * Writes a model.
     *
     * @param libraryVersion the version of Plumbline that trained it
     * @return UTF-8
     */
    public static byte[] write(TrainedModel model, String libraryVersion) {
        ModelHead head = model.head();
        ObjectNode json = Json.object();
        json.put("format", FORMAT);
        json.put("formatVersion", FORMAT_VERSION);
        json.put("kind", model.trainer());
        json.put("libraryVersion", libraryVersion);
        json.set("features", SchemaJson.write(head.schema(), head.missingSeen()));
        json.set("classes", node(head.classes()));
        json.set("trainingCounts", node(head.trainingCounts()));
        ModelKinds.write(model, json);
        head.calibration().ifPresent(map -> json.set("calibration", ClassCalibrationJson.write(map)));
        ArrayNode golden = json.putArray("golden");
        for (double[] row : head.goldenRows()) {
            ObjectNode pair = golden.addObject();
            pair.set("features", SchemaJson.row(head.schema(), row));
            pair.set("probabilities", byClass(head.classes(), model.probabilities(row)));
        }
        return Json.bytes(json);
    }

    private static ObjectNode byClass(int[] classes, double[] probabilities) {
        ObjectNode json = Json.object();
        for (int k = 0; k < classes.length; k++) {
            json.put(String.valueOf(classes[k]), probabilities[k]);
        }
        return json;
    }

    private static JsonNode node(Object value) {
        return Json.mapper().valueToTree(value);
    }

    /**
     * Reads a model back and checks that it still answers its golden rows as it did when it was written.
     *
     * @throws ModelFormatException if the bytes are not a model of this format, or it does not reproduce a golden row
     */
    public static TrainedModel read(byte[] bytes) {
        JsonNode json;
        try {
            json = Json.read(bytes);
        } catch (JacksonException e) {
            throw new ModelFormatException("the model is not JSON: " + e.getOriginalMessage(), e);
        }
        expect(json, "format", FORMAT);
        expect(json, "formatVersion", String.valueOf(FORMAT_VERSION));
        JsonNode golden = Parts.list(json, "golden");
        if (golden.isEmpty()) {
            throw new ModelFormatException("the model has no golden rows to check it by");
        }
        TrainedModel model;
        try {
            model = ModelKinds.read(json, head(json, golden));
        } catch (ModelFormatException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException("the model is damaged: " + e.getMessage(), e);
        }
        checkGolden(model, golden);
        return model;
    }

    private static ModelHead head(JsonNode json, JsonNode golden) {
        JsonNode features = Parts.list(json, "features");
        FeatureSchema schema = SchemaJson.schema(features);
        return new ModelHead(
                schema,
                Parts.integers(json, "classes"),
                Parts.integers(json, "trainingCounts"),
                SchemaJson.missingSeen(features),
                Parts.elements(golden)
                        .map(pair -> SchemaJson.row(schema, Parts.list(pair, "features")))
                        .toArray(double[][]::new),
                ClassCalibrationJson.read(json.path("calibration")));
    }

    private static void checkGolden(TrainedModel model, JsonNode golden) {
        double[][] rows = model.head().goldenRows();
        for (int i = 0; i < rows.length; i++) {
            JsonNode stored = golden.get(i).path("probabilities");
            ObjectNode now = byClass(model.classes(), probabilities(model, rows[i], i));
            boolean same = stored.size() == now.size();
            for (String label : now.propertyNames()) {
                double difference =
                        stored.path(label).asDouble(Double.NaN) - now.get(label).doubleValue();
                same &= Math.abs(difference) <= GOLDEN_TOLERANCE;
            }
            if (!same) {
                throw new ModelFormatException("the model does not reproduce its golden row " + i + ": stored "
                        + Parts.shown(stored) + ", computed " + now);
            }
        }
    }

    private static double[] probabilities(TrainedModel model, double[] row, int index) {
        try {
            return model.probabilities(row);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(
                    "the model cannot answer its golden row " + index + ": " + e.getMessage(), e);
        }
    }

    private static void expect(JsonNode json, String member, String expected) {
        JsonNode node = json.path(member);
        String found = node.isMissingNode() ? "nothing" : node.asString("");
        if (!found.equals(expected)) {
            throw new ModelFormatException("the model's " + member + " must be " + expected + ", got " + found);
        }
    }
}

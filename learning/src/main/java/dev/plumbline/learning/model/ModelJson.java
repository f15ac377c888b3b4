package dev.plumbline.learning.model;

import dev.plumbline.monitor.Json;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The portable form of a trained model: versioned JSON that any language can apply, with golden rows.
 *
 * <pre>
 * {"format":"plumbline-model","formatVersion":1,"kind":"multinomial-logistic","libraryVersion":"0.1.0",
 *  "featureNames":[..],"classes":[..],"means":[..],"scales":[..],"weights":[[..],..],"intercepts":[..],
 *  "trainingCounts":[..],"golden":[{"features":[..],"probabilities":[..]},..]}
 * </pre>
 *
 * <p>Numbers are written so that they read back as the same doubles; the same model always gives the same bytes. How the
 * numbers make probabilities stands in {@link TrainedModel}.
 */
public final class ModelJson {

    private static final String FORMAT = "plumbline-model";
    private static final int FORMAT_VERSION = 1;
    private static final String KIND = "multinomial-logistic";

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
        ObjectNode json = Json.object();
        json.put("format", FORMAT);
        json.put("formatVersion", FORMAT_VERSION);
        json.put("kind", KIND);
        json.put("libraryVersion", libraryVersion);
        json.set("featureNames", node(model.featureNames()));
        json.set("classes", node(model.classes()));
        json.set("means", node(model.means()));
        json.set("scales", node(model.scales()));
        json.set("weights", node(model.weights()));
        json.set("intercepts", node(model.intercepts()));
        json.set("trainingCounts", node(model.trainingCounts()));
        ArrayNode golden = json.putArray("golden");
        for (double[] row : model.goldenRows()) {
            ObjectNode pair = golden.addObject();
            pair.set("features", node(row));
            pair.set("probabilities", node(model.probabilities(row)));
        }
        return Json.bytes(json);
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
        expect(json, "kind", KIND);
        JsonNode golden = list(json, "golden");
        if (golden.isEmpty()) {
            throw new ModelFormatException("the model has no golden rows to check it by");
        }
        TrainedModel model;
        try {
            model = new TrainedModel(
                    names(json),
                    integers(json, "classes"),
                    numbers(json, "means"),
                    numbers(json, "scales"),
                    matrix(list(json, "weights"), "weights"),
                    numbers(json, "intercepts"),
                    integers(json, "trainingCounts"),
                    elements(golden).map(pair -> numbers(pair, "features")).toArray(double[][]::new));
        } catch (ModelFormatException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException("the model is damaged: " + e.getMessage(), e);
        }
        checkGolden(model, golden);
        return model;
    }

    private static void checkGolden(TrainedModel model, JsonNode golden) {
        double[][] rows = model.goldenRows();
        for (int i = 0; i < rows.length; i++) {
            double[] stored = numbers(golden.get(i), "probabilities");
            double[] now = probabilities(model, rows[i], i);
            boolean same = stored.length == now.length;
            for (int k = 0; same && k < now.length; k++) {
                same = Math.abs(stored[k] - now[k]) <= GOLDEN_TOLERANCE;
            }
            if (!same) {
                throw new ModelFormatException("the model does not reproduce its golden row " + i + ": stored "
                        + Arrays.toString(stored) + ", computed " + Arrays.toString(now));
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

    private static JsonNode list(JsonNode json, String member) {
        JsonNode node = json.path(member);
        if (!node.isArray()) {
            throw new ModelFormatException("the model's " + member + " must be a list, got "
                    + (node.isMissingNode() ? "nothing" : node.toString()));
        }
        return node;
    }

    private static java.util.stream.Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static List<String> names(JsonNode json) {
        return elements(list(json, "featureNames"))
                .map(name -> {
                    if (!name.isString()) {
                        throw new ModelFormatException("the model's featureNames must be texts, got " + name);
                    }
                    return name.stringValue();
                })
                .toList();
    }

    private static double[] numbers(JsonNode json, String member) {
        return numbers(list(json, member).spliterator(), member);
    }

    private static double[] numbers(java.util.Spliterator<JsonNode> list, String member) {
        return StreamSupport.stream(list, false)
                .mapToDouble(value -> {
                    if (!value.isNumber()) {
                        throw new ModelFormatException("the model's " + member + " must be numbers, got " + value);
                    }
                    return value.doubleValue();
                })
                .toArray();
    }

    private static double[][] matrix(JsonNode list, String member) {
        return elements(list)
                .map(row -> {
                    if (!row.isArray()) {
                        throw new ModelFormatException("the model's " + member + " must be lists, got " + row);
                    }
                    return numbers(row.spliterator(), member);
                })
                .toArray(double[][]::new);
    }

    private static int[] integers(JsonNode json, String member) {
        return elements(list(json, member))
                .mapToInt(value -> {
                    if (!value.isInt()) {
                        throw new ModelFormatException(
                                "the model's " + member + " must be whole numbers, got " + value);
                    }
                    return value.intValue();
                })
                .toArray();
    }
}

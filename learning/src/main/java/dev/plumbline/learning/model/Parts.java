package dev.plumbline.learning.model;

import java.util.Spliterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Reads the parts of a stored model; what is not there, or something else, is refused by its name. */
final class Parts {

    private Parts() {}

    static String shown(JsonNode node) {
        return node.isMissingNode() ? "nothing" : node.toString();
    }

    static String text(JsonNode json, String member) {
        JsonNode node = json.path(member);
        if (!node.isString()) {
            throw refused(member, "a text", node);
        }
        return node.stringValue();
    }

    static double number(JsonNode json, String member) {
        JsonNode node = json.path(member);
        if (!node.isNumber()) {
            throw refused(member, "a number", node);
        }
        return node.doubleValue();
    }

    static JsonNode list(JsonNode json, String member) {
        JsonNode node = json.path(member);
        if (!node.isArray()) {
            throw refused(member, "a list", node);
        }
        return node;
    }

    static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    static String[] texts(JsonNode json, String member) {
        return elements(list(json, member))
                .map(value -> {
                    if (!value.isString()) {
                        throw refused(member, "texts", value);
                    }
                    return value.stringValue();
                })
                .toArray(String[]::new);
    }

    static double[] numbers(JsonNode json, String member) {
        return numbers(list(json, member).spliterator(), member);
    }

    private static double[] numbers(Spliterator<JsonNode> list, String member) {
        return StreamSupport.stream(list, false)
                .mapToDouble(value -> {
                    if (!value.isNumber()) {
                        throw refused(member, "numbers", value);
                    }
                    return value.doubleValue();
                })
                .toArray();
    }

    static double[][] matrix(JsonNode json, String member) {
        return elements(list(json, member))
                .map(row -> {
                    if (!row.isArray()) {
                        throw refused(member, "lists", row);
                    }
                    return numbers(row.spliterator(), member);
                })
                .toArray(double[][]::new);
    }

    static int[] integers(JsonNode json, String member) {
        return elements(list(json, member))
                .mapToInt(value -> {
                    if (!value.isInt()) {
                        throw refused(member, "whole numbers", value);
                    }
                    return value.intValue();
                })
                .toArray();
    }

    static float[] floats(JsonNode json, String member) {
        double[] numbers = numbers(json, member);
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    static boolean[] booleans(JsonNode json, String member) {
        JsonNode list = list(json, member);
        boolean[] booleans = new boolean[list.size()];
        for (int i = 0; i < booleans.length; i++) {
            if (!list.get(i).isBoolean()) {
                throw refused(member, "truth values", list.get(i));
            }
            booleans[i] = list.get(i).booleanValue();
        }
        return booleans;
    }

    static ModelFormatException refused(String member, String expected, JsonNode found) {
        return new ModelFormatException("the model's " + member + " must be " + expected + ", got " + shown(found));
    }
}

package dev.plumbline.server.http;

import dev.plumbline.files.FieldException;
import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.Json;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads small JSON bodies, strictly: one object, no unknown fields. */
public final class Bodies {
    private Bodies() {}

    /** @throws InvalidArgumentException if the body is not one object */
    public static ObjectNode object(byte[] body) {
        if (body == null || body.length == 0) {
            throw new InvalidArgumentException("body", "a JSON object", "nothing");
        }
        JsonNode node = Json.read(body);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidArgumentException("body", "a JSON object", node);
    }

    /** The body with only these fields. */
    public static ObjectNode object(byte[] body, Set<String> fields) {
        ObjectNode object = object(body);
        for (String field : object.propertyNames()) {
            if (!fields.contains(field)) {
                throw new InvalidArgumentException("body", "an object with the fields " + sorted(fields), field);
            }
        }
        return object;
    }

    /** A whole number that must be there. */
    public static int wholeNumber(ObjectNode body, String field) {
        JsonNode node = body.get(field);
        if (node == null || !node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
            throw new InvalidArgumentException(field, "a whole number, 0 or more", node == null ? "nothing" : node);
        }
        return node.intValue();
    }

    /** A text that may be missing. */
    public static String textOrNull(ObjectNode body, String field) {
        JsonNode node = body.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isString()) {
            throw new FieldException(field, node.toString(), "must be a text");
        }
        return node.stringValue();
    }

    private static String sorted(Set<String> fields) {
        return String.join(", ", new java.util.TreeSet<>(fields));
    }
}

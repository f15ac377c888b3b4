package dev.plumbline.server.http;

import dev.plumbline.files.FieldException;
import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.Json;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads small JSON bodies, strictly: one object, no unknown fields. */
public final class Bodies {
    private static final Set<String> CHANGE = Set.of("expectedVersion", "reason");
    private static final int MAX_REASON = 1_000;

    /**
     * What comes with a promotion or a rollback.
     *
     * @param expectedVersion what the caller thinks is in force
     */
    public record Change(int expectedVersion, String reason) {}

    private Bodies() {}

    /** A body with nothing but {@code expectedVersion} and {@code reason}. */
    public static Change change(byte[] body) {
        ObjectNode object = object(body, CHANGE);
        return new Change(wholeNumber(object, "expectedVersion"), reason(object));
    }

    /** The field {@code reason}, which must say something. */
    public static String reason(ObjectNode body) {
        String reason = textOrNull(body, "reason");
        if (reason == null || reason.isBlank() || reason.length() > MAX_REASON) {
            throw new InvalidArgumentException("reason", "1 to " + MAX_REASON + " characters", reason);
        }
        return reason;
    }

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

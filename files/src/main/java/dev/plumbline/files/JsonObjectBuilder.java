package dev.plumbline.files;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds one object and remembers the first thing that is wrong with it.
 *
 * <p>Jackson's own tree reader would stop at a doubled key and lose the rows behind it, and would
 * make Infinity of 1e400.
 */
final class JsonObjectBuilder {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private FieldException problem;

    /** A builder for the object whose first token the parser stands at. */
    JsonObjectBuilder(JsonParser parser) {
        this.parser = parser;
    }

    /** What is wrong with the object, or null. */
    FieldException problem() {
        return problem;
    }

    /** Reads to the end of the object, also when something is wrong with it. */
    ObjectNode build() {
        ObjectNode object = NODES.objectNode();
        String name;
        while ((name = parser.nextName()) != null) {
            if (Utf8.firstLoneSurrogate(name) >= 0) {
                refuse(name, "a name without half a surrogate pair");
            }
            JsonNode value = value(parser.nextToken());
            if (object.replace(name, value) != null) {
                refuse(null, "each key once; this one is given twice");
            }
        }
        return object;
    }

    private ArrayNode array() {
        ArrayNode array = NODES.arrayNode();
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            array.add(value(token));
        }
        return array;
    }

    private JsonNode value(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> build();
            case START_ARRAY -> array();
            case VALUE_STRING -> text();
            case VALUE_NUMBER_INT -> wholeNumber();
            case VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new IllegalStateException("no value begins with " + token);
        };
    }

    private JsonNode text() {
        String text = parser.getString();
        if (Utf8.firstLoneSurrogate(text) >= 0) {
            refuse(text, "text without half a surrogate pair");
        }
        return NODES.stringNode(text);
    }

    private JsonNode wholeNumber() {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> {
                var number = parser.getBigIntegerValue();
                if (Double.isInfinite(number.doubleValue())) {
                    refuseRange();
                }
                yield NODES.numberNode(number);
            }
        };
    }

    private JsonNode number() {
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            // only the words NaN and Infinity hold this letter
            if (parser.getString().indexOf('N') >= 0 || parser.getString().indexOf('I') >= 0) {
                refuse(parser.getString(), "a finite number");
            } else {
                refuseRange();
            }
        }
        return NODES.numberNode(number);
    }

    private void refuseRange() {
        String number = parser.getString();
        if (problem == null) {
            problem = DecimalText.outsideRange(path(), number);
        }
    }

    private void refuse(String value, String allowed) {
        if (problem == null) {
            problem = new FieldException(path(), value, allowed);
        }
    }

    /** The name of the current value with the names around it, as in {@code features.age}. */
    private String path() {
        var path = new StringBuilder();
        for (TokenStreamContext at = parser.streamReadContext(); at != null && !at.inRoot(); at = at.getParent()) {
            if (at.inArray()) {
                path.insert(0, "[" + at.getCurrentIndex() + "]");
            } else if (at.hasCurrentName()) {
                boolean last = path.isEmpty() || path.charAt(0) == '[';
                path.insert(0, at.currentName() + (last ? "" : "."));
            }
        }
        return path.toString();
    }
}

package dev.plumbline.files;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object of a stream with its place.
 *
 * <p>The values of JSON carry their types and are taken at their word: {@code "0.7"} is no number
 * and {@code 7} is no text. The cells of CSV are text, so there a number is whatever reads as one,
 * and an id keeps its leading zeros. Cells that are empty are not sent and have no value.
 *
 * <p>Fields inside {@code segments} and {@code features} are named {@code segments.NAME} and
 * {@code features.NAME} here as in the header of a CSV file.
 *
 * @param line the line for NDJSON and CSV (of a record's first line), the position of the element
 *     for JSON; from 1
 * @param values what the row holds; cells of CSV are text nodes
 * @param typed whether the values carry their types (JSON) or are all text (CSV)
 */
public record Row(long line, ObjectNode values, boolean typed) {
    private static final Set<String> MISSING = Set.of("NA", "NaN", "nan");

    public Row {
        if (line < 1) {
            throw new IllegalArgumentException("line must be 1 or more, got " + line);
        }
        Objects.requireNonNull(values, "values must not be null");
    }

    /** A row of JSON. */
    public Row(long line, ObjectNode values) {
        this(line, values, true);
    }

    /** Whether the field was sent; JSON null and an empty CSV cell were not. */
    public boolean has(String field) {
        JsonNode node = find(field);
        return node != null && !node.isNull();
    }

    /** The field as it stands; null where it was not sent. */
    public JsonNode node(String field) {
        return find(field);
    }

    /** Whether the field holds no value: not sent, null, or one of the words that stand for that: NA, NaN, nan. */
    public boolean isMissing(String field) {
        JsonNode node = find(field);
        return node == null || node.isNull() || isMissing(node);
    }

    static boolean isMissing(JsonNode value) {
        return value.isString() && MISSING.contains(value.stringValue());
    }

    /**
     * The field as text, exactly as sent.
     *
     * @throws FieldException if it is missing or, in JSON, no string
     */
    public String text(String field) {
        JsonNode node = require(field, "a text");
        if (!node.isString()) {
            throw wrong(field, node, "a text in quotes");
        }
        return node.stringValue();
    }

    /**
     * The field as a word that names something, such as a category: text as sent, of JSON also a number or a truth value.
     *
     * @throws FieldException if it is missing, or an object or a list
     */
    public String word(String field) {
        JsonNode node = require(field, "a text");
        if (node.isContainer()) {
            throw wrong(field, node, "a text, a number, true or false");
        }
        return typed ? node.asString() : FormulaGuard.undo(node.stringValue());
    }

    /**
     * The field as a finite number.
     *
     * @throws FieldException if it is missing, no number, or outside the range of a double
     */
    public double number(String field) {
        JsonNode node = require(field, "a number");
        if (node.isString() && !typed) {
            return DecimalText.parse(field, node.stringValue());
        }
        if (!node.isNumber()) {
            throw wrong(field, node, node.isString() ? "a number without quotes" : "a number");
        }
        double number = node.doubleValue();
        if (!Double.isFinite(number)) {
            throw DecimalText.outsideRange(field, node.toString());
        }
        return number;
    }

    /**
     * The field as a time in ISO 8601. A date alone is its midnight; without a zone UTC is taken,
     * see {@link #zoneAssumed}.
     *
     * @throws FieldException if it is missing or no such time of the years 1 to 9999
     */
    public Instant time(String field) {
        JsonNode node = require(field, IsoTime.ALLOWED);
        if (!node.isString()) {
            throw wrong(field, node, IsoTime.ALLOWED);
        }
        return IsoTime.parse(field, node.stringValue());
    }

    /** Whether the field holds a time that names no zone, so that {@link #time} took UTC. */
    public boolean zoneAssumed(String field) {
        JsonNode node = find(field);
        return node != null && node.isString() && !IsoTime.namesZone(node.stringValue());
    }

    /**
     * The field as an object, for fields such as {@code segments}.
     *
     * @throws FieldException if it is missing or no object
     */
    public ObjectNode object(String field) {
        JsonNode node = require(field, "an object");
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw wrong(field, node, "an object");
    }

    private JsonNode require(String field, String allowed) {
        JsonNode node = find(field);
        if (node == null || node.isNull()) {
            throw new FieldException(field, null, "is required: " + allowed);
        }
        return node;
    }

    private JsonNode find(String field) {
        JsonNode node = values.get(field);
        int dot;
        if (node == null
                && (dot = field.indexOf('.')) > 0
                && values.get(field.substring(0, dot)) instanceof ObjectNode inner) {
            return inner.get(field.substring(dot + 1));
        }
        return node;
    }

    private static FieldException wrong(String field, JsonNode node, String allowed) {
        return new FieldException(field, node.isString() ? node.stringValue() : node.toString(), allowed);
    }
}

package dev.plumbline.files;

import java.util.Objects;

/**
 * A column that is written.
 *
 * @param name as in the header; {@code segments.NAME} and {@code features.NAME} stand for fields inside these objects
 */
public record Column(String name, Type type) {
    /** What a column holds; CSV and NDJSON write values as they are. */
    public enum Type {
        TEXT,
        WHOLE,
        NUMBER,
        TRUTH,
        /** An instant in ISO 8601. */
        TIME
    }

    public Column {
        Objects.requireNonNull(name, "name must not be null");
        Objects.requireNonNull(type, "type must not be null");
    }
}

package dev.plumbline.files;

import java.util.Objects;

/**
 * What is wrong at a place of a stream, and what would be right.
 *
 * <p>Field and value come from whoever sent the stream. They are shortened to
 * {@value #MAX_LENGTH} characters and carry no control characters, so they can be logged and
 * answered as they are.
 *
 * @param line the place, counted like {@link Row#line}; 1 when the whole stream is meant
 * @param field the name of the field, or null when the row as such is meant
 * @param value what was found there, or null when nothing was
 * @param allowed what would be right
 */
public record RowError(long line, String field, String value, String allowed) {
    static final int MAX_LENGTH = 100;

    public RowError {
        if (line < 1) {
            throw new IllegalArgumentException("line must be 1 or more, got " + line);
        }
        Objects.requireNonNull(allowed, "allowed must say what would be right, got null");
        field = Printable.shorten(field, MAX_LENGTH);
        value = Printable.shorten(value, MAX_LENGTH);
        allowed = Printable.shorten(allowed, 4 * MAX_LENGTH);
    }

    /** The same, so many lines further down. */
    RowError shifted(long lines) {
        return new RowError(line + lines, field, value, allowed);
    }

    /** The error as one line for people. */
    @Override
    public String toString() {
        return "line " + line + ": " + describe(field, value, allowed);
    }

    static String describe(String field, String value, String allowed) {
        var text = new StringBuilder();
        if (field != null) {
            text.append(Printable.shorten(field, MAX_LENGTH)).append(": ");
        }
        if (value != null) {
            text.append("got ").append(Printable.shorten(value, MAX_LENGTH)).append("; ");
        }
        return text.append(allowed).toString();
    }
}

package dev.plumbline.files;

/** A field of a row does not hold what was asked for; {@link #at} makes it the error of its row. */
@SuppressWarnings("serial")
public final class FieldException extends RuntimeException {
    private final String field;
    private final String value;
    private final String allowed;

    /**
     * @param field the name of the field
     * @param value what it holds, null when it holds nothing
     * @param allowed what it may hold
     */
    public FieldException(String field, String value, String allowed) {
        // No stack trace: a stream may hold millions of bad rows, and each says where it stands.
        super(RowError.describe(field, value, allowed), null, false, false);
        this.field = field;
        this.value = value;
        this.allowed = allowed;
    }

    public String field() {
        return field;
    }

    /** What the field holds, or null when it holds nothing. */
    public String value() {
        return value;
    }

    public String allowed() {
        return allowed;
    }

    /** The same as an error of the row at this line. */
    public RowError at(long line) {
        return new RowError(line, field, value, allowed);
    }
}

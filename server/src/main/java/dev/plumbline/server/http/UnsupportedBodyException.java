package dev.plumbline.server.http;

/** A body's declared type or encoding is none that is read: 415. */
public final class UnsupportedBodyException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String header;
    private final String allowed;
    private final String value;

    /** @param value as sent; null when the header is missing */
    public UnsupportedBodyException(String header, String allowed, String value) {
        super(header + " must be " + allowed + ", got " + (value == null ? "none" : value));
        this.header = header;
        this.allowed = allowed;
        this.value = value;
    }

    String header() {
        return header;
    }

    String allowed() {
        return allowed;
    }

    String value() {
        return value;
    }
}

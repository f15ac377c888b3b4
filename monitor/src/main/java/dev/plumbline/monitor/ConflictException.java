package dev.plumbline.monitor;

/** The state has moved on since the caller looked, or forbids the change: 409 over HTTP. */
public final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConflictException(String message) {
        super(message);
    }
}

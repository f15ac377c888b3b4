package dev.plumbline.monitor;

/** The database cannot be written or read just now (locked, full, gone): 503 with Retry-After over HTTP. */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

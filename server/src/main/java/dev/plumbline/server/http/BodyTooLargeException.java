package dev.plumbline.server.http;

/** A body that must be held whole is longer than is taken: 413. */
final class BodyTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BodyTooLargeException(long maxBytes) {
        super("the body is longer than " + (maxBytes >> 20) + " MiB; send it in parts");
    }
}

package dev.plumbline.cli.demo;

/** The story cannot go on; the message says in one line at which request and why. */
public final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailure(String message, Throwable cause) {
        super(message, cause);
    }
}

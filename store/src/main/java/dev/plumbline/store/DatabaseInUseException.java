package dev.plumbline.store;

/** Another process serves the same directory. */
public final class DatabaseInUseException extends DatabaseUnusableException {
    private static final long serialVersionUID = 1L;

    DatabaseInUseException(String message) {
        super(message, null);
    }
}

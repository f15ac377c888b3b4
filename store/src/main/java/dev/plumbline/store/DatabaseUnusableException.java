package dev.plumbline.store;

/** The database cannot be opened, and waiting will not help; the message says which file it is and what to do. */
public class DatabaseUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseUnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}

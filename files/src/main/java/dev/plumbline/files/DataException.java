package dev.plumbline.files;

/** A file cannot be read as data at all. The message names the file, the place in it, what was found and what is allowed. */
@SuppressWarnings("serial")
public final class DataException extends RuntimeException {
    public DataException(String file, String message) {
        super(file + ": " + message);
    }

    public DataException(String file, String message, Throwable cause) {
        super(file + ": " + message, cause);
    }

    DataException(String file, RowError error) {
        super(file + " " + error);
    }
}

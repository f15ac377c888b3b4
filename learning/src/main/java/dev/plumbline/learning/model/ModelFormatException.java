package dev.plumbline.learning.model;

/** A stored model cannot be used: it is no model of this format, is damaged, or does not reproduce its golden rows. */
public final class ModelFormatException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    ModelFormatException(String message) {
        super(message);
    }

    public ModelFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}

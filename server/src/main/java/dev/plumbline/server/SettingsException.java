package dev.plumbline.server;

/** A setting is unknown or bad; the message names it, where it came from, what is allowed and what was given. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }
}

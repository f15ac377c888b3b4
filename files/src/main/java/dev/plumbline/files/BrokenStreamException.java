package dev.plumbline.files;

import java.io.IOException;

/**
 * The content of the stream cannot be read on from here: the sender's fault, so it becomes an error
 * of the stream. Any other {@link IOException} means that the stream could not be fetched.
 */
@SuppressWarnings("serial")
final class BrokenStreamException extends IOException {
    private final String value;

    BrokenStreamException(String value, String allowed) {
        super(allowed);
        this.value = value;
    }

    RowError at(long line) {
        return new RowError(line, null, value, getMessage());
    }
}

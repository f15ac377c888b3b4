package dev.plumbline.store;

import java.util.Optional;

/** Another process serves the same directory. */
public final class DatabaseInUseException extends DatabaseUnusableException {
    private static final long serialVersionUID = 1L;

    private final String address;

    /** @param address where the holder answers HTTP; empty when it does not, or not yet */
    DatabaseInUseException(String message, String address) {
        super(message, null);
        this.address = address;
    }

    /** Where the holder answers HTTP, such as {@code http://127.0.0.1:8080}; empty when it does not, or not yet. */
    public Optional<String> address() {
        return address.isEmpty() ? Optional.empty() : Optional.of(address);
    }
}

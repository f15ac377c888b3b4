package dev.plumbline.server;

import dev.plumbline.store.DatabaseInUseException;
import java.io.UncheckedIOException;
import java.net.BindException;
import org.springframework.boot.web.server.PortInUseException;

/** Why a server cannot start, dug out of what the framework wraps around it. */
final class StartFailure {
    private StartFailure() {}

    /** What a person can mend as a {@link SettingsException}; anything else as it is. */
    static RuntimeException plain(Settings settings, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException taken) {
                return because(
                        failure,
                        "port " + taken.getPort() + " on " + settings.host()
                                + " is taken by another program; choose another with --port, or 0 for a free one");
            }
            if (cause instanceof BindException) {
                return because(
                        failure,
                        "cannot listen on host " + settings.host() + ", port " + settings.port() + ": "
                                + cause.getMessage());
            }
            if (cause instanceof DatabaseInUseException) {
                return because(failure, cause.getMessage());
            }
            if (cause instanceof UncheckedIOException) {
                return because(failure, "data " + settings.data() + ": " + cause.getMessage());
            }
        }
        return failure;
    }

    private static SettingsException because(RuntimeException failure, String message) {
        SettingsException plain = new SettingsException(message);
        plain.initCause(failure);
        return plain;
    }
}

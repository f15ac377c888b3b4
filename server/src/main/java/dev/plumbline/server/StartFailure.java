package dev.plumbline.server;

import dev.plumbline.store.DatabaseInUseException;
import dev.plumbline.store.DatabaseUnusableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Why a server cannot start, dug out of what the framework wraps around it. */
final class StartFailure {
    private StartFailure() {}

    /** A place that cannot be listened on is told before a data folder is made for a server that will not run. */
    static void checkAddress(Settings settings) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()));
        } catch (IOException e) {
            throw because(e, listening(settings, e));
        }
    }

    /** What a person can mend as a {@link SettingsException}; anything else as it is. */
    static RuntimeException plain(Settings settings, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingsException plain) {
                return plain;
            }
            if (cause instanceof BindException bind) {
                return because(failure, listening(settings, bind));
            }
            if (cause instanceof DatabaseInUseException || cause instanceof DatabaseUnusableException) {
                return because(failure, cause.getMessage());
            }
            if (cause instanceof UncheckedIOException) {
                return because(failure, "data " + settings.data() + ": " + cause.getMessage());
            }
        }
        return failure;
    }

    private static String listening(Settings settings, IOException failure) {
        if (failure instanceof UnknownHostException) {
            return "host must be an address of this machine, got \"" + settings.host() + "\", which is not known";
        }
        return String.valueOf(failure.getMessage()).contains("in use")
                ? "port " + settings.port() + " on " + settings.host()
                        + " is taken by another program; choose another with --port, or 0 for a free one"
                : "cannot listen on host " + settings.host() + ", port " + settings.port() + ": "
                        + failure.getMessage();
    }

    private static SettingsException because(Exception failure, String message) {
        SettingsException plain = new SettingsException(message);
        plain.initCause(failure);
        return plain;
    }
}

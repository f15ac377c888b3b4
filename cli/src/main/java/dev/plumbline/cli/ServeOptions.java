package dev.plumbline.cli;

import java.nio.file.Path;

/**
 * What the command line of {@code serve} said. Null means not said: the environment, the file and then the default decide,
 * in that order, so a default must never be filled in here.
 */
record ServeOptions(Integer port, String host, Path data, Path config, String databaseUrl) {
    static final int HIGHEST_PORT = 65_535;

    ServeOptions {
        if (port != null && (port < 0 || port > HIGHEST_PORT)) {
            throw new IllegalArgumentException("port must be in [0, 65535], got " + port);
        }
    }
}

package dev.plumbline.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

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

    /** What was said, by setting name. */
    Map<String, String> settings() {
        Map<String, String> said = new LinkedHashMap<>();
        put(said, "port", port);
        put(said, "host", host);
        put(said, "data", data);
        put(said, "database.url", databaseUrl);
        return said;
    }

    private static void put(Map<String, String> said, String name, Object value) {
        if (value != null) {
            said.put(name, value.toString());
        }
    }
}

package dev.plumbline.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this software, as every result's provenance carries it. */
public final class PlumblineVersion {
    /** Such as {@code 0.1.0}. */
    public static final String TEXT = read();

    private PlumblineVersion() {}

    private static String read() {
        try (InputStream in = PlumblineVersion.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.plumbline.server.openapi;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.PlumblineVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;

/** The description of the HTTP interface, written by hand in {@code openapi.yaml}: answers here are bytes, which say no fields. */
final class OpenApiDocument {
    private static final String FILE = "/openapi/openapi.yaml";
    private static final int ALIASES = 1_000;

    private OpenApiDocument() {}

    static JsonNode read() {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream(FILE)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("VERSION", PlumblineVersion.TEXT)
                    .replace("MAX_LIMIT", Integer.toString(Page.MAX_LIMIT))
                    .replace("DEFAULT_LIMIT", Integer.toString(Page.DEFAULT_LIMIT));
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            options.setMaxAliasesForCollections(ALIASES);
            return Json.mapper().valueToTree(new Yaml(new SafeConstructor(options)).load(text));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }
}

package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.CSV;
import static dev.plumbline.server.HttpKit.utf8;

import dev.plumbline.monitor.Json;
import dev.plumbline.server.TestServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** The inputs of the field cases, from the test resources. */
final class CaseFiles {
    /** Later than every time in the files. */
    static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");

    private CaseFiles() {}

    static String text(String path) {
        try (InputStream in = CaseFiles.class.getResourceAsStream("/cases/" + path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode expected(String folder) {
        return Json.read(text(folder + "/expected.json"));
    }

    static Answer csv(TestServer server, String model, String path, String body) {
        return HttpKit.send(server, "POST", "/models/" + model + "/" + path, CSV, utf8(body));
    }
}

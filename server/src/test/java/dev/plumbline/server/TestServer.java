package dev.plumbline.server;

import dev.plumbline.monitor.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A real server on a real SQLite file, spoken to over real HTTP. The clock stands at {@link #START} until it is turned.
 * Starting one takes a second or two: share it between the tests of a class, and give each test a model of its own.
 */
final class TestServer implements AutoCloseable {
    static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    static final String CRON = "cron-secret-0123456789";
    static final String INGEST = "ingest-key-0123456789";
    static final String ADMIN = "admin-key-0123456789";

    private final PlumblineServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestServer(PlumblineServer server) {
        this.server = server;
    }

    /** @param changes environment variables beside the usual ones; an empty value takes a usual one away */
    static TestServer start(Path data, Map<String, String> changes) {
        return start(data, changes, null);
    }

    /** @param config a file of settings, or null */
    static TestServer start(Path data, Map<String, String> changes, Path config) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CRON_SECRET",
                CRON,
                "PLUMBLINE_INGEST_KEY",
                INGEST,
                "PLUMBLINE_ADMIN_KEY",
                ADMIN,
                "PLUMBLINE_CLOCK",
                START.toString(),
                // tests turn the clock: those of the schedule turn it on
                "PLUMBLINE_SCHEDULE_AUDIT",
                "-",
                "PLUMBLINE_SCHEDULE_RETRAIN",
                "-",
                "PLUMBLINE_SCHEDULE_LOOK",
                "-"));
        environment.putAll(changes);
        environment.values().removeIf(String::isEmpty);
        Settings settings = SettingsReader.read(Map.of("port", "0", "data", data.toString()), environment, config);
        return new TestServer(PlumblineServer.start(settings, Map.of()));
    }

    static TestServer start(Path data) {
        return start(data, Map.of());
    }

    /** An answer, with its body as JSON where it is JSON. */
    record Answer(int status, String body, HttpResponse<String> http) {
        JsonNode json() {
            return Json.read(body);
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse(null);
        }
    }

    URI uri(String path) {
        return URI.create(server.address() + path);
    }

    HttpRequest.Builder request(String path, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return key == null ? request : request.header("Authorization", "Bearer " + key);
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** GET with the cron secret. */
    Answer cron(String path) {
        return send(request(path, CRON).build());
    }

    /** GET with the admin key, below {@code /api/v1}. */
    Answer get(String path) {
        return send(request("/api/v1" + path, ADMIN).build());
    }

    /** POST of JSON with the admin key, below {@code /api/v1}. */
    Answer post(String path, String json) {
        return send("POST", path, "application/json", json);
    }

    Answer put(String path, String json) {
        return send("PUT", path, "application/json", json);
    }

    Answer delete(String path) {
        return send(request("/api/v1" + path, ADMIN).DELETE().build());
    }

    Answer send(String method, String path, String type, String body) {
        return send(request("/api/v1" + path, ADMIN)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    /** Predictions, one JSON object a line. */
    Answer predictions(String model, String ndjson) {
        return send("POST", "/models/" + model + "/predictions", "application/x-ndjson", ndjson);
    }

    /** Outcomes, one JSON object a line. */
    Answer outcomes(String model, String ndjson) {
        return send("POST", "/models/" + model + "/outcomes", "application/x-ndjson", ndjson);
    }

    <T> T bean(String name, Class<T> type) {
        return server.bean(name, type);
    }

    void turnClock(Instant to) {
        Answer answer = put("/clock", "{\"now\":\"" + to + "\"}");
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }

    @Override
    public void close() {
        server.close();
    }
}

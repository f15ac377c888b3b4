package dev.plumbline.cli.demo;

import dev.plumbline.monitor.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Speaks to the server as any other program would: over HTTP, with the keys it was given. */
final class DemoClient {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SHOWN = 300;
    private static final String JSON = "application/json";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final String address;
    private final String model;
    private final Secrets secrets;

    /** @param model the model that the cron endpoints act on when none is named */
    DemoClient(String address, String model, Secrets secrets) {
        this.address = address;
        this.model = "/api/v1/models/" + model;
        this.secrets = secrets;
    }

    /** The cron endpoint {@code name}, with the bearer secret. */
    JsonNode cron(String name) {
        return send("GET", "/api/cron/" + name, secrets.cron(), JSON, "");
    }

    void turnClock(Instant now) {
        String body = Json.text(Json.object().put("now", now.toString()));
        send("PUT", "/api/v1/clock", secrets.admin(), JSON, body);
    }

    /** Asks for the calibrated probability of a score, and by the same call records the prediction. */
    JsonNode calibrate(Forecaster.Case asked) {
        String body = Json.text(Json.object()
                .put("id", asked.id())
                .put("score", asked.score())
                .put("predictedAt", asked.predictedAt().toString()));
        return send("POST", model + "/calibrate", secrets.ingest(), JSON, body);
    }

    /** What is served for each score; nothing is recorded. */
    JsonNode calibrate(double... scores) {
        String body = Json.text(Json.object().set("scores", Json.mapper().valueToTree(scores)));
        return send("POST", model + "/calibrate", secrets.ingest(), JSON, body);
    }

    JsonNode calibratorInForce() {
        return send("GET", model + "/calibrator", secrets.ingest(), JSON, "");
    }

    JsonNode calibrator(int version) {
        return send("GET", model + "/calibrators/" + version, secrets.admin(), JSON, "");
    }

    /** What came into force, newest first. */
    JsonNode promotions() {
        return send("GET", model + "/promotions", secrets.admin(), JSON, "").required("items");
    }

    /** Reports outcomes, one per line. */
    JsonNode outcomes(List<Forecaster.Case> known) {
        StringBuilder lines = new StringBuilder();
        for (Forecaster.Case each : known) {
            lines.append(Json.text(Json.object()
                            .put("predictionId", each.id())
                            .put("actual", each.happened() ? 100 : 0)
                            .put("observedAt", each.knownAt().toString())))
                    .append('\n');
        }
        return send("POST", model + "/outcomes", secrets.ingest(), "application/x-ndjson", lines.toString());
    }

    private JsonNode send(String method, String path, String secret, String type, String body) {
        String what = method + " " + path;
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", type)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() / 100 != 2) {
                String text = new String(answer.body(), StandardCharsets.UTF_8);
                throw new DemoFailure(
                        what + " was answered " + answer.statusCode() + ": "
                                + text.substring(0, Math.min(SHOWN, text.length())),
                        null);
            }
            return Json.read(answer.body());
        } catch (IOException | JacksonException e) {
            throw new DemoFailure(what + " failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure(what + " was interrupted", e);
        }
    }
}

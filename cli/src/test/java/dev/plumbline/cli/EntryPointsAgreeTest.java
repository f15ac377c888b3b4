package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.Logistic;
import dev.plumbline.monitor.Json;
import dev.plumbline.server.PlumblineServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** One prediction a day: the evidence of {@code audit FILE --time} and of an audit over HTTP are the same. */
class EntryPointsAgreeTest {
    private static final String KEY = "admin-key-0123456789";
    private static final int RIGHT = 450;

    @TempDir
    private static Path folder;

    private static PlumblineServer server;

    @BeforeAll
    static void start() {
        server = ServeCommand.startServer(
                new ServeOptions(0, "127.0.0.1", folder.resolve("served"), null, null),
                Map.of("PLUMBLINE_ADMIN_KEY", KEY),
                Map.of("logging.threshold.console", "OFF"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode send(String method, String path, String type, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/models/" + path))
                                .header("Authorization", "Bearer " + KEY)
                                .header("Content-Type", type)
                                .method(method, BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return Json.read(answer.body());
    }

    /** Streams of known truth, off by so many logits after the first rows; the seed is fixed. */
    @ParameterizedTest
    @CsvSource({"calibrated, 900, 0, Calibrated, 0", "seems, 490, 1.2, Suspected, 0", "breaks, 900, 1.2, Drifted, 3"})
    void evidence_ofAFileAndOverHttp_isTheSame(String model, int rows, double shift, String verdict, int exit)
            throws Exception {
        Random random = new Random(61);
        StringBuilder file = new StringBuilder("score,outcome,t\n");
        StringBuilder predictions = new StringBuilder("id,score,predictedAt\n");
        StringBuilder outcomes = new StringBuilder("predictionId,actual,observedAt\n");
        for (int i = 0; i < rows; i++) {
            double score = 0.02 + 0.96 * random.nextDouble();
            double z = Logistic.logit(score) + (i < RIGHT ? 0 : shift);
            int y = random.nextDouble() < Logistic.sigmoid(z) ? 1 : 0;
            Instant at = Instant.parse("2023-01-01T00:00:00Z").plus(Duration.ofDays(i));
            file.append(score + "," + y + "," + at + "\n");
            predictions.append("r" + i + "," + score + "," + at + "\n");
            outcomes.append("r" + i + "," + y + "," + at + "\n");
        }
        send("PUT", model, "application/json", "{\"maturityDelay\": \"P0D\", \"promotion\": \"manual\"}");
        send("POST", model + "/predictions", "text/csv", predictions.toString());
        send("POST", model + "/outcomes", "text/csv", outcomes.toString());
        JsonNode served = send("POST", model + "/audits", "application/json", "{\"from\": null}");

        CommandRun run = CommandRun.of(
                "audit", Files.writeString(folder.resolve(model + ".csv"), file), "--time", "t", "--json");
        assertThat(run.code()).as(run.err()).isEqualTo(exit);
        JsonNode ofFile = Json.read(run.out());
        for (JsonNode report : List.of(served, ofFile)) {
            assertThat(report.required("verdict").stringValue()).isEqualTo(verdict);
            assertThat(report.required("matureSamples").intValue()).isEqualTo(rows);
        }
        assertThat(served.required("diagnosis")).isEqualTo(ofFile.required("diagnosis"));
        assertThat(served.required("evidence").propertyNames())
                .isEqualTo(ofFile.required("evidence").propertyNames());
        for (String name : List.of("eValue", "logEValue", "maxEValue", "detector", "suspicion")) {
            double expected = ofFile.at("/evidence/" + name).doubleValue();
            assertThat(served.at("/evidence/" + name).doubleValue())
                    .as(name)
                    .isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
        }
        for (int end = 0; end < 2; end++) {
            assertThat(served.at("/evidence/biasInterval/" + end).doubleValue())
                    .isCloseTo(ofFile.at("/evidence/biasInterval/" + end).doubleValue(), within(1e-9));
        }
    }
}

package dev.plumbline.server;

import static dev.plumbline.server.TestServer.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Section 1, "Models": which model the three endpoints act on. */
class ContractModelsTest {
    @TempDir
    Path data;

    private TestServer server(Map<String, String> changes) {
        Path training = data.resolve("training.json");
        ContractTraining.write(training, 91);
        Map<String, String> environment = new java.util.HashMap<>(changes);
        environment.put("PLUMBLINE_TRAINING_DATA", training.toString());
        return TestServer.start(data, environment);
    }

    @Test
    void unknownModel_isNotFound_onAllThree_andNothingRuns() {
        try (TestServer server = server(Map.of())) {
            for (String path : ContractAuthTest.PATHS) {
                Answer answer = server.cron(path + (path.contains("?") ? "&" : "?") + "model=nobody.1");
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.body()).isEqualTo("{\"error\":\"Unknown model: nobody.1\"}");
                assertThat(answer.header("Content-Type")).startsWith("application/json");
            }
            assertThat(server.get("/runs").json().get("items").isEmpty()).isTrue();
            assertThat(server.get("/models/nobody.1").status()).isEqualTo(404);
        }
    }

    @Test
    void defaultModel_existsOnAFreshServer_onThePercentScale() {
        try (TestServer server = server(Map.of())) {
            assertThat(server.cron("/api/cron/calibration-audit")
                            .json()
                            .get("status")
                            .asString())
                    .isEqualTo("skipped");
            assertThat(server.cron("/api/admin/calibration-report")
                            .json()
                            .get("totalSamples")
                            .asInt())
                    .isZero();
            JsonNode model = server.get("/models/default").json();
            assertThat(model.get("scoreScale").asString()).isEqualTo("percent");
            assertThat(model.get("outcomeScale").asString()).isEqualTo("percent");

            StringBuilder predictions = new StringBuilder();
            StringBuilder outcomes = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                predictions.append("{\"id\":\"p" + i + "\",\"score\":75}\n");
                outcomes.append("{\"predictionId\":\"p" + i + "\",\"actual\":25}\n");
            }
            assertThat(server.predictions("default", predictions.toString()).status())
                    .isEqualTo(200);
            assertThat(server.outcomes("default", outcomes.toString()).status()).isEqualTo(200);
            JsonNode audit = server.cron("/api/cron/calibration-audit").json();
            assertThat(audit.get("model").asString()).isEqualTo("default");
            assertThat(audit.get("ece").asDouble()).isEqualTo(0.5);
        }
    }

    @Test
    void withoutAName_allThreeActOnTheDefaultModel_withOneOnThatModel() {
        try (TestServer server = server(Map.of("PLUMBLINE_MODEL_DEFAULT", "main"))) {
            assertThat(server.get("/models/default").status()).isEqualTo(404);
            assertThat(server.get("/models/main").json().get("scoreScale").asString())
                    .isEqualTo("percent");
            server.put("/models/main", "{\"scoreScale\":\"unit\"}");
            Streams.send(server, "main", Streams.equal("p", 0.5, 20, 60, START));
            Streams.send(server, "second", Streams.equal("p", 0.5, 20, 70, START));

            assertThat(server.cron("/api/cron/calibration-audit")
                            .json()
                            .get("totalSamples")
                            .asInt())
                    .isEqualTo(60);
            assertThat(server.cron("/api/cron/calibration-audit?model=second")
                            .json()
                            .get("totalSamples")
                            .asInt())
                    .isEqualTo(70);
            assertThat(server.cron("/api/admin/calibration-report")
                            .json()
                            .get("totalSamples")
                            .asInt())
                    .isEqualTo(60);
            assertThat(server.cron("/api/admin/calibration-report?model=second")
                            .json()
                            .get("totalSamples")
                            .asInt())
                    .isEqualTo(70);
            assertThat(server.cron("/api/cron/retrain-ml")
                            .json()
                            .get("outcomeCount")
                            .asInt())
                    .isEqualTo(60);
            assertThat(server.cron("/api/cron/retrain-ml?model=second")
                            .json()
                            .get("outcomeCount")
                            .asInt())
                    .isEqualTo(70);
            assertThat(server.get("/runs?model=main").json().get("items").size())
                    .isEqualTo(2);
            assertThat(server.get("/runs?model=second").json().get("items").size())
                    .isEqualTo(2);
        }
    }
}

package dev.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.plumbline.server.ContractLog.Started;
import dev.plumbline.server.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Section 1, {@code GET /api/cron/retrain-ml}, points 2, 4 and 5: sources that cannot be used, failures, restarts. */
class ContractRetrainFailureTest {
    private static final String CRON_LOG = "dev.plumbline.server.cron.CronJobs";
    private static final String PROBE = "{\"features\":{\"x\":3,\"y\":-3}}";

    @TempDir
    Path data;

    private TestServer server(Path training) {
        return TestServer.start(data, Map.of("PLUMBLINE_TRAINING_DATA", training.toString()));
    }

    private static String failed(TestServer server) {
        try (ContractLog log = ContractLog.of(CRON_LOG)) {
            Answer answer = server.cron("/api/cron/retrain-ml");
            assertThat(answer.status()).as(answer.body()).isEqualTo(500);
            assertThat(answer.json().propertyNames()).containsExactly("status", "error");
            assertThat(answer.json().get("status").asString()).isEqualTo("failed");
            assertThat(answer.json().get("error").asString()).startsWith("Training failed: ");
            assertThat(log.messages(Level.ERROR)).hasSize(1).allMatch(line -> line.startsWith("[retrain-ml]"));
            return answer.json().get("error").asString().substring("Training failed: ".length());
        }
    }

    @Test
    void missingSource_isAWarningAtStart_andAFailureWhenCalled_untilItIsThere() {
        Path training = data.resolve("not-yet.json");
        Started started = ContractLog.starting(() -> server(training));
        try (TestServer server = started.server()) {
            assertThat(started.printed().lines())
                    .anyMatch(line ->
                            line.contains("WARN") && line.contains("training.data") && line.contains("not-yet.json"));
            assertThat(failed(server)).contains("not found", "not-yet.json");
            assertThat(server.get("/runs?job=retrain")
                            .json()
                            .get("items")
                            .get(0)
                            .get("status")
                            .asString())
                    .isEqualTo("failed");

            ContractTraining.write(training, 121);
            assertThat(server.cron("/api/cron/retrain-ml").json().get("status").asString())
                    .isEqualTo("completed");
        }
        Started again = ContractLog.starting(() -> server(training));
        try (TestServer server = again.server()) {
            assertThat(again.printed()).doesNotContain("training.data");
            assertThat(server.get("/runs?job=retrain").json().get("items").size())
                    .isEqualTo(2);
        }
    }

    /** Each message names the place in the data and what stands there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[[1,2],[3],[5,6],[7,8]] | [1,2,1,2] | trainSet.features row 1 has 1 values, expected 2",
                "[[1,2],[3,4],[5,6],[7,8]] | [4,4,4,4] | only the class 4",
                "[[1,2],[3,4],[5,6],[7,8]] | [1,\"good\",1,2] | trainSet.labels[1] must be a whole number of at least 0, got \"good\"",
                "[[1,2],[3,4],[5,6],[7,8]] | [1,2.5,1,2] | trainSet.labels[1] must be a whole number of at least 0, got 2.5",
                "[[1,2],[3,4]] | [1,2] | trainSet has 2 rows, fewer than the 3 classes [1, 2, 3]",
                "[[1,2],[3,4],[5,6],[7,8]] | [1,2,1] | trainSet has 4 rows of features but 3 labels",
                "[[1,2],[3,1e999],[5,6],[7,8]] | [1,2,1,2] | trainSet.features[1][1] must be a finite number, got 1e999",
                "[[1,2],[3,\"x\"],[5,6],[7,8]] | [1,2,1,2] | trainSet.features[1][1] must be a finite number, got \"x\"",
                "[] | [] | trainSet has no rows"
            })
    void badData_isAFailureThatNamesPlaceAndValue(String features, String labels, String message) {
        Path training = data.resolve("bad.json");
        ContractTraining.write(
                training,
                "{\"featureNames\":[\"x\",\"y\"],\"trainSet\":{\"features\":" + features + ",\"labels\":" + labels
                        + "},\"testSet\":{\"features\":[[1,2],[2,3],[3,4]],\"labels\":[1,2,3]}}");
        try (TestServer server = server(training)) {
            assertThat(failed(server)).contains(message);

            ContractTraining.write(training, "{\"featureNames\":[\"x\"],");
            assertThat(failed(server)).contains("bad.json is not JSON");
        }
    }

    @Test
    void afterAFailure_theModelThatServedGoesOnServing() {
        Path training = data.resolve("training.json");
        ContractTraining.write(training, 122);
        try (TestServer server = server(training)) {
            server.cron("/api/cron/retrain-ml");
            JsonNode before = server.post("/models/default/predict", PROBE).json();
            assertThat(before.get("probabilities").get("1").asDouble()).isGreaterThan(0.5);

            ContractTraining.write(training, "{}");
            assertThat(failed(server)).contains("featureNames is missing");
            assertThat(server.post("/models/default/predict", PROBE).json()).isEqualTo(before);

            // and when the database fails at the last step, with data that would have been learnt
            ContractTraining.write(training, 123);
            ContractDatabase.without(data, "training_runs", () -> failed(server));
            assertThat(server.post("/models/default/predict", PROBE).json()).isEqualTo(before);
            assertThat(server.get("/models/default/training-runs")
                            .json()
                            .get("items")
                            .size())
                    .isEqualTo(1);

            JsonNode next = server.cron("/api/cron/retrain-ml").json();
            assertThat(next.get("modelVersion").asString())
                    .as("the failed run left no version behind")
                    .isEqualTo("2");
        }
    }

    @Test
    void again_onTheSameData_isHarmless() {
        Path training = data.resolve("training.json");
        ContractTraining.write(training, 125);
        try (TestServer server = server(training)) {
            JsonNode first = server.cron("/api/cron/retrain-ml").json();
            JsonNode second = server.cron("/api/cron/retrain-ml").json();

            assertThat(first.get("promotion").get("decision").asString()).isEqualTo("Promoted");
            assertThat(second.get("promotion").get("decision").asString()).isEqualTo("Kept");
            assertThat(second.get("modelVersion")).isEqualTo(first.get("modelVersion"));
            assertThat(second.get("testAccuracy")).isEqualTo(first.get("testAccuracy"));
        }
    }

    @Test
    void trainedModel_isInTheDatabase_withItsProvenance() throws IOException {
        Path training = data.resolve("training.json");
        ContractTraining.write(training, 124);
        Map<String, String> source = Map.of("PLUMBLINE_TRAINING_DATA", training.toString());
        Path first = data.resolve("first");
        Path moved = data.resolve("moved");
        JsonNode before;
        JsonNode answer;
        try (TestServer server = TestServer.start(first, source)) {
            answer = server.cron("/api/cron/retrain-ml").json();
            before = server.post("/models/default/predict", PROBE).json();
        }
        Files.delete(training);
        Files.createDirectories(moved);
        Files.move(first.resolve("plumbline.db"), moved.resolve("plumbline.db"));
        try (TestServer server = TestServer.start(moved, source)) {
            assertThat(server.post("/models/default/predict", PROBE).json()).isEqualTo(before);
            JsonNode run = server.get("/models/default/training-runs")
                    .json()
                    .get("items")
                    .get(0);
            assertThat(run).isEqualTo(answer);
            JsonNode provenance = run.get("provenance");
            assertThat(provenance.get("source").asString()).isEqualTo("training.json");
            assertThat(provenance.get("sha256").asString()).matches("[0-9a-f]{64}");
            assertThat(provenance.get("trainRows").asInt()).isEqualTo(90);
            assertThat(provenance.get("libraryVersion").asString()).isNotEmpty();
        }
    }
}

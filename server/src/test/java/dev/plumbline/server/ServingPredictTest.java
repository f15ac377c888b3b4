package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.badField;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.monitor.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Class probabilities from the trained model in force. */
class ServingPredictTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Path training = folder.resolve("training.json");
        ObjectNode document = Json.object();
        document.putArray("featureNames").add("size").add("noise");
        rows(document.putObject("trainSet"), 200);
        rows(document.putObject("testSet"), 40);
        Files.writeString(training, document.toString());
        server = TestServer.start(folder.resolve("data"), Map.of("PLUMBLINE_TRAINING_DATA", training.toString()));
        server.put("/models/untrained", "{}");
        server.put("/models/trained", "{}");
        ok(server.cron("/api/cron/retrain-ml?model=trained"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Five classes that follow the size, hardly the noise; a fixed pattern, nothing random. */
    private static void rows(ObjectNode set, int count) {
        var features = set.putArray("features");
        var labels = set.putArray("labels");
        for (int i = 0; i < count; i++) {
            int label = i % 5 + 1;
            features.addArray().add(label + (i * 7 % 11 - 5) / 6.0).add(i * 13 % 17);
            labels.add(label);
        }
    }

    private static JsonNode predict(String body) {
        return ok(server.post("/models/trained/predict", body));
    }

    @Test
    void oneAnswersAnObjectManyAnArray() {
        JsonNode one = predict("{\"features\": {\"size\": 3, \"noise\": 8, \"unknown\": \"ignored\"}}");
        JsonNode probabilities = one.required("probabilities");
        assertThat(probabilities.propertyNames()).containsExactly("1", "2", "3", "4", "5");
        double[] midpoints = {12.5, 35, 55, 72.5, 90};
        double sum = 0;
        double score = 0;
        for (int k = 0; k < 5; k++) {
            double p = probabilities.required(String.valueOf(k + 1)).doubleValue();
            assertThat(p).isBetween(0.0, 1.0);
            sum += p;
            score += p * midpoints[k];
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(one.required("score").doubleValue()).isCloseTo(score, within(1e-12));
        assertThat(probabilities.required("3").doubleValue()).isGreaterThan(0.3);
        assertThat(one.required("modelVersion").stringValue()).isNotBlank();

        JsonNode many =
                predict("[{\"features\": {\"size\": 3, \"noise\": 8}}, {\"features\": {\"size\": 5, \"noise\": 0}}]");
        assertThat(many.size()).isEqualTo(2);
        assertThat(many.get(0)).isEqualTo(one);
        assertThat(many.get(1).required("score").doubleValue()).isGreaterThan(score);
        assertThat(predict("[]").size()).isZero();
    }

    @Test
    void featuresThatAreMissingOrNoNumbersAreAllNamed() {
        String missing = detail("{\"features\": {}}");
        assertThat(missing).contains("feature size is missing", "feature noise is missing");
        assertThat(detail("{\"features\": {\"size\": \"big\", \"noise\": null}}"))
                .contains("size must be a finite number, got", "big", "noise must be a finite number, got null");
        assertThat(detail("{\"features\": {\"size\": 1e400, \"noise\": 1}}")).contains("size must be a finite number");
        assertThat(detail("{\"features\": {\"size\": 1" + "0".repeat(400) + ", \"noise\": {\"a\": [1]}}}"))
                .contains("size must be a finite number", "noise must be a finite number, got {\"a\":[1]}");
        assertThat(detail("[{\"features\": {\"size\": 1, \"noise\": 1}}, {\"features\": {\"size\": 1}}]"))
                .contains("[1]", "feature noise is missing");
    }

    private static String detail(String body) {
        return problem(server.post("/models/trained/predict", body), 400)
                .required("detail")
                .stringValue();
    }

    @Test
    void badBodiesAreNamed() {
        String path = "/models/trained/predict";
        badFeatures("{\"size\": 3}", "features");
        badFeatures("{\"features\": [1, 2]}", "features");
        badFeatures("[{\"features\": {\"size\": 1, \"noise\": 1}}, 7]", "[1].features");
        badFeatures("", "features");
        badFeatures("null", "features");
        badFeatures("[{\"other\": {\"features\": {\"size\": 1, \"noise\": 1}}}]", "[0].features");
        String good = "{\"features\": {\"size\": 1, \"noise\": 1}}";
        badField(server.post(path, good + good), "body", "one JSON value", "START_OBJECT");
        badField(server.post(path, "[" + (good + ",").repeat(100_000) + good + "]"), "body", "at most 100000", "more");
        assertThat(detail("{\"features\": {\"size\": 1, \"size\": 2, \"noise\": 1}}"))
                .contains("Duplicate");
        assertThat(detail("[" + good + ",")).contains("line 1, column");
        assertThat(problem(server.post(path, "{\"features\""), 400)
                        .required("detail")
                        .stringValue())
                .contains("line 1, column");
    }

    private static void badFeatures(String body, String field) {
        JsonNode json = problem(server.post("/models/trained/predict", body), 400);
        assertThat(json.required("field").stringValue()).isEqualTo(field);
        assertThat(json.required("allowed").stringValue()).contains("object of numbers");
    }

    @Test
    void withoutATrainedModelThereIsNothingToPredictWith() {
        String body = "{\"features\": {\"size\": 1, \"noise\": 1}}";
        assertThat(problem(server.post("/models/untrained/predict", body), 404)
                        .required("detail")
                        .stringValue())
                .contains("No trained model", "retrain-ml?model=untrained");
        problem(server.post("/models/nobody/predict", body), 404);
    }

    @Test
    void declaredMidpointsMakeTheScore() {
        ok(server.put("/models/trained", "{\"tierMidpoints\": [0, 0, 0, 0, 100]}"));
        JsonNode answer = predict("{\"features\": {\"size\": 4, \"noise\": 8}}");
        assertThat(answer.required("score").doubleValue())
                .isCloseTo(100 * answer.required("probabilities").required("5").doubleValue(), within(1e-9));
        ok(server.put("/models/trained", "{\"tierMidpoints\": []}"));
    }

    @Test
    void trainingRunsAreListed() {
        JsonNode list = ok(server.get("/models/trained/training-runs"));
        assertThat(list.required("items").size()).isEqualTo(1);
        badField(server.get("/models/trained/training-runs?limit=0"), "limit", "[1, 500]", "0");
    }
}

package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.badField;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Trained models over HTTP: states, promotion and rollback by a person, export, import. Seeds 91 and 92. */
class TrainedModelsTest {
    private static final String MODELS = "/models/default/trained-models";
    private static final String PROBE = "{\"features\":{\"x\":3,\"y\":-3}}";

    @TempDir
    Path data;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(
                data,
                Map.of("PLUMBLINE_TRAINING_DATA", data.resolve("training.json").toString()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode trained(long seed) {
        ContractTraining.write(data.resolve("training.json"), seed);
        return ok(server.cron("/api/cron/retrain-ml"));
    }

    private static String change(int expected) {
        return "{\"expectedVersion\":" + expected + ",\"reason\":\"looked at it\"}";
    }

    private String serving() {
        return ok(server.post("/models/default/predict", PROBE))
                .get("modelVersion")
                .asString();
    }

    private String states() {
        StringBuilder states = new StringBuilder();
        ok(server.get(MODELS))
                .get("items")
                .forEach(item -> states.append(item.get("modelVersion").asString())
                        .append(' ')
                        .append(item.get("state").asString())
                        .append(' '));
        return states.toString().strip();
    }

    /** Two models of two draws of the same truth: neither is shown better than the other. */
    @Test
    void promotionAndRollback_takeEffectForTheNextPrediction_alsoAfterARestart() {
        assertThat(trained(91).get("promotion").get("decision").asString()).isEqualTo("Promoted");
        JsonNode second = trained(92);
        assertThat(second.get("promotion").get("decision").asString())
                .as(second.get("promotion").toString())
                .isEqualTo("Kept");
        assertThat(second.get("promotion").get("evidence").doubleValue()).isLessThan(20);
        assertThat(states()).isEqualTo("2 candidate 1 serving");
        assertThat(serving()).isEqualTo("1");

        assertThat(problem(server.post(MODELS + "/2/promote", change(0)), 409)
                        .get("detail")
                        .asString())
                .isEqualTo("Trained model version 1 serves model default, expected was none");
        problem(server.post(MODELS + "/7/promote", change(1)), 404);
        problem(server.post(MODELS + "/rollback", change(1)), 409);
        badField(server.post(MODELS + "/2/promote", "{\"reason\":\"r\"}"), "expectedVersion", "0 or more", "nothing");
        badField(server.post(MODELS + "/2/promote", "{\"expectedVersion\":1}"), "reason", "1 to 1000", "null");
        assertThat(serving()).isEqualTo("1");

        JsonNode promotion = ok(server.post(MODELS + "/2/promote", change(1)));
        assertThat(promotion.get("from").asString()).isEqualTo("1");
        assertThat(promotion.get("to").asString()).isEqualTo("2");
        assertThat(promotion.get("kind").asString()).isEqualTo("promoted");
        assertThat(promotion.get("by").asString()).isEqualTo("admin");
        assertThat(promotion.get("evidence").isNull()).isTrue();
        assertThat(serving()).isEqualTo("2");
        assertThat(states()).isEqualTo("2 serving 1 retired");
        server.close();
        start();
        assertThat(serving()).isEqualTo("2");

        problem(server.post(MODELS + "/rollback", change(1)), 409);
        assertThat(ok(server.post(MODELS + "/rollback", change(2))).get("kind").asString())
                .isEqualTo("rolledBack");
        assertThat(serving()).isEqualTo("1");
        assertThat(trained(92).get("promotion").get("reason").asString())
                .startsWith("training gave a version that was rolled back");

        JsonNode moves = ok(server.get(MODELS + "/promotions")).get("items");
        assertThat(moves.size()).isEqualTo(3);
        assertThat(moves.get(2).get("from").isNull()).isTrue();
        assertThat(moves.get(2).get("by").asString()).isEqualTo("gate");
        assertThat(moves.get(2).get("evidence").get("evidence").doubleValue()).isGreaterThan(20);
        assertThat(ok(server.get(MODELS + "/promotions?limit=1")).get("next").asLong())
                .isEqualTo(moves.get(0).get("id").asLong());
    }

    @Test
    void list_hasProvenanceMetricsAndWhatTheModelLeansOn() {
        JsonNode answer = trained(91);
        JsonNode item = ok(server.get(MODELS)).get("items").get(0);
        assertThat(item.propertyNames())
                .containsExactly("modelVersion", "state", "trainedAt", "provenance", "training");
        assertThat(item.get("training")).isEqualTo(answer);
        assertThat(item.get("provenance")).isEqualTo(answer.get("provenance"));
        JsonNode training = item.get("training");
        assertThat(training.get("testAccuracyInterval").size()).isEqualTo(2);
        assertThat(training.get("logLossInterval").size()).isEqualTo(2);
        assertThat(training.get("perClass").get(0).propertyNames()).contains("precision", "recall");
        assertThat(training.get("importance").size()).isEqualTo(2);
    }

    @Test
    void export_isImportedElsewhere_toTheByte_andPredictsTheSame() {
        trained(91);
        JsonNode here = ok(server.post("/models/default/predict", PROBE));
        String portable = server.get(MODELS + "/1").body();
        assertThat(Json.read(portable).get("format").asString()).isEqualTo("plumbline-model");
        problem(server.get(MODELS + "/2"), 404);

        server.put("/models/other", "{}");
        String others = "/models/other/trained-models";
        var imported = server.post(others, portable);
        assertThat(imported.status()).isEqualTo(201);
        assertThat(imported.json().get("modelVersion").asString()).isEqualTo("1");
        assertThat(imported.json().get("state").asString()).isEqualTo("candidate");
        assertThat(imported.json().get("provenance").get("source").asString()).isEqualTo("import");
        assertThat(imported.json().get("training").isNull()).isTrue();
        assertThat(server.get(others + "/1").body()).isEqualTo(portable);
        assertThat(server.post(others, portable).json().get("modelVersion").asString())
                .as("the same model is the same version")
                .isEqualTo("1");
        problem(server.post("/models/other/predict", PROBE), 404);

        ok(server.post(others + "/1/promote", change(0)));
        JsonNode there = ok(server.post("/models/other/predict", PROBE));
        assertThat(there).isEqualTo(here);
        problem(server.get("/models/other/skew"), 404);
    }

    @Test
    void import_ofWhatIsNoSoundModel_namesWhatIsWrong() {
        trained(91);
        ObjectNode damaged = (ObjectNode) Json.read(server.get(MODELS + "/1").body());
        ((ObjectNode) damaged.at("/golden/0/probabilities")).put("1", 0.123);
        assertThat(problem(server.post(MODELS, damaged.toString()), 400)
                        .get("detail")
                        .asString())
                .contains("reproduces its golden rows", "the model does not reproduce its golden row 0");
        damaged.remove("golden");
        assertThat(problem(server.post(MODELS, damaged.toString()), 400)
                        .get("detail")
                        .asString())
                .contains("golden");
        assertThat(problem(server.post(MODELS, "{\"format\":\"other\"}"), 400)
                        .get("detail")
                        .asString())
                .contains("the model's format must be plumbline-model, got other");
        badField(server.post(MODELS, "[]"), "body", "a JSON object", "[]");
        assertThat(states()).isEqualTo("1 serving");
    }

    /** Predictions carry the version that made their score: each version has evidence and a calibrator of its own. */
    @Test
    void versionOfARecordedPrediction_startsItsOwnCalibration() {
        server.put("/models/default", "{\"promotion\":\"always\"}");
        String first = trained(91).get("modelVersion").asString();
        StringBuilder predictions = new StringBuilder();
        StringBuilder outcomes = new StringBuilder();
        IntStream.range(0, 200).forEach(i -> {
            predictions
                    .append(Json.object()
                            .put("id", "p" + i)
                            .put("score", 20 + 60 * (i % 2))
                            .put("version", first))
                    .append('\n');
            outcomes.append(Json.object().put("predictionId", "p" + i).put("actual", i % 10 < 7 ? 100 : 0))
                    .append('\n');
        });
        HttpKit.counts(server.predictions("default", predictions.toString()), 200, 0, 0, 0, 0);
        HttpKit.counts(server.outcomes("default", outcomes.toString()), 200, 0, 0, 0, 0);
        ok(server.cron("/api/cron/calibration-audit"));
        assertThat(ok(server.get("/models/default/calibrator?version=" + first))
                        .get("calibratorVersion")
                        .asInt())
                .isEqualTo(1);

        String second = trained(92).get("modelVersion").asString();
        assertThat(second).isNotEqualTo(first);
        assertThat(serving()).isEqualTo(second);
        assertThat(ok(server.get("/models/default/calibrator?version=" + second))
                        .get("calibratorVersion")
                        .asInt())
                .as("nothing is known of the new version yet")
                .isZero();
    }
}

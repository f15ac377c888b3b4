package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.problem;
import static dev.plumbline.server.TestServer.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.monitor.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A version that is not in force beside the one that is, on what was recorded; over HTTP. Seeds 5, 91 and 92. */
class ShadowTest {
    private static final String MODELS = "/models/default/trained-models";
    private static final Instant LATER = START.plus(Duration.ofDays(10));

    private record Asked(String id, ObjectNode features, int label) {}

    @TempDir
    Path data;

    private final SplittableRandom random = new SplittableRandom(5);
    private TestServer server;

    @BeforeEach
    void start() {
        Path file = data.resolve("training.json");
        server = TestServer.start(data, Map.of("PLUMBLINE_TRAINING_DATA", file.toString()));
        ContractTraining.write(file, 91);
        ok(server.cron("/api/cron/retrain-ml"));
        ContractTraining.write(file, 92);
        ok(server.cron("/api/cron/retrain-ml"));
        server.turnClock(LATER);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Predictions of the three classes of the training file, with their features, and what came of them an hour later. */
    private List<Asked> record(String prefix, int count, Instant at) {
        List<Asked> asked = new ArrayList<>();
        StringBuilder predictions = new StringBuilder();
        StringBuilder outcomes = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int label = 1 + i % 3;
            ObjectNode features = Json.object()
                    .put("x", 3 * label + random.nextGaussian())
                    .put("y", random.nextGaussian() - 3 * label);
            asked.add(new Asked(prefix + i, features, label));
            ObjectNode row =
                    Json.object().put("id", prefix + i).put("score", 50).put("predictedAt", at.toString());
            predictions.append(row.set("features", features)).append('\n');
            outcomes.append(Json.object()
                            .put("predictionId", prefix + i)
                            .put("class", label)
                            .put("observedAt", at.plus(Duration.ofHours(1)).toString()))
                    .append('\n');
        }
        assertThat(server.predictions("default", predictions.toString()).status())
                .isEqualTo(200);
        assertThat(server.outcomes("default", outcomes.toString()).status()).isEqualTo(200);
        return asked;
    }

    private JsonNode shadow(int version) {
        return ok(server.get(MODELS + "/" + version + "/shadow"));
    }

    /** What the version in force answers to what was asked. */
    private double logLoss(List<Asked> asked) {
        double sum = 0;
        for (Asked each : asked) {
            JsonNode answer = ok(server.post(
                    "/models/default/predict",
                    Json.object().set("features", each.features()).toString()));
            sum -= Math.log(answer.get("probabilities")
                    .get(String.valueOf(each.label()))
                    .doubleValue());
        }
        return sum / asked.size();
    }

    @Test
    void shadow_isWhatPredictWouldHaveAnswered_bothWays() {
        record("before", 9, START.minus(Duration.ofDays(1)));
        assertThat(shadow(2).get("rows").asInt())
                .as("made before there was either")
                .isZero();
        assertThat(shadow(2).get("evidence").isNull()).isTrue();

        List<Asked> asked = record("p", 60, LATER.minus(Duration.ofDays(1)));
        JsonNode report = shadow(2);
        assertThat(report.get("modelVersion").asString()).isEqualTo("2");
        assertThat(report.get("servingVersion").asString()).isEqualTo("1");
        assertThat(report.get("since").asString()).isEqualTo(START.toString());
        assertThat(report.get("rows").asInt()).isEqualTo(60);
        assertThat(report.get("leftOut").asInt()).isZero();
        double first = logLoss(asked);
        assertThat(report.get("servingLogLoss").doubleValue()).isCloseTo(first, within(1e-12));

        ok(server.post(MODELS + "/2/promote", "{\"expectedVersion\":1,\"reason\":\"to see\"}"));
        double second = logLoss(asked);
        assertThat(second).as("two models").isNotCloseTo(first, within(1e-6));
        assertThat(report.get("logLoss").doubleValue()).isCloseTo(second, within(1e-12));
        assertThat(report.get("logLossGain").doubleValue()).isCloseTo(first - second, within(1e-12));
        assertThat(report.get("interval").get(0).doubleValue()).isLessThan(first - second);
        assertThat(report.get("interval").get(1).doubleValue()).isGreaterThan(first - second);
        // one block bets from its start: E = (e^G + g_60 e^G)/2, where g_60 is below 1
        double plain = Math.exp(60 * (first - second)) / 2;
        assertThat(report.get("evidence").doubleValue()).isBetween(plain, 2 * plain);

        JsonNode back = shadow(1);
        assertThat(back.get("logLossGain").doubleValue()).isCloseTo(second - first, within(1e-12));
        assertThat(back.get("explanation").asString())
                .contains(
                        "version 1 would have had a log loss ",
                        first < second ? " lower than version 2" : " higher than version 2");
    }

    @Test
    void predictionsThatAreGone_orCannotBeTaken_doNotCount() {
        record("p", 30, LATER.minus(Duration.ofDays(1)));
        assertThat(server.delete("/models/default/predictions/p7").status()).isEqualTo(204);
        assertThat(shadow(2).get("rows").asInt()).isEqualTo(29);
        server.predictions(
                "default",
                "{\"id\":\"half\",\"score\":5,\"features\":{\"x\":1}}\n"
                        + "{\"id\":\"none\",\"score\":5}\n"
                        + "{\"id\":\"open\",\"score\":5,\"features\":{\"x\":1,\"y\":1}}\n"
                        + "{\"id\":\"class\",\"score\":5,\"features\":{\"x\":1,\"y\":1}}\n");
        server.outcomes(
                "default",
                "{\"predictionId\":\"half\",\"class\":\"1\"}\n{\"predictionId\":\"none\",\"class\":\"1\"}\n"
                        + "{\"predictionId\":\"class\",\"class\":\"9\"}\n");
        JsonNode report = shadow(2);
        assertThat(report.get("rows").asInt()).isEqualTo(29);
        assertThat(report.get("leftOut").asInt()).isEqualTo(2);

        server.turnClock(LATER.plus(Duration.ofDays(5)));
        ok(server.post("/models/default/purge", "{\"olderThan\":\"P1D\"}"));
        assertThat(shadow(2).get("rows").asInt()).isZero();
    }

    @Test
    void withoutTwoVersions_thereIsNoShadow() {
        assertThat(problem(server.get(MODELS + "/1/shadow"), 409).get("detail").asString())
                .isEqualTo("Trained model version 1 serves model default: only another one can be its shadow");
        problem(server.get(MODELS + "/3/shadow"), 404);
        problem(server.get("/models/nobody/trained-models/1/shadow"), 404);
        server.put("/models/other", "{}");
        String portable = server.get(MODELS + "/1").body();
        assertThat(server.post("/models/other/trained-models", portable).status())
                .isEqualTo(201);
        assertThat(problem(server.get("/models/other/trained-models/1/shadow"), 404)
                        .get("detail")
                        .asString())
                .isEqualTo("No trained model is in force for model other: nothing to compare with");
    }
}

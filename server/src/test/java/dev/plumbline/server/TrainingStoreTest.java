package dev.plumbline.server;

import static dev.plumbline.server.TestServer.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.Json;
import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Training from the features that predictions were recorded with, over HTTP. Seed 77. */
class TrainingStoreTest {
    private static final List<String> COUNTRIES = List.of("at", "de", "se");
    private static final String SCHEMA = "{\"features\":[{\"name\":\"country\",\"type\":\"category\"}]}";

    @TempDir
    Path data;

    private final SplittableRandom random = new SplittableRandom(77);
    private TestServer server;

    @BeforeEach
    void start() {
        Path schema = data.resolve("schema.json");
        ContractTraining.write(schema, SCHEMA);
        server = TestServer.start(
                data,
                Map.of(
                        "PLUMBLINE_TRAINING_DATA",
                        "store",
                        "PLUMBLINE_TRAINING_SCHEMA",
                        schema.toString(),
                        "PLUMBLINE_SCHEDULE_LOOK",
                        "0 30 5 * * *"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Three classes: a high age makes 3 likely, se makes 1 likelier. Some ages are missing. */
    private void record(String model, String prefix, int count, Instant first, double older, boolean outcomes) {
        StringBuilder predictions = new StringBuilder();
        StringBuilder observed = new StringBuilder();
        for (int i = 0; i < count; i++) {
            double age = 40 + older + 10 * random.nextGaussian();
            String country = COUNTRIES.get(random.nextInt(3));
            double z = (age - 40) / 8 - (country.equals("se") ? 1 : 0) + Math.log(1 / random.nextDouble() - 1);
            Instant at = first.plus(Duration.ofMinutes(i));
            ObjectNode row =
                    Json.object().put("id", prefix + i).put("score", 0.5).put("predictedAt", at.toString());
            ObjectNode features =
                    row.putObject("features").put("country", country).put("paid", random.nextInt(2) == 0);
            if (random.nextInt(10) > 0) {
                features.put("age", age);
            }
            predictions.append(row).append('\n');
            observed.append(Json.object()
                            .put("predictionId", prefix + i)
                            .put("class", z > 1 ? "3" : z > -1 ? "2" : "1")
                            .put("observedAt", at.plus(Duration.ofHours(5)).toString()))
                    .append('\n');
        }
        assertThat(server.predictions(model, predictions.toString()).status()).isEqualTo(200);
        if (outcomes) {
            assertThat(server.outcomes(model, observed.toString()).status()).isEqualTo(200);
        }
    }

    private JsonNode retrained(String model) {
        return HttpKit.ok(server.cron("/api/cron/retrain-ml?model=" + model));
    }

    private List<JsonNode> alerts() {
        return StreamSupport.stream(server.get("/alerts").json().get("items").spliterator(), false)
                .filter(alert -> alert.get("type").asString().equals("dev.plumbline.skew.found"))
                .toList();
    }

    @Test
    void loggedFeatures_areLearntInTheOrderOfTime_andAChangeIsFlaggedOnce() {
        server.put("/models/m", "{\"scoreScale\":\"unit\"}");
        record("m", "a", 2_000, START.minus(Duration.ofDays(3)), 0, true);
        JsonNode answer = retrained("m");

        assertThat(answer.get("promotion").get("decision").asString()).isEqualTo("Promoted");
        assertThat(answer.get("classes").toString()).isEqualTo("[1,2,3]");
        assertThat(answer.get("leakage").get("suspected").asBoolean()).isFalse();
        JsonNode provenance = answer.get("provenance");
        assertThat(provenance.get("source").asString()).isEqualTo("the store's features of model m");
        assertThat(notes(answer)).contains("2000 predictions were recorded after their outcome was observed");
        assertThat(provenance.get("featureNames").toString()).isEqualTo("[\"age\",\"country\",\"paid\"]");
        assertThat(provenance.get("preparation").get("split").get("by").asString())
                .isEqualTo("time");
        assertThat(provenance.get("testRows").asInt()).isEqualTo(400);
        assertThat(answer.get("logLoss").asDouble())
                .isLessThan(answer.get("baseRateLogLoss").asDouble() - 0.1);
        JsonNode skew = answer.get("skew");
        assertThat(skew.get("found").asBoolean()).as(skew.toString()).isFalse();
        assertThat(skew.get("rows").asInt()).isEqualTo(2_000);
        assertThat(skew.get("modelVersion").asString()).isEqualTo("1");
        assertThat(alerts()).isEmpty();

        // the same people at first, then much older ones
        Instant later = START.plus(Duration.ofDays(10));
        server.turnClock(later);
        record("m", "b", 500, later.minus(Duration.ofHours(20)), 0, false);
        assertThat(HttpKit.ok(server.get("/models/m/skew")).get("found").asBoolean())
                .isFalse();

        Instant after = START.plus(Duration.ofDays(20));
        server.turnClock(after);
        record("m", "c", 500, after.minus(Duration.ofHours(20)), 15, false);
        JsonNode report = HttpKit.ok(server.get("/models/m/skew"));
        assertThat(report.get("found").asBoolean()).isTrue();
        assertThat(StreamSupport.stream(report.get("features").spliterator(), false)
                        .filter(feature -> feature.get("flagged").asBoolean())
                        .map(feature -> feature.get("name").asString()))
                .containsExactlyInAnyOrder("age", "score");
        assertThat(report.get("explanation").asString())
                .contains("has changed since training", "age (stability index ");

        retrained("m");
        retrained("m");
        assertThat(alerts()).hasSize(1);
        assertThat(alerts().get(0).get("subject").asString()).isEqualTo("m");
        assertThat(alerts().get(0).get("data").get("status").asString()).isEqualTo("firing");
        assertThat(alerts().get(0)
                        .get("data")
                        .get("features")
                        .get(0)
                        .get("name")
                        .asString())
                .isEqualTo("age");

        Instant end = START.plus(Duration.ofDays(40));
        server.turnClock(end);
        record("m", "d", 500, end.minus(Duration.ofHours(20)), 0, false);
        retrained("m");
        assertThat(alerts()).hasSize(2);
        assertThat(alerts().get(0).get("data").get("status").asString()).isEqualTo("resolved");
    }

    /** What is sent after the outcome is known says what the outcome says: it is not learnt from. */
    @Test
    void leak_cannotBeExpressed() {
        server.put("/models/m", "{\"scoreScale\":\"unit\"}");
        record("m", "a", 600, START.minus(Duration.ofDays(3)), 0, true);
        StringBuilder outcomes = new StringBuilder();
        StringBuilder predictions = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            int label = 1 + random.nextInt(3);
            outcomes.append(Json.object()
                            .put("predictionId", "late" + i)
                            .put("class", label)
                            .put("observedAt", START.minus(Duration.ofDays(1)).toString()))
                    .append('\n');
            ObjectNode row = Json.object().put("id", "late" + i).put("score", 0.5);
            // one that says that it was made in time, and one that does not
            row.put(
                    "predictedAt",
                    START.minus(Duration.ofDays(i % 2 == 0 ? 2 : 0)).toString());
            row.putObject("features").put("age", 1_000 * label);
            predictions.append(row).append('\n');
        }
        server.outcomes("m", outcomes.toString());
        server.turnClock(START.plusSeconds(60));
        HttpKit.counts(server.predictions("m", predictions.toString()), 600, 0, 0, 0, 0);
        JsonNode answer = retrained("m");

        assertThat(answer.get("provenance").get("trainRows").asInt()
                        + answer.get("provenance").get("testRows").asInt())
                .isEqualTo(600);
        assertThat(answer.get("leakage").get("suspected").asBoolean()).isFalse();
        assertThat(answer.get("provenance").get("preparation").get("notes").toString())
                .contains("600 outcomes were known before their prediction was made or recorded: left out");

        // features are those that came with the prediction: they cannot be sent again with more in them
        Answer again =
                server.predictions("m", "{\"id\":\"a0\",\"score\":0.5,\"features\":{\"age\":30,\"outcome\":3}}\n");
        assertThat(again.status()).isEqualTo(409);
    }

    @Test
    void values_fallIntoTheTiersOfTheContract() {
        StringBuilder predictions = new StringBuilder();
        StringBuilder outcomes = new StringBuilder();
        double[] actuals = {0, 24, 25, 44, 45, 64, 65, 79, 80, 100};
        for (int i = 0; i < 200; i++) {
            double actual = actuals[i % 10];
            predictions.append("{\"id\":\"p" + i + "\",\"score\":50,\"features\":{\"x\":"
                    + (actual + 20 * random.nextGaussian()) + "}}\n");
            outcomes.append("{\"predictionId\":\"p" + i + "\",\"actual\":" + actual + "}\n");
        }
        server.predictions("default", predictions.toString());
        server.outcomes("default", outcomes.toString());
        JsonNode answer = retrained("default");

        assertThat(answer.get("classes").toString()).isEqualTo("[1,2,3,4,5]");
        // all of one moment: no time parts them, so a fifth of each class is tested on
        assertThat(answer.get("provenance")
                        .get("preparation")
                        .get("split")
                        .get("by")
                        .asString())
                .isEqualTo("stratified");
        for (JsonNode row : answer.get("confusionMatrix")) {
            int rows = 0;
            for (JsonNode count : row) {
                rows += count.asInt();
            }
            assertThat(rows).isEqualTo(8);
        }
        assertThat(answer.get("provenance").get("preparation").get("notes").toString())
                .contains("no prediction was recorded with country, which the schema declares");
    }

    /** Words for classes: labels are their places, and answers call them by their names. */
    @Test
    void declaredWords_nameTheClasses() {
        server.put("/models/m", "{\"scoreScale\":\"unit\",\"classes\":[\"low\",\"high\"]}");
        StringBuilder predictions = new StringBuilder();
        StringBuilder outcomes = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            predictions.append("{\"id\":\"p" + i + "\",\"score\":0.5,\"features\":{\"x\":"
                    + (i % 2 * 3 + random.nextGaussian()) + "}}\n");
            // half of them by their value: the upper half of the scale is the upper class
            outcomes.append(
                    i % 4 < 2
                            ? "{\"predictionId\":\"p" + i + "\",\"class\":\"" + (i % 2 == 0 ? "low" : "high") + "\"}\n"
                            : "{\"predictionId\":\"p" + i + "\",\"actual\":" + (i % 2 == 0 ? 0.49 : 0.5) + "}\n");
        }
        server.predictions("m", predictions.toString());
        server.outcomes("m", outcomes.toString());
        JsonNode answer = retrained("m");

        assertThat(answer.get("classes").toString()).isEqualTo("[1,2]");
        assertThat(answer.get("provenance").get("trainRows").asInt()).isEqualTo(160);
        JsonNode served = HttpKit.ok(server.post("/models/m/predict", "{\"features\":{\"x\":3}}"));
        assertThat(served.get("probabilities").propertyNames()).containsExactly("low", "high");
        assertThat(served.get("probabilities").get("high").asDouble()).isGreaterThan(0.6);
    }

    /** Not every model of a server logs features: that is no failure, week after week. */
    @Test
    void modelWithoutLoggedFeatures_isSkipped_andItsRunIsCompleted() {
        server.put("/models/m", "{\"scoreScale\":\"unit\"}");
        server.predictions("m", "{\"id\":\"p\",\"score\":0.5}\n");
        server.outcomes("m", "{\"predictionId\":\"p\",\"class\":\"1\"}\n");
        JsonNode answer = retrained("m");
        assertThat(answer.get("status").asString()).isEqualTo("skipped");
        assertThat(answer.get("reason").asString()).isEqualTo("No prediction of model m was recorded with features");
        assertThat(answer.get("outcomeCount").asInt()).isEqualTo(1);
        JsonNode run =
                HttpKit.ok(server.get("/runs?job=retrain&model=m")).get("items").get(0);
        assertThat(run.get("status").asString()).isEqualTo("completed");

        // another model's features are not its own
        server.predictions("other", "{\"id\":\"p\",\"score\":0.5,\"features\":{\"age\":3}}\n");
        assertThat(retrained("m").get("status").asString()).isEqualTo("skipped");
        assertThat(failed("other")).contains("0 outcomes were looked at");
    }

    @Test
    void nothingToLearnFrom_orWhatCannotBeLearnt_failsInWords() {
        server.put("/models/m", "{\"scoreScale\":\"unit\"}");
        server.predictions("m", "{\"id\":\"young\",\"score\":0.5,\"features\":{\"age\":3}}\n");
        assertThat(failed("m"))
                .isEqualTo(
                        "the store's features of model m has no prediction with features and an outcome to learn from:"
                                + " 0 outcomes were looked at, 0 of predictions without features, 0 that were known before their"
                                + " prediction");

        record("m", "a", 300, START.minus(Duration.ofDays(3)), 0, true);
        JsonNode first = retrained("m");
        server.predictions("m", "{\"id\":\"bad\",\"score\":0.5,\"features\":{\"age\":\"old\",\"country\":\"de\"}}\n");
        server.outcomes("m", "{\"predictionId\":\"bad\",\"class\":\"1\"}\n");
        assertThat(notes(retrained("m")))
                .contains(
                        "1 pairs that cannot be used (the first: prediction \"bad\", feature age: got old; a number without"
                                + " quotes; texts are read where a schema declares a category): left out");
        server.delete("/models/m/predictions/bad");
        server.predictions("m", "{\"id\":\"far\",\"score\":0.5,\"features\":{\"age\":1e308,\"country\":\"de\"}}\n");
        server.outcomes("m", "{\"predictionId\":\"far\",\"class\":\"1\"}\n");
        assertThat(notes(retrained("m")))
                .contains(
                        "the first: prediction \"far\", feature age: got 1.0E308; a number between -1.0E100 and 1.0E100");
        server.delete("/models/m/predictions/far");
        server.predictions("m", "{\"id\":\"worse\",\"score\":0.5,\"features\":{\"age\":3,\"country\":\"de\"}}\n");
        server.outcomes("m", "{\"predictionId\":\"worse\",\"class\":\"high\"}\n");
        assertThat(notes(retrained("m")))
                .contains("prediction \"worse\", class high is none of the whole numbers from 0 on");

        JsonNode served = HttpKit.ok(
                server.post("/models/m/predict", "{\"features\":{\"age\":44,\"country\":\"de\",\"paid\":true}}"));
        assertThat(served.get("modelVersion").asString())
                .isEqualTo(first.get("modelVersion").asString());
    }

    private static String notes(JsonNode answer) {
        return answer.at("/provenance/preparation/notes").toString().replace("\\\"", "\"");
    }

    private String failed(String model) {
        Answer answer = server.cron("/api/cron/retrain-ml?model=" + model);
        assertThat(answer.status()).as(answer.body()).isEqualTo(500);
        String error = answer.json().get("error").asString();
        assertThat(error).startsWith("Training failed: ");
        return error.substring("Training failed: ".length());
    }

    @Test
    void skew_noTrainedModel_isA404() {
        server.put("/models/m", "{}");
        HttpKit.problem(server.get("/models/m/skew"), 404);
    }
}

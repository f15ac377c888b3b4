package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.audit;
import static dev.plumbline.server.HttpKit.badField;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.pairsThatAreTooHigh;
import static dev.plumbline.server.HttpKit.prediction;
import static dev.plumbline.server.HttpKit.problem;
import static dev.plumbline.server.HttpKit.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Scores in, probabilities out; with an id the prediction is recorded by the same call. */
class ServingCalibrateTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
        server.put("/models/plain", "{}");
        server.put("/models/percent", "{\"scoreScale\": \"percent\"}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode calibrate(String model, String body) {
        return ok(server.post("/models/" + model + "/calibrate", body));
    }

    /** A model with 200 pairs, whose fit a person then puts in force; what was fitted. */
    private static JsonNode fitted(String model) {
        server.put("/models/" + model, "{\"promotion\": \"manual\"}");
        pairsThatAreTooHigh(server, model, "p", 20, "");
        return audit(server, model, "{}").required("plattParams");
    }

    private static void promote(String model) {
        ok(server.post(
                "/models/" + model + "/calibrators/1/promote", "{\"expectedVersion\": 0, \"reason\": \"test\"}"));
    }

    private static double platt(JsonNode parameters, double score) {
        return 1
                / (1
                        + Math.exp(parameters.required("a").doubleValue() * score
                                + parameters.required("b").doubleValue()));
    }

    @Test
    void withoutId_otherFieldsAreIgnoredAloud() {
        assertThat(calibrate("plain", "{\"score\": 0.3, \"version\": \"1\"}").has("warnings"))
                .isFalse();
        assertThat(calibrate("plain", "{\"score\": 0.3, \"predictedAt\": \"2026-01-01\", \"group\": \"g\"}")
                        .required("warnings")
                        .toString())
                .isEqualTo("[\"without id nothing is recorded: group, predictedAt was ignored\"]");
    }

    @Test
    void identityWhenNothingIsInForce() {
        JsonNode one = calibrate("plain", "{\"score\": 0.3}");
        assertThat(one.required("probability").doubleValue()).isEqualTo(0.3);
        assertThat(one.required("calibratorVersion").intValue()).isZero();
        assertThat(one.required("interval").isNull()).isTrue();
        assertThat(one.has("probabilities")).isFalse();
        assertThat(calibrate("percent", "{\"score\": 72}")
                        .required("probability")
                        .doubleValue())
                .isEqualTo(0.72);
        JsonNode edges = calibrate("plain", "{\"scores\": [0, 1, -0.0, 5e-324]}");
        assertThat(edges.required("probabilities").toString()).isEqualTo("[0.0,1.0,0.0,4.9E-324]");
        assertThat(calibrate("plain", "{\"scores\": []}")
                        .required("probabilities")
                        .toString())
                .isEqualTo("[]");
    }

    @Test
    void whatIsInForceIsAppliedExactlyFromTheNextRequestOn() {
        JsonNode parameters = fitted("exact");
        assertThat(calibrate("exact", "{\"score\": 0.8}")
                        .required("probability")
                        .doubleValue())
                .isEqualTo(0.8);
        promote("exact");
        JsonNode answer = calibrate("exact", "{\"scores\": [0, 0.25, 0.8, 1]}");
        assertThat(answer.required("calibratorVersion").intValue()).isEqualTo(1);
        double[] scores = {0, 0.25, 0.8, 1};
        for (int i = 0; i < scores.length; i++) {
            assertThat(answer.required("probabilities").get(i).doubleValue()).isEqualTo(platt(parameters, scores[i]));
        }
        // Fitted on version 1's scores: those of another version stay as they are.
        JsonNode other = calibrate("exact", "{\"score\": 0.8, \"version\": \"2\"}");
        assertThat(other.required("probability").doubleValue()).isEqualTo(0.8);
        assertThat(other.required("calibratorVersion").intValue()).isZero();
        assertThat(calibrate("exact", "{\"score\": 0.8, \"version\": \"1\"}")
                        .required("probability")
                        .doubleValue())
                .isEqualTo(platt(parameters, 0.8));
    }

    @Test
    void aCallWithAnIdRecordsWhatItAnswers() {
        JsonNode parameters = fitted("record");
        String call = "{\"id\": \"r1\", \"score\": 0.8, \"weight\": 2, \"group\": \"g\","
                + " \"segments\": {\"k\": \"v\"}, \"features\": {\"x\": 1}}";
        Answer first = server.post("/models/record/calibrate", call);
        assertThat(ok(first).required("probability").doubleValue()).isEqualTo(0.8);
        promote("record");

        // Sent again after a promotion: what was answered the first time, for that is what was used.
        assertThat(server.post("/models/record/calibrate", call).body()).isEqualTo(first.body());
        assertThat(calibrate("record", "{\"id\": \"r1\", \"score\": 0.8}")).isEqualTo(first.json());
        JsonNode fresh = calibrate("record", "{\"id\": \"r2\", \"score\": 0.8}");
        assertThat(fresh.required("probability").doubleValue()).isEqualTo(platt(parameters, 0.8));
        assertThat(fresh.required("calibratorVersion").intValue()).isEqualTo(1);

        JsonNode old = stored(server, "record", "r1");
        assertThat(old.required("probability").doubleValue()).isEqualTo(0.8);
        assertThat(old.required("calibratorVersion").intValue()).isZero();
        assertThat(old.required("weight").doubleValue()).isEqualTo(2);
        assertThat(old.required("segments").required("k").stringValue()).isEqualTo("v");
        assertThat(old.required("features").required("x").intValue()).isEqualTo(1);
        assertThat(stored(server, "record", "r2").required("calibratorVersion").intValue())
                .isEqualTo(1);

        for (String other :
                new String[] {"\"score\": 0.81", "\"score\": 0.8, \"weight\": 3", "\"score\": 0.8, \"version\": \"2\""
                }) {
            JsonNode conflict =
                    problem(server.post("/models/record/calibrate", "{\"id\": \"r1\", " + other + "}"), 409);
            assertThat(conflict.required("field").stringValue()).isIn("score", "weight", "version");
            assertThat(conflict.required("value").stringValue()).isIn("0.81", "3.0", "2");
        }
        assertThat(calibrate("record", "{\"id\": \"r1\", \"score\": 0.8}")).isEqualTo(first.json());
    }

    /** Issued by the service itself or recorded as issued by a client: one and the same. */
    @Test
    void aPredictionThatWasRecordedBeforeIsAnsweredAsRecorded() {
        server.predictions("before", "{\"id\": \"a\", \"score\": 0.8, \"probability\": 0.6, \"calibratorVersion\": 4}");
        JsonNode answer = calibrate("before", "{\"id\": \"a\", \"score\": 0.8}");
        assertThat(answer.required("probability").doubleValue()).isEqualTo(0.6);
        assertThat(answer.required("calibratorVersion").intValue()).isEqualTo(4);
        server.predictions("before", prediction("b", 0.7));
        assertThat(calibrate("before", "{\"id\": \"b\", \"score\": 0.7}")
                        .required("probability")
                        .doubleValue())
                .isEqualTo(0.7);
    }

    @Test
    void anUnknownModelIsDeclaredByACallThatRecordsAndByNoOther() {
        JsonNode missing = problem(server.post("/models/nobody/calibrate", "{\"score\": 0.5}"), 404);
        assertThat(missing.required("detail").stringValue()).isEqualTo("Unknown model: nobody");
        problem(server.post("/models/nobody/calibrate", "{\"id\": \"a\", \"score\": 1.5}"), 400);
        problem(server.get("/models/nobody"), 404);
        assertThat(calibrate("nobody", "{\"id\": \"a\", \"score\": 0.5}")
                        .required("probability")
                        .doubleValue())
                .isEqualTo(0.5);
        ok(server.get("/models/nobody"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'score': 1.5}                     | score     | [0, 1]       | 1.5",
                "{'score': -0.1}                    | score     | [0, 1]       | -0.1",
                "{'score': 1e400}                   | score     | [0, 1]       | ",
                "{'score': '0.5'}                   | score     | [0, 1]       | 0.5",
                "{'score': null}                    | score     | [0, 1]       | null",
                "{'scores': [0.5, 2, 0.5]}          | scores[1] | [0, 1]       | 2",
                "{'scores': [0.5, null]}            | scores[1] | [0, 1]       | null",
                "{'scores': 0.5}                    | scores    | array        | ",
                "{}                                 | score     | required     | ",
                "{'score': 0.5, 'scores': [0.5]}    | score     | together with scores | ",
                "{'score': 0.5, 'version': 2}       | version   | text         | 2",
                "{'id': 'a'}                        | score     | required     | ",
                "{'id': 7, 'score': 0.5}            | id        | text         | 7",
                "{'id': 'a', 'score': 1.5}          | score     | [0, 1]       | 1.5",
                "{'id': 'a', 'score': 0.5, 'probability': 0.4} | probability | must not be sent | 0.4",
                "{'id': 'a', 'score': 0.5, 'weight': -1} | weight | [0, 1e9]     | -1",
                "[0.5]                              | body      | JSON object  | [0.5]",
                "0.5                                | body      | JSON object  | 0.5",
            })
    void badCallsNameFieldAllowedAndValue(String body, String field, String allowed, String value) {
        JsonNode json = problem(server.post("/models/plain/calibrate", body.replace('\'', '"')), 400);
        assertThat(json.required("field").stringValue()).isEqualTo(field);
        assertThat(json.required("allowed").stringValue()).contains(allowed);
        if (value != null) {
            assertThat(json.required("value").asString()).contains(value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"score\": 0.5",
                "{\"score\": 0.5}}",
                "{\"score\": 0.5, \"score\": 0.6}",
                "score=0.5",
                "{\"score\": NaN}"
            })
    void malformedBodiesNameThePlace(String body) {
        JsonNode json = problem(server.post("/models/plain/calibrate", body), 400);
        assertThat(json.required("detail").stringValue()).contains("line 1, column");
    }

    @Test
    void anEmptyBodyIsSaidToBeMissing() {
        badField(server.post("/models/plain/calibrate", ""), "body", "JSON object", "nothing");
        String many = "{\"scores\": [" + "0.5,".repeat(100_000) + "0.5]}";
        badField(server.post("/models/plain/calibrate", many), "scores", "100000", "");
    }
}

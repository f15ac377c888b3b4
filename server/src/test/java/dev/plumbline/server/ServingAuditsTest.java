package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.audit;
import static dev.plumbline.server.HttpKit.badField;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.outcome;
import static dev.plumbline.server.HttpKit.pairsThatAreTooHigh;
import static dev.plumbline.server.HttpKit.prediction;
import static dev.plumbline.server.HttpKit.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Audits on demand and their records. */
class ServingAuditsTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A pair whose outcome was observed at that time. */
    private static void pair(String model, String id, String observedAt, String version) {
        server.predictions(
                model,
                "{\"id\": \"" + id + "\", \"score\": 0.5, \"version\": \"" + version
                        + "\", \"predictedAt\": \"2025-01-01T00:00:00Z\"}");
        server.outcomes(
                model, "{\"predictionId\": \"" + id + "\", \"actual\": 1, \"observedAt\": \"" + observedAt + "\"}");
    }

    private static int samples(String model, String body) {
        return audit(server, model, body).required("totalSamples").intValue();
    }

    @Test
    void theRecordIsTheAnswerToTheByte() {
        server.put("/models/bytes", "{}");
        pairsThatAreTooHigh(server, "bytes", "p", 10, "");
        Answer answer = server.post("/models/bytes/audits", "{}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        JsonNode json = answer.json();
        long id = json.required("auditId").longValue();
        assertThat(server.get("/models/bytes/audits/" + id).body()).isEqualTo(answer.body());
        JsonNode listed =
                ok(server.get("/models/bytes/audits")).required("items").get(0);
        assertThat(listed).isEqualTo(json);
        assertThat(json.propertyNames())
                .contains("auditId", "auditedAt", "promotion", "restates", "model", "window", "plattParams", "verdict");
        assertThat(json.required("auditedAt").stringValue()).isEqualTo(TestServer.START.toString());
        JsonNode runs = ok(server.get("/runs?model=bytes"));
        assertThat(runs.required("items").get(0).required("status").stringValue())
                .isEqualTo("completed");
        // An id belongs to its model.
        server.put("/models/bytes2", "{}");
        problem(server.get("/models/bytes2/audits/" + id), 404);
        problem(server.get("/models/bytes/audits/" + (id + 1_000)), 404);
        problem(server.post("/models/nobody/audits", "{}"), 404);
    }

    @Test
    void anEmptyBodyIsTheLast90Days() {
        pair("window", "in", "2026-03-03T12:00:00Z", "1");
        pair("window", "out", "2026-03-03T11:59:59.999999Z", "1");
        JsonNode record = audit(server, "window", "");
        assertThat(record.required("totalSamples").intValue()).isEqualTo(1);
        assertThat(record.required("window").toString())
                .isEqualTo("{\"from\":\"2026-03-03T12:00:00Z\",\"to\":\"2026-06-01T12:00:00Z\"}");
        assertThat(samples("window", "{}")).isEqualTo(1);
        JsonNode all = audit(server, "window", "{\"from\": null}");
        assertThat(all.required("totalSamples").intValue()).isEqualTo(2);
        assertThat(all.required("window").required("from").isNull()).isTrue();
    }

    @Test
    void fromAndToAreHalfOpen() {
        pair("ends", "a", "2026-05-01T00:00:00Z", "1");
        pair("ends", "b", "2026-05-02T00:00:00Z", "1");
        pair("ends", "c", "2026-05-02T10:20:30.123456Z", "2");
        String from = "{\"from\": \"2026-05-01T00:00:00Z\", \"to\": ";
        assertThat(samples("ends", from + "\"2026-05-02T00:00:00Z\"}")).isEqualTo(1);
        assertThat(samples("ends", from + "\"2026-05-02T00:00:00.000001Z\"}")).isEqualTo(2);
        assertThat(samples("ends", from + "\"2026-05-02T10:20:30.123456Z\"}")).isEqualTo(2);
        assertThat(samples("ends", from + "\"2026-05-02T10:20:30.123457Z\"}")).isEqualTo(3);
        assertThat(samples("ends", from + "\"2026-05-01T00:00:00Z\"}")).isZero();
        assertThat(samples("ends", "{\"from\": \"2026-05-01T00:00:00.000001Z\"}"))
                .isEqualTo(2);
        assertThat(samples("ends", "{\"from\": null, \"to\": \"2026-05-02\"}")).isEqualTo(1);
        assertThat(samples("ends", "{\"from\": null, \"version\": \"2\"}")).isEqualTo(1);
        assertThat(samples("ends", "{\"from\": null, \"version\": \"3\"}")).isZero();
    }

    @Test
    void withoutRefitNothingIsFittedAndNothingPromoted() {
        server.put("/models/look", "{\"promotion\": \"always\"}");
        pairsThatAreTooHigh(server, "look", "p", 10, "");
        JsonNode record = audit(server, "look", "{\"refit\": false}");
        assertThat(record.required("plattRefitted").booleanValue()).isFalse();
        assertThat(record.required("plattParams").isNull()).isTrue();
        assertThat(record.required("promotion").required("decision").stringValue())
                .isEqualTo("Kept");
        assertThat(ok(server.get("/models/look/calibrators")).required("items").size())
                .isZero();
        assertThat(audit(server, "look", "{\"refit\": true}")
                        .required("promotion")
                        .required("decision")
                        .stringValue())
                .isEqualTo("Promoted");
    }

    /** A call too many is harmless: the same fit is the same version, and what serves already is not promoted again. */
    @Test
    void theSameAuditTwiceMakesOneVersion() {
        server.put("/models/again", "{\"promotion\": \"always\"}");
        pairsThatAreTooHigh(server, "again", "p", 10, "");
        JsonNode first = audit(server, "again", "{}");
        JsonNode second = audit(server, "again", "{}");
        assertThat(second.required("plattParams")).isEqualTo(first.required("plattParams"));
        assertThat(second.required("promotion").required("decision").stringValue())
                .isEqualTo("Kept");
        assertThat(second.required("plattInForce").booleanValue()).isTrue();
        assertThat(ok(server.get("/models/again/calibrators")).required("items").size())
                .isEqualTo(1);
        assertThat(ok(server.get("/models/again/promotions")).required("items").size())
                .isEqualTo(1);
        assertThat(ok(server.get("/models/again/audits")).required("items").size())
                .isEqualTo(2);
    }

    @Test
    void fewPairsAreReportedWithoutAFit() {
        server.predictions("few", prediction("a", 0.5));
        server.outcomes("few", outcome("a", 1));
        JsonNode record = audit(server, "few", "{}");
        assertThat(record.required("totalSamples").intValue()).isEqualTo(1);
        assertThat(record.required("verdict").stringValue()).isEqualTo("NotEnoughData");
        assertThat(record.required("plattParams").isNull()).isTrue();
        server.put("/models/none", "{}");
        JsonNode empty = audit(server, "none", "{}");
        assertThat(empty.required("ece").doubleValue()).isZero();
        assertThat(empty.toString()).doesNotContain("NaN");
    }

    @Test
    void pairsWithoutAnyWeightAreReportedWithoutAFit() {
        server.put("/models/weightless", "{}");
        pairsThatAreTooHigh(server, "weightless", "p", 10, ",\"weight\":0");
        JsonNode record = audit(server, "weightless", "{}");
        assertThat(record.required("totalSamples").intValue()).isEqualTo(100);
        assertThat(record.required("plattParams").isNull()).isTrue();
        assertThat(record.at("/promotion/reason").stringValue()).contains("with a weight are needed");
    }

    @Test
    void badBodiesAreNamed() {
        server.put("/models/bad", "{}");
        String path = "/models/bad/audits";
        badField(
                server.post(path, "{\"from\": \"2026-05-02T00:00:00Z\", \"to\": \"2026-05-01T00:00:00Z\"}"),
                "from",
                "not after to",
                "2026-05-02");
        badField(server.post(path, "{\"from\": \"soon\"}"), "from", "ISO 8601", "soon");
        badField(server.post(path, "{\"to\": 20260501}"), "to", "ISO 8601", "20260501");
        badField(server.post(path, "{\"from\": \"10000-01-01T00:00:00Z\"}"), "from", "9999", "10000");
        badField(server.post(path, "{\"refit\": \"no\"}"), "refit", "true or false", "no");
        badField(server.post(path, "{\"version\": 2}"), "version", "text", "2");
        badField(server.post(path, "{\"days\": 30}"), "body", "from, refit, to, version", "days");
        badField(server.post(path, "[]"), "body", "JSON object", "[]");
        problem(server.post(path, "{\"from\""), 400);
        // An audit from tomorrow on would end before it begins.
        badField(server.post(path, "{\"from\": \"2027-01-01T00:00:00Z\"}"), "from", "not after to", "2027");
        assertThat(ok(server.get(path)).required("items").size()).isZero();
    }
}

package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.audit;
import static dev.plumbline.server.HttpKit.badField;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.pairsThatAreTooHigh;
import static dev.plumbline.server.HttpKit.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Calibrator versions: fetched with an ETag, promoted and rolled back against an expected version. */
class ServingCalibratorsTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A model whose calibrator versions a person promotes. */
    private static void fitted(String model, int versions) {
        server.put("/models/" + model, "{\"promotion\": \"manual\"}");
        for (int version = 1; version <= versions; version++) {
            pairsThatAreTooHigh(server, model, "v" + version + "-", 10 + version, "");
            assertThat(audit(server, model, "{}")
                            .required("promotion")
                            .required("to")
                            .intValue())
                    .isEqualTo(version);
        }
    }

    private static Answer promote(String model, int version, int expected) {
        return server.post(
                "/models/" + model + "/calibrators/" + version + "/promote",
                "{\"expectedVersion\": " + expected + ", \"reason\": \"to " + version + "\"}");
    }

    private static Answer rollback(String model, int expected) {
        return server.post(
                "/models/" + model + "/calibrators/rollback",
                "{\"expectedVersion\": " + expected + ", \"reason\": \"back from " + expected + "\"}");
    }

    private static int serving(String model) {
        return ok(server.post("/models/" + model + "/calibrate", "{\"score\": 0.5}"))
                .required("calibratorVersion")
                .intValue();
    }

    private static Answer calibrator(String model, String ifNoneMatch) {
        return server.send(server.request("/api/v1/models/" + model + "/calibrator", TestServer.INGEST)
                .header("If-None-Match", ifNoneMatch)
                .build());
    }

    @Test
    void theParametersCarryTheirVersionAsETag() {
        fitted("etag", 1);
        Answer identity = server.get("/models/etag/calibrator");
        assertThat(identity.header("ETag")).isEqualTo("\"0\"");
        assertThat(ok(identity).required("method").stringValue()).isEqualTo("identity");
        for (String known : List.of("\"0\"", "W/\"0\"", "\"9\", \"0\"", "\"9\",W/\"0\" , \"7\"", "*")) {
            Answer unchanged = calibrator("etag", known);
            assertThat(unchanged.status()).as(known).isEqualTo(304);
            assertThat(unchanged.header("ETag")).isEqualTo("\"0\"");
            assertThat(unchanged.body()).isEmpty();
        }
        for (String known : List.of("\"1\"", "0", "\"00\"", "\"9\", W/\"1\"", "\"\"")) {
            assertThat(calibrator("etag", known).status()).as(known).isEqualTo(200);
        }
        ok(promote("etag", 1, 0));
        Answer changed = calibrator("etag", "\"0\"");
        assertThat(changed.header("ETag")).isEqualTo("\"1\"");
        JsonNode json = ok(changed);
        assertThat(json.required("calibratorVersion").intValue()).isEqualTo(1);
        assertThat(json.required("modelVersion").stringValue()).isEqualTo("1");
        assertThat(json.required("method").stringValue()).isEqualTo("platt");
        assertThat(json.required("parameters"))
                .isEqualTo(ok(server.get("/models/etag/calibrators/1")).required("parameters"));
        Answer other = server.get("/models/etag/calibrator?version=2");
        assertThat(other.header("ETag")).isEqualTo("\"0\"");
        assertThat(ok(other).required("modelVersion").stringValue()).isEqualTo("2");
        problem(server.get("/models/nobody/calibrator"), 404);
    }

    @Test
    void promotionsAndRollbacksMoveThePointerAndAreListed() {
        fitted("moves", 2);
        JsonNode promotion = ok(promote("moves", 1, 0));
        assertThat(promotion.required("from").intValue()).isZero();
        assertThat(promotion.required("to").intValue()).isEqualTo(1);
        assertThat(promotion.required("kind").stringValue()).isEqualTo("promoted");
        assertThat(promotion.required("by").stringValue()).isEqualTo("admin");
        assertThat(promotion.required("reason").stringValue()).isEqualTo("to 1");
        assertThat(Instant.parse(promotion.required("at").stringValue())).isAfterOrEqualTo(TestServer.START);
        assertThat(serving("moves")).isEqualTo(1);
        ok(promote("moves", 2, 1));
        assertThat(serving("moves")).isEqualTo(2);

        JsonNode stale = problem(rollback("moves", 1), 409);
        assertThat(stale.required("detail").stringValue()).contains("version 2 serves", "expected was 1");
        assertThat(ok(rollback("moves", 2)).required("to").intValue()).isEqualTo(1);
        assertThat(serving("moves")).isEqualTo(1);
        // Twice goes two promotions back, not to and fro.
        assertThat(ok(rollback("moves", 1)).required("to").intValue()).isZero();
        assertThat(serving("moves")).isZero();
        problem(rollback("moves", 0), 409);

        JsonNode list = ok(server.get("/models/moves/promotions"));
        assertThat(StreamSupport.stream(list.required("items").spliterator(), false)
                        .map(item -> item.required("kind").stringValue() + " "
                                + item.required("from").intValue() + " to "
                                + item.required("to").intValue() + ": "
                                + item.required("reason").stringValue()))
                .containsExactly(
                        "rolledBack 1 to 0: back from 1",
                        "rolledBack 2 to 1: back from 2",
                        "promoted 1 to 2: to 2",
                        "promoted 0 to 1: to 1");
        assertThat(list.required("next").isNull()).isTrue();
        assertThat(list.required("items").get(0).propertyNames())
                .contains("from", "to", "kind", "by", "at", "reason", "evidence");
    }

    @Test
    void aChangeAgainstAnythingElseThanExpectedIsRefused() {
        fitted("stale", 1);
        problem(promote("stale", 1, 7), 409);
        problem(promote("stale", 2, 0), 404);
        problem(promote("stale", 99, 0), 404);
        JsonNode nothing = problem(rollback("stale", 0), 409);
        assertThat(nothing.required("detail").stringValue()).contains("Nothing to roll back");
        problem(promote("nobody", 1, 0), 404);
        problem(rollback("nobody", 0), 404);
        assertThat(serving("stale")).isZero();
        assertThat(ok(server.get("/models/stale/promotions")).required("items").size())
                .isZero();

        String path = "/models/stale/calibrators/1/promote";
        badField(server.post(path, "{\"reason\": \"r\"}"), "expectedVersion", "whole number", "nothing");
        badField(server.post(path, "{\"expectedVersion\": \"0\", \"reason\": \"r\"}"), "expectedVersion", "whole", "0");
        badField(server.post(path, "{\"expectedVersion\": 0}"), "reason", "1 to 1000 characters", "null");
        badField(server.post(path, "{\"expectedVersion\": 0, \"reason\": \" \"}"), "reason", "characters", " ");
        badField(
                server.post(path, "{\"expectedVersion\": 0, \"reason\": \"r\", \"force\": true}"),
                "body",
                "expectedVersion, reason",
                "force");
        badField(server.post(path, ""), "body", "JSON object", "nothing");
        badField(
                server.post("/models/stale/calibrators/latest/promote", "{\"expectedVersion\": 0, \"reason\": \"r\"}"),
                "version",
                "whole number",
                "latest");
    }

    @Test
    void afterARollbackOnlyPairsRecordedSinceCount() {
        server.put("/models/since", "{\"promotion\": \"always\"}");
        pairsThatAreTooHigh(server, "since", "old", 10, "");
        assertThat(audit(server, "since", "{}")
                        .required("promotion")
                        .required("decision")
                        .stringValue())
                .isEqualTo("Promoted");
        Instant now = Instant.parse(ok(server.get("/clock")).required("now").stringValue());
        server.turnClock(now.plusSeconds(60));
        ok(rollback("since", 1));
        server.predictions("since", HttpKit.prediction("one more", 0.9));
        server.outcomes("since", HttpKit.outcome("one more", 0));
        JsonNode kept = audit(server, "since", "{}").required("promotion");
        assertThat(kept.required("decision").stringValue()).isEqualTo("Kept");
        assertThat(kept.required("reason").stringValue()).contains("only pairs recorded since count", "1 so far");
        assertThat(serving("since")).isZero();
        pairsThatAreTooHigh(server, "since", "new", 10, "");
        assertThat(audit(server, "since", "{}")
                        .required("promotion")
                        .required("decision")
                        .stringValue())
                .isEqualTo("Promoted");
    }

    @Test
    void listsArePagedNewestFirst() {
        fitted("pages", 3);
        for (int version = 1; version <= 3; version++) {
            ok(promote("pages", version, version - 1));
        }
        for (String list : List.of("calibrators", "promotions", "audits")) {
            JsonNode first = ok(server.get("/models/pages/" + list + "?limit=2"));
            assertThat(first.required("items").size()).as(list).isEqualTo(2);
            long next = first.required("next").longValue();
            JsonNode second = ok(server.get("/models/pages/" + list + "?limit=2&before=" + next));
            assertThat(second.required("items").size()).as(list).isEqualTo(1);
            assertThat(second.required("next").isNull()).isTrue();
            JsonNode all = ok(server.get("/models/pages/" + list));
            assertThat(all.required("items").get(2))
                    .isEqualTo(second.required("items").get(0));
            assertThat(ok(server.get("/models/pages/" + list + "?limit=3"))
                            .required("next")
                            .isNull())
                    .isTrue();
        }
        JsonNode newest = ok(server.get("/models/pages/calibrators?limit=1"))
                .required("items")
                .get(0);
        assertThat(newest.required("calibratorVersion").intValue()).isEqualTo(3);
        assertThat(newest).isEqualTo(ok(server.get("/models/pages/calibrators/3")));
        assertThat(newest.propertyNames())
                .contains("method", "parameters", "totalSamples", "logLossBefore", "logLossAfter", "provenance");
        problem(server.get("/models/pages/calibrators/4"), 404);
    }
}

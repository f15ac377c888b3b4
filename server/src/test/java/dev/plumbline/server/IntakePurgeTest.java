package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.badField;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Old rows go, their sums stay, and whoever speaks of a purged row learns when it went. */
class IntakePurgeTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** 40 pairs, two a day from noon on, the first 40 days before {@link TestServer#START}, each observed an hour later. */
    private static void fill(String model) {
        StringBuilder predictions = new StringBuilder();
        StringBuilder outcomes = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            var at = TestServer.START.minus(Duration.ofHours(12L * (80 - i)));
            predictions.append(
                    "{\"id\":\"p" + i + "\",\"score\":" + (i + 0.5) / 40 + ",\"predictedAt\":\"" + at + "\"}\n");
            outcomes.append("{\"predictionId\":\"p" + i + "\",\"actual\":" + i % 2 + ",\"observedAt\":\""
                    + at.plusSeconds(3_600) + "\"}\n");
        }
        predictions.append("{\"id\":\"open\",\"score\":0.5,\"predictedAt\":\"2026-04-01\"}\n");
        outcomes.append("{\"predictionId\":\"lost\",\"actual\":1,\"observedAt\":\"2026-04-01\"}\n");
        server.put("/models/" + model, "{\"scoreScale\":\"unit\"}");
        assertThat(ok(server.predictions(model, predictions.toString()))
                        .get("taken")
                        .intValue())
                .isEqualTo(41);
        assertThat(ok(server.outcomes(model, outcomes.toString())).get("taken").intValue())
                .isEqualTo(40);
    }

    private static JsonNode report(String model, String query) {
        return ok(server.get("/models/" + model + "/reports" + query));
    }

    @Test
    void purge_ofOldRows_leavesEveryReportAsItWas() {
        fill("kept");
        JsonNode before = report("kept", "");
        JsonNode purged = ok(server.post("/models/kept/purge", "{\"olderThan\":\"P30D\"}"));
        // 30 days before the noon of START, cut at midnight: the pairs p0 to p18 and the open one
        assertThat(purged.get("before").stringValue()).isEqualTo("2026-05-02T00:00:00Z");
        assertThat(purged.get("predictions").intValue()).isEqualTo(20);
        assertThat(purged.get("waitingOutcomes").intValue()).isEqualTo(1);
        JsonNode after = report("kept", "");
        for (String same : new String[] {"totalSamples", "ece", "brier", "logLoss", "bins", "auc", "versions", "raw"}) {
            assertThat(after.get(same)).as(same).isEqualTo(before.get(same));
        }
        assertThat(after.toString()).contains("rows from before 2026-05-02T00:00:00Z are purged");
        problem(server.get("/models/kept/predictions/p0"), 404);
        ok(server.get("/models/kept/predictions/p39"));
    }

    @Test
    void rowsAboutPurgedPredictions_areRefusedWithTheDate() {
        fill("refused");
        ok(server.post("/models/refused/purge", "{\"olderThan\":\"P30D\"}"));
        JsonNode before = report("refused", "");
        String date = "purged at " + TestServer.START;
        assertThat(problem(server.outcomes("refused", "{\"predictionId\":\"p0\",\"actual\":1}"), 409)
                        .toString())
                .contains(date)
                .contains("p0");
        assertThat(problem(server.predictions("refused", "{\"id\":\"p0\",\"score\":0.0125}"), 409)
                        .toString())
                .contains(date);
        assertThat(problem(server.delete("/models/refused/predictions/p0"), 409).toString())
                .contains(date);
        assertThat(problem(server.delete("/models/refused/outcomes/p0"), 409).toString())
                .contains(date);
        JsonNode mixed = ok(server.predictions(
                "refused",
                "{\"id\":\"p1\",\"score\":0.1}\n{\"id\":\"new\",\"score\":0.1}\n{\"id\":\"p39\",\"score\":0.1}"));
        assertThat(mixed.get("taken").intValue()).isEqualTo(1);
        assertThat(mixed.get("rejected").intValue()).isEqualTo(2);
        assertThat(mixed.get("errors").get(0).get("field").stringValue()).isEqualTo("id");
        assertThat(mixed.get("errors").get(1).get("field").stringValue()).isEqualTo("score");
        assertThat(report("refused", "").get("bins")).isEqualTo(before.get("bins"));
    }

    @Test
    void windowEdge_insideAPurgedDay_countsTheWholeDay() {
        fill("edge");
        String from = "?from=2026-04-23T12:30:00Z";
        assertThat(report("edge", from).get("totalSamples").intValue()).isEqualTo(38);
        ok(server.post("/models/edge/purge", "{\"olderThan\":\"P30D\"}"));
        JsonNode widened = report("edge", from);
        assertThat(widened.get("totalSamples").intValue()).isEqualTo(39);
        assertThat(widened.get("explanation").toString()).contains("days before that are counted whole");
        assertThat(report("edge", "?from=2026-05-10T12:30:00Z")
                        .get("explanation")
                        .toString())
                .doesNotContain("purged");
    }

    /** It is made from rows, so it says from when on they are gone. */
    @Test
    void reportOfASegment_overAPurgedTime_saysWhichPairsItLacks() {
        server.put("/models/segmented", "{\"scoreScale\":\"unit\",\"segments\":[\"shop\"]}");
        for (String day : new String[] {"2026-04-10", "2026-05-20"}) {
            String at = ",\"predictedAt\":\"" + day + "T08:00:00Z\",\"segments\":{\"shop\":\"s1\"}}";
            server.predictions("segmented", "{\"id\":\"" + day + "\",\"score\":0.4" + at);
            server.outcomes(
                    "segmented",
                    "{\"predictionId\":\"" + day + "\",\"actual\":1,\"observedAt\":\"" + day + "T09:00:00Z\"}");
        }
        JsonNode before = report("segmented", "?segment=shop:s1");
        assertThat(before.get("totalSamples").intValue()).isEqualTo(2);
        assertThat(before.path("explanation").toString()).doesNotContain("purged");
        ok(server.post("/models/segmented/purge", "{\"olderThan\":\"P30D\"}"));
        JsonNode after = report("segmented", "?segment=shop:s1");
        assertThat(after.get("totalSamples").intValue()).isEqualTo(1);
        assertThat(after.required("explanation").required("text").stringValue())
                .isEqualTo(
                        "rows from before 2026-05-02T00:00:00Z are purged: their pairs are not in the report of a segment");
        assertThat(report("segmented", "?segment=shop:s1&from=2026-05-02")
                        .path("explanation")
                        .toString())
                .doesNotContain("purged");
    }

    @Test
    void purge_calledBadly_saysWhatIsAllowed() {
        server.put("/models/bad", "{}");
        badField(server.post("/models/bad/purge", "{}"), "olderThan", "P365D", "nothing");
        badField(server.post("/models/bad/purge", "{\"olderThan\":\"PT1H\"}"), "olderThan", "P1D", "PT1H");
        badField(server.post("/models/bad/purge", "{\"olderThan\":\"P1Y\"}"), "olderThan", "P30D", "P1Y");
        badField(server.post("/models/bad/purge", "{\"olderThan\":\"P30D\",\"x\":1}"), "body", "olderThan", "x");
        problem(server.post("/models/unknown/purge", "{\"olderThan\":\"P30D\"}"), 404);
        assertThat(server.send(server.request("/api/v1/models/bad/purge", TestServer.INGEST)
                                .header("Content-Type", "application/json")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"olderThan\":\"P30D\"}"))
                                .build())
                        .status())
                .isEqualTo(403);
    }
}

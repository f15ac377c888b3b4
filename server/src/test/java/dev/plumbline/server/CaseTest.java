package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.CSV;
import static dev.plumbline.server.HttpKit.close;
import static dev.plumbline.server.HttpKit.counts;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.outcome;
import static dev.plumbline.server.HttpKit.stored;
import static dev.plumbline.server.HttpKit.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.Json;
import dev.plumbline.server.TestServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The field cases that concern HTTP; their inputs are among the test resources. */
class CaseTest {
    private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data, Map.of("PLUMBLINE_CLOCK", NOW.toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String text(String path) {
        try (InputStream in = CaseTest.class.getResourceAsStream("/cases/" + path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode expected(String folder) {
        return Json.read(text(folder + "/expected.json"));
    }

    private static JsonNode report(String model) {
        return ok(server.cron("/api/admin/calibration-report?model=" + model));
    }

    private static Answer csv(String model, String path, String body) {
        return HttpKit.send(server, "POST", "/models/" + model + "/" + path, CSV, utf8(body));
    }

    /** Sends a file of scores, outcomes and perhaps weights as two CSV streams. */
    private static void sendFile(String model, String path) {
        server.put("/models/" + model, "{\"scoreScale\": \"unit\"}");
        List<String[]> rows =
                text(path).lines().skip(1).map(line -> line.split(",")).toList();
        StringBuilder predictions = new StringBuilder("id,score,weight\n");
        StringBuilder outcomes = new StringBuilder("predictionId,actual\n");
        for (int i = 0; i < rows.size(); i++) {
            String[] row = rows.get(i);
            predictions.append("r" + i + "," + row[0] + "," + (row.length > 2 ? row[2] : "") + "\n");
            outcomes.append("r" + i + "," + row[1] + "\n");
        }
        counts(csv(model, "predictions", predictions.toString()), rows.size(), 0, 0, 0, 0);
        counts(csv(model, "outcomes", outcomes.toString()), rows.size(), 0, 0, 0, 0);
    }

    /** Every figure of the expectation that reports have. */
    private static void figures(JsonNode report, JsonNode expected) {
        assertThat(report.required("totalSamples").intValue())
                .isEqualTo(expected.required("totalSamples").intValue());
        for (String name : List.of("totalWeight", "baseRate", "meanPredicted", "bias", "ece", "mce", "brier", "logLoss")) {
            JsonNode right = expected.required(name);
            if (right.isNull()) {
                assertThat(report.required(name).isNull()).as(name).isTrue();
            } else {
                close(report.required(name), right.doubleValue(), 1e-12);
            }
        }
        for (int k = 0; k < 10; k++) {
            assertThat(report.required("bins").get(k).required("count").intValue())
                    .isEqualTo(expected.required("binCounts").get(k).intValue());
        }
    }

    @Test
    void a1BinsAreWeightedBySize() {
        sendFile("a1", "A1-bins-weighted-by-size/uneven.csv");
        JsonNode expected = expected("A1-bins-weighted-by-size");
        figures(report("a1"), expected);
        JsonNode audit = ok(server.cron("/api/cron/calibration-audit?model=a1"));
        close(audit.required("ece"), 0.09, 1e-12);
        assertThat(audit.required("driftDetected").booleanValue()).isFalse();
    }

    @Test
    void b1BinEdges() {
        sendFile("b1", "B1-bin-edge-grid/grid.csv");
        JsonNode report = report("b1");
        figures(report, expected("B1-bin-edge-grid"));
        for (int k = 0; k < 9; k++) {
            close(report.required("bins").get(k).required("avgPredicted"), k / 10.0 + 0.045, 1e-12);
            close(report.required("bins").get(k).required("avgActual"), k / 10.0, 1e-12);
        }
        close(report.required("bins").get(9).required("avgActual"), 10 / 11.0, 1e-12);
    }

    @Test
    void c3LeadingZeros() {
        server.put("/models/shop", "{\"scoreScale\": \"unit\"}");
        counts(csv("shop", "predictions", text("C3-ids-with-leading-zeros/predictions.csv")), 60, 0, 0, 0, 0);
        counts(csv("shop", "outcomes", text("C3-ids-with-leading-zeros/outcomes.csv")), 60, 0, 0, 0, 0);
        figures(report("shop"), expected("C3-ids-with-leading-zeros"));
    }

    @Test
    void c10PercentWithSmallValues() {
        server.put("/models/pct", "{\"scoreScale\": \"percent\"}");
        counts(server.predictions("pct", text("C10-percent-with-small-values/predictions.ndjson")), 80, 0, 0, 0, 0);
        // The outcomes are 0 and 1 on a model whose outcomes are percent unless said otherwise.
        counts(server.outcomes("pct", text("C10-percent-with-small-values/outcomes.ndjson")), 80, 0, 0, 0, 0);
        figures(report("pct"), expected("C10-percent-with-small-values"));
    }

    @Test
    void d2AnImpossibleEventHasNoLogLoss() {
        sendFile("legal", "D2-impossible-event/legal.csv");
        JsonNode legal = report("legal");
        figures(legal, expected("D2-impossible-event").required("legal"));
        assertThat(legal.required("clipped").intValue()).isEqualTo(20);
        sendFile("impossible", "D2-impossible-event/impossible.csv");
        JsonNode impossible = report("impossible");
        figures(impossible, expected("D2-impossible-event").required("impossible"));
        assertThat(impossible.required("clipped").intValue()).isEqualTo(21);
        assertThat(impossible.required("explanation").toString()).contains("logLoss is null: ");
        assertThat(impossible.toString()).doesNotContain("NaN", "Infinity");
    }

    @Test
    void j1TwoObjectsOnOneLine() {
        server.put("/models/glue", "{\"scoreScale\": \"unit\"}");
        counts(server.predictions("glue", text("J1-two-objects-on-one-line/glued.ndjson")), 61, 0, 0, 0, 0);
        counts(server.outcomes("glue", outcome("q29", 1) + outcome("q30", 0)), 2, 0, 0, 0, 0);
    }

    @Test
    void o1ThreeCorrections() {
        server.put("/models/cor", "{\"scoreScale\": \"unit\"}");
        String folder = "O1-outcome-corrected-three-times/";
        counts(server.predictions("cor", text(folder + "predictions.ndjson")), 60, 0, 0, 0, 0);
        counts(server.outcomes("cor", text(folder + "outcomes1.ndjson")), 60, 0, 0, 0, 0);
        counts(server.outcomes("cor", text(folder + "outcomes2.ndjson")), 0, 20, 40, 0, 0);
        counts(server.outcomes("cor", text(folder + "outcomes3.ndjson")), 0, 20, 40, 0, 0);
        counts(server.outcomes("cor", text(folder + "outcomes4.ndjson")), 0, 60, 0, 0, 0);
        figures(report("cor"), expected("O1-outcome-corrected-three-times"));
        assertThat(stored(server, "cor", "c1").required("history").size()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Asia/Kolkata", "America/New_York"})
    void t1TimesWithoutAZone(String zone) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            String naive = "t1-naive-" + zone.replace('/', '-');
            String utc = "t1-utc-" + zone.replace('/', '-');
            assertThat(sendTimes(naive, "naive.csv")).contains("observedAt without a zone was read as UTC");
            assertThat(sendTimes(utc, "utc.csv")).doesNotContain("warnings");
            assertThat(stored(server, naive, "r0").required("outcome").required("observedAt").stringValue())
                    .isEqualTo("2026-03-01T00:30:00Z");
            assertThat(stored(server, naive, "r59").required("outcome").required("observedAt").stringValue())
                    .isEqualTo("2026-03-30T23:30:00Z");
            for (String query : List.of(
                    "?from=2026-03-01T00:30:00Z&to=2026-03-30T23:30:00Z",
                    "?from=2026-03-08&to=2026-03-09",
                    "?to=2026-03-01")) {
                JsonNode one = ok(server.get("/models/" + naive + "/reports" + query));
                JsonNode other = ok(server.get("/models/" + utc + "/reports" + query));
                assertThat(one.required("totalSamples")).isEqualTo(other.required("totalSamples"));
            }
            assertThat(ok(server.get("/models/" + naive + "/reports?from=2026-03-01T00:30:00Z&to=2026-03-30T23:30:01Z"))
                            .required("totalSamples")
                            .intValue())
                    .isEqualTo(60);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    private static String sendTimes(String model, String file) {
        List<String> rows = text("T1-times-without-zone/" + file).lines().skip(1).toList();
        StringBuilder predictions = new StringBuilder("id,score\n");
        StringBuilder outcomes = new StringBuilder("predictionId,actual,observedAt\n");
        for (int i = 0; i < rows.size(); i++) {
            String row = rows.get(i);
            predictions.append("r" + i + "," + row.substring(0, row.indexOf(',')) + "\n");
            outcomes.append("r" + i + row.substring(row.indexOf(',')) + "\n");
        }
        counts(csv(model, "predictions", predictions.toString()), 60, 0, 0, 0, 0);
        return csv(model, "outcomes", outcomes.toString()).body();
    }

    /** Outcomes seen an hour inside the edge count and those an hour outside do not; all predictions are older. */
    @ParameterizedTest
    @ValueSource(ints = {30, 90})
    void t3WindowEdges(int days) {
        String model = "w" + days;
        server.put("/models/" + model, "{\"scoreScale\": \"unit\"}");
        Instant edge = NOW.minus(Duration.ofDays(days));
        Instant made = edge.minus(Duration.ofDays(20));
        StringBuilder predictions = new StringBuilder();
        StringBuilder outcomes = new StringBuilder();
        IntStream.range(0, 100).forEach(i -> {
            Duration hour = Duration.ofHours(1);
            Instant seen = i < 30 ? edge.plus(hour) : i < 60 ? NOW.minus(hour) : edge.minus(hour);
            predictions.append("{\"id\":\"" + i + "\",\"score\":0.5,\"predictedAt\":\"" + made + "\"}\n");
            outcomes.append("{\"predictionId\":\"" + i + "\",\"actual\":" + (i < 60 ? 1 : 0) + ",\"observedAt\":\"" + seen
                    + "\"}\n");
        });
        counts(server.predictions(model, predictions.toString()), 100, 0, 0, 0, 0);
        counts(server.outcomes(model, outcomes.toString()), 100, 0, 0, 0, 0);
        JsonNode report = ok(days == 30
                ? server.cron("/api/admin/calibration-report?days=30&model=w30")
                : server.cron("/api/cron/calibration-audit?model=w90"));
        JsonNode expected = expected("T3-window-edges");
        assertThat(report.required("totalSamples").intValue())
                .isEqualTo(expected.required("totalSamples").intValue());
        close(report.required("ece"), expected.required("ece").doubleValue(), 1e-12);
        for (JsonNode bin : report.required("bins")) {
            assertThat(bin.required("count").intValue() == 0 || bin.required("avgActual").doubleValue() == 1)
                    .isTrue();
        }
    }

    @Test
    void w1Weights() {
        sendFile("w1", "W1-undersampled-negatives/sampled.csv");
        sendFile("w1copies", "W1-undersampled-negatives/copies.csv");
        JsonNode expected = expected("W1-undersampled-negatives");
        JsonNode weighted = report("w1");
        figures(weighted, expected);
        JsonNode copies = report("w1copies");
        assertThat(copies.required("totalSamples").intValue()).isEqualTo(300);
        for (String name : List.of("totalWeight", "baseRate", "ece", "brier", "logLoss")) {
            close(copies.required(name), weighted.required(name).doubleValue(), 1e-12);
        }
        JsonNode one = HttpKit.audit(server, "w1", "{}").required("plattParams");
        JsonNode other = HttpKit.audit(server, "w1copies", "{}").required("plattParams");
        for (JsonNode params : List.of(one, other)) {
            double a = params.required("a").doubleValue();
            double b = params.required("b").doubleValue();
            assertThat(1 / (1 + Math.exp(a * 0.1 + b)))
                    .isCloseTo(0.1001838235294118, org.assertj.core.api.Assertions.within(1e-9));
        }
    }
}

package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.close;
import static dev.plumbline.server.HttpKit.counts;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.outcome;
import static dev.plumbline.server.HttpKit.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The field cases that concern HTTP; their inputs are among the test resources. */
class CaseTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data, Map.of("PLUMBLINE_CLOCK", CaseFiles.NOW.toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode report(String model) {
        return ok(server.cron("/api/admin/calibration-report?model=" + model));
    }

    /** Sends a file of scores, outcomes and perhaps weights as two CSV streams. */
    private static void sendFile(String model, String path) {
        server.put("/models/" + model, "{\"scoreScale\": \"unit\"}");
        List<String[]> rows = CaseFiles.text(path)
                .lines()
                .skip(1)
                .map(line -> line.split(","))
                .toList();
        StringBuilder predictions = new StringBuilder("id,score,weight\n");
        StringBuilder outcomes = new StringBuilder("predictionId,actual\n");
        for (int i = 0; i < rows.size(); i++) {
            String[] row = rows.get(i);
            predictions.append("r" + i + "," + row[0] + "," + (row.length > 2 ? row[2] : "") + "\n");
            outcomes.append("r" + i + "," + row[1] + "\n");
        }
        counts(CaseFiles.csv(server, model, "predictions", predictions.toString()), rows.size(), 0, 0, 0, 0);
        counts(CaseFiles.csv(server, model, "outcomes", outcomes.toString()), rows.size(), 0, 0, 0, 0);
    }

    /** Every figure of the expectation that reports have. */
    private static void figures(JsonNode report, JsonNode expected) {
        assertThat(report.required("totalSamples").intValue())
                .isEqualTo(expected.required("totalSamples").intValue());
        for (String name :
                List.of("totalWeight", "baseRate", "meanPredicted", "bias", "ece", "mce", "brier", "logLoss")) {
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
        JsonNode expected = CaseFiles.expected("A1-bins-weighted-by-size");
        figures(report("a1"), expected);
        JsonNode audit = ok(server.cron("/api/cron/calibration-audit?model=a1"));
        close(audit.required("ece"), 0.09, 1e-12);
        assertThat(audit.required("driftDetected").booleanValue()).isFalse();
    }

    @Test
    void b1BinEdges() {
        sendFile("b1", "B1-bin-edge-grid/grid.csv");
        JsonNode report = report("b1");
        figures(report, CaseFiles.expected("B1-bin-edge-grid"));
        for (int k = 0; k < 9; k++) {
            close(report.required("bins").get(k).required("avgPredicted"), k / 10.0 + 0.045, 1e-12);
            close(report.required("bins").get(k).required("avgActual"), k / 10.0, 1e-12);
        }
        close(report.required("bins").get(9).required("avgActual"), 10 / 11.0, 1e-12);
    }

    @Test
    void c3LeadingZeros() {
        server.put("/models/shop", "{\"scoreScale\": \"unit\"}");
        counts(
                CaseFiles.csv(
                        server, "shop", "predictions", CaseFiles.text("C3-ids-with-leading-zeros/predictions.csv")),
                60,
                0,
                0,
                0,
                0);
        counts(
                CaseFiles.csv(server, "shop", "outcomes", CaseFiles.text("C3-ids-with-leading-zeros/outcomes.csv")),
                60,
                0,
                0,
                0,
                0);
        figures(report("shop"), CaseFiles.expected("C3-ids-with-leading-zeros"));
    }

    @Test
    void c10PercentWithSmallValues() {
        server.put("/models/pct", "{\"scoreScale\": \"percent\"}");
        counts(
                server.predictions("pct", CaseFiles.text("C10-percent-with-small-values/predictions.ndjson")),
                80,
                0,
                0,
                0,
                0);
        // The outcomes are 0 and 1 on a model whose outcomes nobody declared.
        Answer outcomes = server.outcomes("pct", CaseFiles.text("C10-percent-with-small-values/outcomes.ndjson"));
        counts(outcomes, 80, 0, 0, 0, 0);
        assertThat(outcomes.body()).contains("actual 1 was read as 100 %");
        figures(report("pct"), CaseFiles.expected("C10-percent-with-small-values"));
    }

    @Test
    void d2AnImpossibleEventHasNoLogLoss() {
        sendFile("legal", "D2-impossible-event/legal.csv");
        JsonNode legal = report("legal");
        figures(legal, CaseFiles.expected("D2-impossible-event").required("legal"));
        assertThat(legal.required("clipped").intValue()).isEqualTo(20);
        sendFile("impossible", "D2-impossible-event/impossible.csv");
        JsonNode impossible = report("impossible");
        figures(impossible, CaseFiles.expected("D2-impossible-event").required("impossible"));
        assertThat(impossible.required("clipped").intValue()).isEqualTo(21);
        assertThat(impossible.required("explanation").toString()).contains("logLoss is null: ");
        assertThat(impossible.toString()).doesNotContain("NaN", "Infinity");
    }

    @Test
    void j1TwoObjectsOnOneLine() {
        server.put("/models/glue", "{\"scoreScale\": \"unit\"}");
        counts(server.predictions("glue", CaseFiles.text("J1-two-objects-on-one-line/glued.ndjson")), 61, 0, 0, 0, 0);
        counts(server.outcomes("glue", outcome("q29", 1) + outcome("q30", 0)), 2, 0, 0, 0, 0);
    }

    @Test
    void o1ThreeCorrections() {
        server.put("/models/cor", "{\"scoreScale\": \"unit\"}");
        String folder = "O1-outcome-corrected-three-times/";
        counts(server.predictions("cor", CaseFiles.text(folder + "predictions.ndjson")), 60, 0, 0, 0, 0);
        counts(server.outcomes("cor", CaseFiles.text(folder + "outcomes1.ndjson")), 60, 0, 0, 0, 0);
        counts(server.outcomes("cor", CaseFiles.text(folder + "outcomes2.ndjson")), 0, 20, 40, 0, 0);
        counts(server.outcomes("cor", CaseFiles.text(folder + "outcomes3.ndjson")), 0, 20, 40, 0, 0);
        counts(server.outcomes("cor", CaseFiles.text(folder + "outcomes4.ndjson")), 0, 60, 0, 0, 0);
        figures(report("cor"), CaseFiles.expected("O1-outcome-corrected-three-times"));
        assertThat(stored(server, "cor", "c1").required("history").size()).isEqualTo(3);
    }

    @Test
    void w1Weights() {
        sendFile("w1", "W1-undersampled-negatives/sampled.csv");
        sendFile("w1copies", "W1-undersampled-negatives/copies.csv");
        JsonNode expected = CaseFiles.expected("W1-undersampled-negatives");
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

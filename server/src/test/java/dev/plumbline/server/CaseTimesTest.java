package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.close;
import static dev.plumbline.server.HttpKit.counts;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.stored;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The field cases about time, over HTTP. */
class CaseTimesTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data, Map.of("PLUMBLINE_CLOCK", CaseFiles.NOW.toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
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
            assertThat(stored(server, naive, "r0")
                            .required("outcome")
                            .required("observedAt")
                            .stringValue())
                    .isEqualTo("2026-03-01T00:30:00Z");
            assertThat(stored(server, naive, "r59")
                            .required("outcome")
                            .required("observedAt")
                            .stringValue())
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
        List<String> rows =
                CaseFiles.text("T1-times-without-zone/" + file).lines().skip(1).toList();
        StringBuilder predictions = new StringBuilder("id,score\n");
        StringBuilder outcomes = new StringBuilder("predictionId,actual,observedAt\n");
        for (int i = 0; i < rows.size(); i++) {
            String row = rows.get(i);
            predictions.append("r" + i + "," + row.substring(0, row.indexOf(',')) + "\n");
            outcomes.append("r" + i + row.substring(row.indexOf(',')) + "\n");
        }
        counts(CaseFiles.csv(server, model, "predictions", predictions.toString()), 60, 0, 0, 0, 0);
        return CaseFiles.csv(server, model, "outcomes", outcomes.toString()).body();
    }

    /** Outcomes seen an hour inside the edge count and those an hour outside do not; all predictions are older. */
    @ParameterizedTest
    @ValueSource(ints = {30, 90})
    void t3WindowEdges(int days) {
        String model = "w" + days;
        server.put("/models/" + model, "{\"scoreScale\": \"unit\"}");
        Instant edge = CaseFiles.NOW.minus(Duration.ofDays(days));
        Instant made = edge.minus(Duration.ofDays(20));
        StringBuilder predictions = new StringBuilder();
        StringBuilder outcomes = new StringBuilder();
        IntStream.range(0, 100).forEach(i -> {
            Duration hour = Duration.ofHours(1);
            Instant seen = i < 30 ? edge.plus(hour) : i < 60 ? CaseFiles.NOW.minus(hour) : edge.minus(hour);
            predictions.append("{\"id\":\"" + i + "\",\"score\":0.5,\"predictedAt\":\"" + made + "\"}\n");
            outcomes.append("{\"predictionId\":\"" + i + "\",\"actual\":" + (i < 60 ? 1 : 0) + ",\"observedAt\":\""
                    + seen + "\"}\n");
        });
        counts(server.predictions(model, predictions.toString()), 100, 0, 0, 0, 0);
        counts(server.outcomes(model, outcomes.toString()), 100, 0, 0, 0, 0);
        JsonNode report = ok(
                days == 30
                        ? server.cron("/api/admin/calibration-report?days=30&model=w30")
                        : server.cron("/api/cron/calibration-audit?model=w90"));
        JsonNode expected = CaseFiles.expected("T3-window-edges");
        assertThat(report.required("totalSamples").intValue())
                .isEqualTo(expected.required("totalSamples").intValue());
        close(report.required("ece"), expected.required("ece").doubleValue(), 1e-12);
        for (JsonNode bin : report.required("bins")) {
            assertThat(bin.required("count").intValue() == 0
                            || bin.required("avgActual").doubleValue() == 1)
                    .isTrue();
        }
    }
}

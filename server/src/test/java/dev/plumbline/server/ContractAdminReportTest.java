package dev.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.plumbline.server.Streams.Pair;
import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Section 1, {@code GET /api/admin/calibration-report}. */
class ContractAdminReportTest {
    private static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z"); // after the outcomes of case O1

    @TempDir
    static Path data;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(data, Map.of("PLUMBLINE_CLOCK", NOW.toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode report(String query) {
        Answer answer = server.cron("/api/admin/calibration-report?" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** Seed 101. */
    @Test
    void report_hasItsFields_overTheWindow_andAllTimeByDefault() {
        List<Pair> inside = Streams.drawn(
                101, "in", "1", 80, NOW.minus(Duration.ofDays(29)), NOW.minusSeconds(7200), Streams::muchLower);
        List<Pair> before = Streams.drawn(
                102, "old", "1", 90, NOW.minus(Duration.ofDays(700)), NOW.minus(Duration.ofDays(31)), p -> p);
        List<Pair> all = Streams.both(inside, before);
        Streams.send(server, "windows", all);

        JsonNode month = report("model=windows&days=30");
        JsonNode ever = report("model=windows");

        assertThat(month.propertyNames()).contains("ece", "bins", "totalSamples", "generatedAt");
        assertThat(month.get("totalSamples").asInt()).isEqualTo(80);
        assertThat(month.get("ece").asDouble()).isCloseTo(Streams.ece(inside, Pair::issued), offset(1e-12));
        assertThat(month.get("bins").size()).isEqualTo(10);
        assertThat(month.get("generatedAt").asString()).isEqualTo(NOW.toString());
        assertThat(ever.get("totalSamples").asInt()).isEqualTo(170);
        assertThat(ever.get("ece").asDouble()).isCloseTo(Streams.ece(all, Pair::issued), offset(1e-12));
        assertThat(report("model=windows&days=1").get("totalSamples").asInt()).isLessThan(80);
        assertThat(report("model=windows&days=36500").get("totalSamples").asInt())
                .isEqualTo(170);
    }

    /** Case T3, with 30 days: the predictions are older; an hour inside counts, an hour outside does not. */
    @Test
    void window_isToTheSecond_byObservedAt() {
        Instant made = NOW.minus(Duration.ofDays(50));
        Instant edge = NOW.minus(Duration.ofDays(30));
        for (int i = 0; i < 100; i++) {
            Instant seen = i < 30 ? edge.plusSeconds(3600) : i < 60 ? NOW.minusSeconds(3600) : edge.minusSeconds(3600);
            Streams.send(server, "w30", List.of(new Pair("w" + i, 0.5, null, null, made, i < 60 ? 1 : 0, seen)));
        }

        JsonNode report = report("days=30&model=w30");

        assertThat(report.get("totalSamples").asInt()).isEqualTo(60);
        assertThat(report.get("ece").asDouble()).isEqualTo(0.5);
        assertThat(report.get("bins").get(5).get("avgActual").asDouble()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model=empty", "model=empty&days=30", "model=waiting"})
    void withoutOutcomes_allIsZero(String query) {
        server.put("/models/empty", "{}");
        server.outcomes("waiting", "{\"predictionId\":\"later\",\"actual\":1}");

        JsonNode report = report(query);

        assertThat(report.get("ece").asDouble()).isZero();
        assertThat(report.get("bins").isArray()).isTrue();
        assertThat(report.get("bins").isEmpty()).isTrue();
        assertThat(report.get("totalSamples").asInt()).isZero();
        assertThat(report.get("generatedAt").asString()).isEqualTo(NOW.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "36501", "x", "", "1.5", "99999999999", "30d"})
    void daysOutsideTheirRange_areRefused(String days) {
        Answer answer = server.cron("/api/admin/calibration-report?days=" + days);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").asString()).contains("days", "1..36500", days);
    }

    @Test
    void report_runsAndRecordsNothing() {
        Streams.send(server, "looked", Streams.equal("p", 0.9, 0, 60, NOW));

        assertThat(report("model=looked").get("ece").asDouble()).isCloseTo(0.9, offset(1e-12));

        assertThat(server.get("/runs?model=looked").json().get("items").isEmpty())
                .isTrue();
        assertThat(server.get("/models/looked/audits").json().get("items").isEmpty())
                .isTrue();
        assertThat(server.get("/models/looked/calibrators").json().get("items").isEmpty())
                .isTrue();
    }

    /** Case O1: the third value of an outcome wins, and no row is counted twice. */
    @Test
    void report_knowsTheLatestCorrection() {
        assertThat(server.predictions("cor", ContractTraining.fieldCase("O1/predictions.ndjson"))
                        .json()
                        .get("taken")
                        .asInt())
                .isEqualTo(60);
        int[][] expected = {{60, 0, 0}, {0, 40, 20}, {0, 40, 20}, {0, 0, 60}};
        for (int i = 0; i < expected.length; i++) {
            JsonNode answer = server.outcomes("cor", ContractTraining.fieldCase("O1/outcomes" + (i + 1) + ".ndjson"))
                    .json();
            assertThat(List.of(
                            answer.get("taken").asInt(),
                            answer.get("corrected").asInt(),
                            answer.get("repeated").asInt()))
                    .as("outcomes%s", i + 1)
                    .containsExactly(expected[i][0], expected[i][1], expected[i][2]);
        }

        JsonNode report = report("model=cor");

        assertThat(report.get("totalSamples").asInt()).isEqualTo(60);
        assertThat(report.get("baseRate").asDouble()).isCloseTo(0.4, offset(1e-12));
        assertThat(report.get("ece").asDouble()).isLessThan(1e-12);
    }
}

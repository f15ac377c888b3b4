package dev.plumbline.server;

import static dev.plumbline.server.TestServer.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.plumbline.server.Streams.Pair;
import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Section 1, the audit's points 1 and 2: which pairs it looks at, and when there are too few. */
class ContractWindowTest {
    private static final Instant EDGE = START.minus(Duration.ofDays(90));

    @TempDir
    static Path data;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode audit(String model) {
        Answer answer = server.cron("/api/cron/calibration-audit?model=" + model);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void window_isNinetyDaysByObservedAtToTheSecond() {
        Streams.send(server, "edge", Streams.equal("at", 0.5, 30, 30, EDGE));
        Streams.send(server, "edge", Streams.equal("hourInside", 0.5, 30, 30, EDGE.plusSeconds(3600)));
        Streams.send(server, "edge", Streams.equal("secondOutside", 0.5, 0, 7, EDGE.minusSeconds(1)));
        Streams.send(server, "edge", Streams.equal("hourOutside", 0.5, 0, 11, EDGE.minusSeconds(3600)));

        JsonNode audit = audit("edge");

        assertThat(audit.get("totalSamples").asInt()).isEqualTo(60);
        assertThat(audit.get("baseRate").asDouble()).isEqualTo(1);
        assertThat(audit.get("window").get("from").asString()).isEqualTo(EDGE.toString());
        assertThat(audit.get("window").get("to").asString()).isEqualTo(START.toString());
    }

    @Test
    void window_endsNow() {
        Streams.send(server, "end", Streams.equal("now", 0.5, 50, 50, START));
        Streams.send(server, "end", Streams.equal("later", 0.5, 0, 9, START.plusSeconds(1)));

        assertThat(audit("end").get("totalSamples").asInt()).isEqualTo(50);
    }

    /** Case T3: predictions are older than the window; outcomes an hour inside count, an hour outside do not. */
    @Test
    void window_countsOutcomesOfOldPredictions() {
        Instant made = START.minus(Duration.ofDays(110));
        for (int i = 0; i < 100; i++) {
            Instant seen =
                    i < 30 ? EDGE.plusSeconds(3600) : i < 60 ? START.minusSeconds(3600) : EDGE.minusSeconds(3600);
            Streams.send(server, "w90", List.of(new Pair("w" + i, 0.5, null, null, made, i < 60 ? 1 : 0, seen)));
        }

        JsonNode audit = audit("w90");

        assertThat(audit.get("totalSamples").asInt()).isEqualTo(60);
        assertThat(audit.get("ece").asDouble()).isEqualTo(0.5);
        assertThat(audit.get("bins").get(5).get("avgActual").asDouble()).isEqualTo(1);
    }

    @Test
    void report_hasTenBinsOfEqualWidth() {
        List<Pair> pairs = Streams.both(
                Streams.equal("a", 0.05, 1, 20, START),
                Streams.equal("edge", 0.1, 1, 20, START),
                Streams.equal("b", 0.99, 1, 20, START),
                Streams.equal("one", 1, 20, 20, START));
        Streams.send(server, "bins", pairs);

        JsonNode bins = audit("bins").get("bins");

        assertThat(bins.size()).isEqualTo(10);
        int[] counts = {20, 20, 0, 0, 0, 0, 0, 0, 0, 40};
        for (int i = 0; i < 10; i++) {
            JsonNode bin = bins.get(i);
            assertThat(bin.propertyNames())
                    .containsExactly("binStart", "binEnd", "avgPredicted", "avgActual", "count", "gap");
            assertThat(bin.get("binStart").asDouble()).isEqualTo(i / 10.0);
            assertThat(bin.get("binEnd").asDouble()).isEqualTo((i + 1) / 10.0);
            assertThat(bin.get("count").asInt()).isEqualTo(counts[i]);
        }
        assertThat(bins.get(0).get("avgPredicted").asDouble()).isCloseTo(0.05, offset(1e-12));
        assertThat(bins.get(0).get("avgActual").asDouble()).isCloseTo(0.05, offset(1e-12));
        assertThat(bins.get(1).get("gap").asDouble()).isCloseTo(0.05, offset(1e-12));
    }

    @Test
    void report_isOverAllVersions() {
        Streams.send(server, "versions", Streams.equal("a", "1", 0.5, 10, 30, START));
        Streams.send(server, "versions", Streams.equal("b", "2", 0.5, 10, 30, START));

        JsonNode audit = audit("versions");

        assertThat(audit.get("totalSamples").asInt()).isEqualTo(60);
        assertThat(audit.get("versions").findValuesAsString("version")).containsExactly("1", "2");
        assertThat(audit.get("versions").get(1).get("samples").asInt()).isEqualTo(30);
    }

    @Test
    void fewerThanFiftyPairs_areSkippedToTheLetter() {
        List<Pair> pairs = Streams.equal("p", 0.5, 20, 49, START);
        Streams.send(server, "few", pairs);
        // outcomes without their prediction wait: they are no samples
        StringBuilder waiting = new StringBuilder();
        Streams.equal("w", 0.5, 20, 30, START)
                .forEach(pair -> waiting.append(pair.outcome()).append('\n'));
        assertThat(server.outcomes("few", waiting.toString())
                        .json()
                        .get("waiting")
                        .asInt())
                .isEqualTo(30);

        Answer answer = server.cron("/api/cron/calibration-audit?model=few");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"status\":\"skipped\",\"reason\":\"Insufficient outcome data\",\"samples\":49,\"required\":50}");
        assertThat(server.get("/models/few/audits").json().get("items").isEmpty())
                .isTrue();
        assertThat(server.get("/models/few/calibrators").json().get("items").isEmpty())
                .isTrue();
        JsonNode runs = server.get("/runs?job=audit&model=few").json().get("items");
        assertThat(runs.size()).isEqualTo(1);
        assertThat(runs.get(0).get("status").asString()).isEqualTo("completed");
    }

    @Test
    void fiftyPairs_areEnough_andAWaitingOutcomeBecomesOneWithItsPrediction() {
        List<Pair> pairs = Streams.equal("p", 0.5, 20, 50, START);
        Streams.sendPredictions(server, "fifty", pairs.subList(0, 49));
        server.outcomes("fifty", pairs.get(49).outcome());
        Streams.sendOutcomes(server, "fifty", pairs.subList(0, 49));
        assertThat(audit("fifty").get("status").asString()).isEqualTo("skipped");

        Streams.sendPredictions(server, "fifty", pairs.subList(49, 50));

        JsonNode audit = audit("fifty");
        assertThat(audit.get("status").asString()).isEqualTo("completed");
        assertThat(audit.get("totalSamples").asInt()).isEqualTo(50);
    }
}

package dev.plumbline.server;

import static dev.plumbline.server.TestServer.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.monitor.audit.CalibrationAudit;
import dev.plumbline.server.Streams.Pair;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Section 1, the audit's point 4: what is fitted, on which version's pairs, and what the log says of it. */
class ContractPlattTest {
    private static final Instant FROM = START.minus(Duration.ofDays(60));

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
        return server.cron("/api/cron/calibration-audit?model=" + model).json();
    }

    private static List<Pair> wrong(long seed, String version, int count, Instant from, Instant to) {
        return Streams.drawn(seed, "v" + version + "-", version, count, from, to, Streams::muchLower);
    }

    private static List<Pair> right(long seed, String version, int count, Instant from, Instant to) {
        return Streams.drawn(seed, "v" + version + "-", version, count, from, to, p -> p);
    }

    private static void isFitOf(JsonNode audit, List<Pair> pairs) {
        PlattCalibrator exact = Streams.exactFit(pairs);
        assertThat(audit.get("plattRefitted").asBoolean()).isTrue();
        JsonNode params = audit.get("plattParams");
        assertThat(params.propertyNames()).containsExactly("a", "b");
        assertThat(params.get("a").asDouble()).isCloseTo(exact.a(), withPercentage(1e-4)); // 1e-6 relative
        assertThat(params.get("b").asDouble()).isCloseTo(exact.b(), withPercentage(1e-4));
    }

    @Test
    void fit_isTheExactOneOnTheWindowsPairs_andLogged() {
        List<Pair> pairs = wrong(11, "1", 500, FROM, START.minusSeconds(7200));
        List<Pair> old = Streams.equal("old", "1", 0.9, 200, 200, START.minus(Duration.ofDays(91)));
        Streams.send(server, "exact", Streams.both(pairs, old));
        try (ContractLog log = ContractLog.of(CalibrationAudit.class)) {
            JsonNode audit = audit("exact");

            isFitOf(audit, pairs);
            double a = audit.get("plattParams").get("a").asDouble();
            double b = audit.get("plattParams").get("b").asDouble();
            assertThat(log.messages())
                    .anyMatch(line -> line.startsWith("[calibration-audit]") && line.contains(" A=" + a + " B=" + b));
            assertThat(log.messages()).noneMatch(line -> line.contains("Not enough data"));
        }
    }

    @Test
    void fit_isOfTheCurrentVersionOnly() {
        List<Pair> first = right(12, "1", 200, FROM, START.minus(Duration.ofDays(30)));
        List<Pair> second = wrong(13, "2", 100, START.minus(Duration.ofDays(5)), START.minusSeconds(7200));
        Streams.send(server, "current", Streams.both(first, second));

        JsonNode audit = audit("current");

        assertThat(audit.get("totalSamples").asInt()).isEqualTo(300);
        isFitOf(audit, second);
    }

    @Test
    void underFiftyPairsOfTheCurrentVersion_noFit_andTheLogSaysSo() {
        List<Pair> first = right(14, "1", 300, FROM, START.minus(Duration.ofDays(30)));
        List<Pair> second = wrong(15, "2", 49, START.minus(Duration.ofDays(5)), START.minusSeconds(7200));
        Streams.send(server, "young", Streams.both(first, second));
        try (ContractLog log = ContractLog.of(CalibrationAudit.class)) {
            JsonNode audit = audit("young");

            assertThat(audit.get("status").asString()).isEqualTo("completed");
            assertThat(audit.get("plattParams").isNull()).isTrue();
            assertThat(audit.get("plattRefitted").asBoolean()).isFalse();
            assertThat(audit.get("plattInForce").asBoolean()).isFalse();
            assertThat(audit.get("promotion").get("decision").asString()).isEqualTo("Kept");
            assertThat(log.messages()).anyMatch(line -> line.contains("Not enough data for Platt fit"));
        }

        Streams.send(server, "young", Streams.equal("fiftieth", "2", 0.5, 0, 1, START));
        assertThat(audit("young").get("plattRefitted").asBoolean()).isTrue();
    }

    @Test
    void currentVersion_isTheDeclaredOne() {
        List<Pair> first = wrong(16, "1", 100, FROM, START.minus(Duration.ofDays(30)));
        List<Pair> second = right(17, "2", 200, START.minus(Duration.ofDays(5)), START.minusSeconds(7200));
        Streams.send(server, "declared", Streams.both(first, second));
        isFitOf(audit("declared"), second);

        assertThat(server.put("/models/declared", "{\"currentVersion\":\"1\"}").status())
                .isEqualTo(200);

        JsonNode audit = audit("declared");
        isFitOf(audit, first);
        assertThat(audit.get("verdict").asString()).isEqualTo(verdictOf(audit, "1"));
    }

    /** The seven days end at the newest prediction, not now; predictions without an outcome count. */
    @Test
    void currentVersion_hasMostPredictionsInTheSevenDaysUpToTheNewest() {
        Instant newest = START.minus(Duration.ofDays(20));
        Instant weekAgo = newest.minus(Duration.ofDays(7));
        List<Pair> older = right(18, "1", 300, weekAgo.minusSeconds(3600), weekAgo.minusSeconds(1));
        List<Pair> few = right(19, "2", 60, weekAgo.plusSeconds(7200), newest);
        List<Pair> last = Streams.equal("last", "3", 0.5, 0, 1, newest.plus(Duration.ofDays(1))); // predicted at newest
        List<Pair> many = Streams.both(wrong(20, "3", 70, weekAgo.plusSeconds(7200), newest), last);
        Streams.send(server, "busiest", Streams.both(older, few, many));
        isFitOf(audit("busiest"), many);

        Streams.sendPredictions(server, "busiest", Streams.equal("more", "2", 0.5, 0, 20, newest));

        isFitOf(audit("busiest"), few);
    }

    @Test
    void currentVersion_ofTwoWithAsManyPredictions_isTheOlder() {
        Instant from = START.minus(Duration.ofDays(3));
        List<Pair> second = wrong(21, "later-by-name", 80, from, START.minusSeconds(7200));
        List<Pair> first = right(22, "earlier-by-name", 80, from, START.minusSeconds(7200));
        Streams.send(server, "tie", second);
        Streams.send(server, "tie", first);

        isFitOf(audit("tie"), second);
    }

    /** Seeds 23 and 24: 400 pairs each; of a truth of 0.38 at most the evidence is beyond doubt, the right one is called wrong by at most 5 % of seeds. */
    @Test
    void verdict_isThatOfTheCurrentVersion() {
        List<Pair> first = wrong(23, "1", 400, FROM, START.minus(Duration.ofDays(30)));
        List<Pair> second = right(24, "2", 400, START.minus(Duration.ofDays(6)), START.minusSeconds(7200));
        Streams.send(server, "verdict", Streams.both(first, second));

        JsonNode audit = audit("verdict");

        assertThat(verdictOf(audit, "1")).isEqualTo("Drifted");
        assertThat(verdictOf(audit, "2")).isEqualTo("Calibrated");
        assertThat(audit.get("verdict").asString()).isEqualTo("Calibrated");
        assertThat(audit.get("matureSamples").asInt()).isBetween(50, 399);
    }

    private static String verdictOf(JsonNode audit, String version) {
        for (JsonNode each : audit.get("versions")) {
            if (each.get("version").asString().equals(version)) {
                return each.get("verdict").asString();
            }
        }
        throw new AssertionError("no version " + version + " in " + audit.get("versions"));
    }
}

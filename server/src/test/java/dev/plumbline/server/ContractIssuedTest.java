package dev.plumbline.server;

import static dev.plumbline.server.TestServer.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.monitor.Json;
import dev.plumbline.server.Streams.Pair;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Section 1, "Which probability?": what was issued is judged, the score is fitted, and refits never compound. */
class ContractIssuedTest {
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

    /** Seed 31: scores far too high, and probabilities beside them that are the truth. */
    @Test
    void issuedProbability_isJudged_andTheScoreIsFitted() {
        List<Pair> pairs = Streams.drawn(
                        31,
                        "p",
                        "1",
                        600,
                        START.minus(Duration.ofDays(60)),
                        START.minusSeconds(7200),
                        Streams::muchLower)
                .stream()
                .map(pair -> pair.issued(Streams.muchLower(pair.score())))
                .toList();
        Streams.send(server, "issued", pairs);

        JsonNode audit = audit("issued");

        assertThat(audit.get("ece").asDouble()).isCloseTo(Streams.ece(pairs, Pair::issued), offset(1e-12));
        assertThat(audit.get("bins").get(9).get("count").asInt())
                .as("nothing above 0.9 was issued")
                .isZero();
        assertThat(audit.get("verdict").asString()).isEqualTo("Calibrated");
        assertThat(audit.get("evidence").get("eValue").asDouble()).isLessThan(20);

        JsonNode raw = audit.get("raw");
        assertThat(raw.get("ece").asDouble()).isCloseTo(Streams.ece(pairs, Pair::score), offset(1e-12));
        assertThat(raw.get("bins").get(9).get("count").asLong())
                .isEqualTo(pairs.stream().filter(pair -> pair.score() >= 0.9).count());
        double logLoss = pairs.stream()
                .mapToDouble(pair -> -Math.log(pair.actual() == 1 ? pair.score() : 1 - pair.score()))
                .average()
                .orElseThrow();
        assertThat(raw.get("logLoss").asDouble()).isCloseTo(logLoss, offset(1e-12));

        PlattCalibrator exact = Streams.exactFit(pairs);
        assertThat(audit.get("plattParams").get("a").asDouble()).isCloseTo(exact.a(), withPercentage(1e-4));
        assertThat(audit.get("plattParams").get("b").asDouble()).isCloseTo(exact.b(), withPercentage(1e-4));
        assertThat(audit.get("promotion").get("decision").asString())
                .as("identity on the score serves, and the gate works on scores")
                .isEqualTo("Promoted");
    }

    @Test
    void withoutAProbability_theScoreItselfWasIssued() {
        List<Pair> pairs = Streams.equal("p", 0.75, 30, 60, START);
        Streams.send(server, "plain", pairs);

        JsonNode audit = audit("plain");

        assertThat(audit.get("ece").asDouble()).isEqualTo(0.25);
        assertThat(audit.get("raw").get("ece").asDouble()).isEqualTo(0.25);
        assertThat(audit.get("raw").get("bins")).isEqualTo(audit.get("bins"));
    }

    /** The score is on the model's scale, the probability is 0 to 1 whatever that is. */
    @Test
    void score_isOnTheModelsScale_probabilityIsNot() {
        server.put("/models/hundred", "{\"scoreScale\":\"percent\"}");
        StringBuilder predictions = new StringBuilder();
        StringBuilder outcomes = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            predictions
                    .append(Json.object().put("id", "p" + i).put("score", 75).put("probability", 0.25))
                    .append('\n');
            outcomes.append(Json.object().put("predictionId", "p" + i).put("actual", i < 30 ? 100 : 0))
                    .append('\n');
        }
        assertThat(server.predictions("hundred", predictions.toString()).status())
                .isEqualTo(200);
        assertThat(server.outcomes("hundred", outcomes.toString()).status()).isEqualTo(200);

        JsonNode audit = audit("hundred");

        assertThat(audit.get("bins").get(2).get("avgPredicted").asDouble()).isEqualTo(0.25);
        assertThat(audit.get("raw").get("bins").get(7).get("avgPredicted").asDouble())
                .isEqualTo(0.75);
    }

    /**
     * A forecaster that asks {@code calibrate} for each score. Seeds 32 and 33. After a promotion the issued probabilities
     * are near the truth: over 300 pairs an ECE is then 0.05 on average, above 0.12 less than once in 10^4.
     */
    @Test
    void afterAGoodPromotion_theNextAuditIsBetter_andTheRefitDoesNotCompound() {
        try (TestServer own = TestServer.start(data.resolve("turned"))) {
            List<Pair> before = Streams.drawn(
                    32, "a", "1", 800, START.minus(Duration.ofDays(80)), START.minusSeconds(7200), Streams::muchLower);
            Streams.send(own, "loop", before);
            JsonNode first = own.cron("/api/cron/calibration-audit?model=loop").json();
            assertThat(first.get("promotion").get("decision").asString()).isEqualTo("Promoted");

            Instant later = START.plus(Duration.ofDays(100));
            own.turnClock(later);
            List<Pair> after = new ArrayList<>();
            for (Pair pair : Streams.drawn(
                    33, "b", "1", 300, START.plus(Duration.ofDays(20)), later.minusSeconds(7200), Streams::muchLower)) {
                ObjectNode asked = (ObjectNode) Json.read(pair.prediction());
                after.add(pair.issued(own.post("/models/loop/calibrate", asked.toString())
                        .json()
                        .get("probability")
                        .asDouble()));
            }
            Streams.sendOutcomes(own, "loop", after);
            JsonNode second = own.cron("/api/cron/calibration-audit?model=loop").json();

            assertThat(second.get("totalSamples").asInt()).isEqualTo(300);
            assertThat(first.get("ece").asDouble()).isGreaterThan(0.2);
            assertThat(second.get("ece").asDouble()).isLessThan(0.12);
            assertThat(second.get("ece").asDouble()).isCloseTo(Streams.ece(after, Pair::issued), offset(1e-12));
            assertThat(second.get("raw").get("ece").asDouble()).isGreaterThan(0.2);
            PlattCalibrator ofScores = Streams.exactFit(after);
            assertThat(second.get("plattParams").get("a").asDouble()).isCloseTo(ofScores.a(), withPercentage(1e-4));
            assertThat(second.get("plattParams").get("b").asDouble()).isCloseTo(ofScores.b(), withPercentage(1e-4));
            assertThat(own.get("/models/loop/predictions/b0")
                            .json()
                            .get("calibratorVersion")
                            .asInt())
                    .isEqualTo(first.get("promotion").get("to").asInt());
        }
    }
}

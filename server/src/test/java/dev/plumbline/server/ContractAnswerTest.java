package dev.plumbline.server;

import static dev.plumbline.server.TestServer.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.plumbline.monitor.audit.CalibrationAudit;
import dev.plumbline.server.Streams.Pair;
import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Section 1, the audit's point 6: the answer's fields, and its numbers to the last digit. */
class ContractAnswerTest {
    private static final Pattern DECIMAL = Pattern.compile("[:\\[,](-?[0-9]+\\.[0-9]+(?:E-?[0-9]+)?)");

    @TempDir
    static Path data;

    private static TestServer server;
    private static List<Pair> pairs;
    private static Answer answer;
    private static JsonNode audit;
    private static List<String> log;

    /** Seed 51. */
    @BeforeAll
    static void start() {
        server = TestServer.start(data);
        pairs = Streams.drawn(
                51, "p", "7", 400, START.minus(Duration.ofDays(50)), START.minusSeconds(7200), Streams::muchLower);
        Streams.send(server, "fields", pairs);
        try (ContractLog lines = ContractLog.of(CalibrationAudit.class)) {
            answer = server.cron("/api/cron/calibration-audit?model=fields");
            log = lines.messages();
        }
        audit = answer.json();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void answer_isOkJson() {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("Cache-Control")).contains("no-store");
    }

    @Test
    void answer_hasTheContractsFields() {
        assertThat(audit.get("status").asString()).isEqualTo("completed");
        assertThat(audit.get("ece").isDouble()).isTrue();
        assertThat(audit.get("driftDetected").isBoolean()).isTrue();
        assertThat(audit.get("driftThreshold").asDouble()).isEqualTo(0.15);
        assertThat(audit.get("bins").isArray()).isTrue();
        assertThat(audit.get("bins").get(0).propertyNames())
                .contains("binStart", "binEnd", "avgPredicted", "avgActual", "count", "gap");
        assertThat(audit.get("totalSamples").isIntegralNumber()).isTrue();
        assertThat(audit.get("plattRefitted").isBoolean()).isTrue();
        assertThat(audit.get("plattParams").get("a").isDouble()).isTrue();
        assertThat(audit.get("plattParams").get("b").isDouble()).isTrue();
        assertThat(audit.get("auditedAt").asString()).isEqualTo("2026-06-01T12:00:00Z");
    }

    @Test
    void answer_hasTheFurtherFields() {
        assertThat(audit.get("band").asString()).isEqualTo("needs-attention");
        assertThat(audit.get("plattInForce").isBoolean()).isTrue();
        assertThat(audit.get("verdict").asString()).isEqualTo("Drifted");
        assertThat(audit.get("diagnosis").get("kind").asString()).isIn("offset", "slope", "shape");
        assertThat(audit.get("diagnosis").get("remedy").asString()).isNotEmpty();
        assertThat(audit.get("evidence").isObject()).isTrue();
        assertThat(audit.get("expectedEce").asDouble()).isBetween(0.001, 0.15);
        assertThat(audit.get("ecePValue").asDouble()).isBetween(0.0, 0.01);
        assertThat(audit.get("matureSamples").asInt()).isEqualTo((int) pairs.stream()
                // each outcome is known an hour later, so a delay of one day is learned
                .filter(pair -> pair.predictedAt().isBefore(Instant.parse("2026-05-31T00:00:00Z")))
                .count());
        JsonNode version = audit.get("versions").get(0);
        assertThat(version.propertyNames()).contains("version", "samples", "ece", "verdict");
        assertThat(version.get("version").asString()).isEqualTo("7");
        assertThat(version.get("samples").asInt()).isEqualTo(400);
        assertThat(version.get("ece").asDouble()).isEqualTo(audit.get("ece").asDouble());
        assertThat(audit.get("raw").propertyNames()).contains("ece", "bins", "logLoss");
        assertThat(audit.get("auditId").isIntegralNumber()).isTrue();
        assertThat(audit.get("model").asString()).isEqualTo("fields");
    }

    @Test
    void promotion_hasAllItsFields() {
        assertThat(audit.get("promotion").propertyNames())
                .contains("decision", "method", "from", "to", "reason", "logLossGain", "evidence", "interval");
        assertThat(audit.get("promotion").get("decision").asString()).isIn("Promoted", "Kept");
        assertThat(audit.get("promotion").get("interval").size()).isEqualTo(2);
    }

    /** Also where nothing was fitted, so that there is nothing to decide. */
    @Test
    void promotion_isInEveryCompletedAnswer_andNoFieldIsDropped() {
        Streams.send(server, "two", Streams.equal("a", "1", 0.5, 20, 60, START.minus(Duration.ofDays(30))));
        Streams.send(server, "two", Streams.equal("b", "2", 0.5, 20, 20, START));

        JsonNode few = server.cron("/api/cron/calibration-audit?model=two").json();

        assertThat(few.get("plattParams").isNull()).isTrue();
        assertThat(few.propertyNames()).containsExactlyElementsOf(audit.propertyNames());
        assertThat(few.get("promotion").propertyNames())
                .containsExactlyElementsOf(audit.get("promotion").propertyNames());
        assertThat(few.get("promotion").get("reason").asString()).contains("20", "50");
        assertThat(few.get("verdict").asString()).isEqualTo("NotEnoughData");
    }

    @Test
    void numbers_areNeverRounded() {
        Matcher numbers = DECIMAL.matcher(answer.body());
        int count = 0;
        int manyDigits = 0;
        while (numbers.find()) {
            String text = numbers.group(1);
            assertThat(text).isEqualTo(Double.toString(Double.parseDouble(text)));
            count++;
            manyDigits += text.length() > 15 ? 1 : 0;
        }
        assertThat(count).isGreaterThan(50);
        assertThat(manyDigits)
                .as("numbers with 14 digits or more, of %s", count)
                .isGreaterThan(30);
        assertThat(audit.get("ece").asDouble()).isCloseTo(Streams.ece(pairs, Pair::issued), offset(1e-13));
        assertThat(log).anyMatch(line -> line.contains("ECE " + audit.get("ece").asDouble() + " exceeds"));
        assertThat(log)
                .anyMatch(line ->
                        line.contains("A=" + audit.get("plattParams").get("a").asDouble() + " "));
    }

    @Test
    void record_isTheAnswer_toTheByte() {
        Answer stored =
                server.get("/models/fields/audits/" + audit.get("auditId").asLong());

        assertThat(stored.body()).isEqualTo(answer.body());
    }
}

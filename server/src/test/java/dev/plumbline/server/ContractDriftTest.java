package dev.plumbline.server;

import static dev.plumbline.server.TestServer.START;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.plumbline.monitor.audit.CalibrationAudit;
import dev.plumbline.server.Streams.Pair;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Section 1, the audit's point 3 and the bands: 0.15 and 0.10, and what is logged. */
class ContractDriftTest {
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

    /** 100 pairs at 0.5: the error is (50 - ones)/100, exactly. */
    @ParameterizedTest
    @CsvSource({
        "34, 0.16, true, needs-attention",
        "35, 0.15, false, acceptable",
        "36, 0.14, false, acceptable",
        "40, 0.1, false, acceptable",
        "41, 0.09, false, well-calibrated",
        "66, 0.16, true, needs-attention"
    })
    void drift_isAnErrorAboveThreshold_strictly(int ones, double ece, boolean drift, String band) {
        String model = "ones" + ones;
        Streams.send(server, model, Streams.equal("p", 0.5, ones, 100, START));
        try (ContractLog log = ContractLog.of(CalibrationAudit.class)) {
            JsonNode audit = audit(model);

            assertThat(audit.get("ece").asDouble()).isEqualTo(ece);
            assertThat(audit.get("driftDetected").asBoolean()).isEqualTo(drift);
            assertThat(audit.get("driftThreshold").asDouble()).isEqualTo(0.15);
            assertThat(audit.get("band").asString()).isEqualTo(band);
            List<String> alert = List.of("[calibration-audit] DRIFT ALERT: ECE " + ece + " exceeds threshold 0.15");
            assertThat(log.messages(Level.WARN)).isEqualTo(drift ? alert : List.of());
        }
    }

    /** Of three pairs the error is large by chance: the rule begins at 50, where the audit of the contract does. */
    @Test
    void fewPairs_areNoDrift_andNobodyIsAlarmed() {
        Streams.send(server, "few", Streams.equal("p", 0.2, 49, 49, START));
        try (ContractLog log = ContractLog.of(CalibrationAudit.class)) {
            JsonNode audit = server.post("/models/few/audits", "{}").json();
            assertThat(audit.get("ece").asDouble()).isCloseTo(0.8, Offset.offset(1e-12));
            assertThat(audit.get("driftDetected").asBoolean()).isFalse();
            assertThat(log.messages(Level.WARN)).isEmpty();
        }
    }

    /** Seed 1. The truth is far off, so the alert does not depend on luck. */
    @Test
    void driftAlert_carriesTheNumberInFull_asTheAnswerDoes() {
        List<Pair> pairs = Streams.drawn(
                1, "p", null, 300, START.minusSeconds(86_400), START.minusSeconds(7200), Streams::muchLower);
        Streams.send(server, "full", pairs);
        try (ContractLog log = ContractLog.of(CalibrationAudit.class)) {
            JsonNode audit = audit("full");

            double ece = audit.get("ece").asDouble();
            assertThat(ece).isCloseTo(Streams.ece(pairs, Pair::issued), Offset.offset(1e-12));
            assertThat(Double.toString(ece).length()).as("digits of %s", ece).isGreaterThan(12);
            assertThat(log.messages(Level.WARN))
                    .containsExactly("[calibration-audit] DRIFT ALERT: ECE " + ece + " exceeds threshold 0.15");
        }
    }

    /** Case A1: 80 pairs at 0.10 with no gap, 20 at 0.95 with a gap of 0.45; a mean over bins would give 0.225. */
    @Test
    void error_weighsBinsByTheirSize() {
        Streams.send(
                server,
                "uneven",
                Streams.both(Streams.equal("a", 0.1, 8, 80, START), Streams.equal("b", 0.95, 10, 20, START)));

        JsonNode audit = audit("uneven");

        assertThat(audit.get("ece").asDouble()).isCloseTo(0.09, Offset.offset(1e-12));
        assertThat(audit.get("driftDetected").asBoolean()).isFalse();
        assertThat(audit.get("mce").asDouble()).isCloseTo(0.45, Offset.offset(1e-12));
        assertThat(audit.get("brier").asDouble()).isCloseTo(0.1625, Offset.offset(1e-12));
        assertThat(audit.get("logLoss").asDouble()).isCloseTo(0.5647689355073127, Offset.offset(1e-12));
    }
}

package dev.plumbline.server;

import static dev.plumbline.server.TestServer.START;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Section 1, the audit's point 7: a failing audit. Tables are taken away by a second program, so it fails for real. */
class ContractFailureTest {
    private static final String CRON_LOG = "dev.plumbline.server.cron.CronJobs";
    private static final String FAILED = "{\"error\":\"Calibration audit failed\"}";

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

    private static Answer audit(String model) {
        return server.cron("/api/cron/calibration-audit?model=" + model);
    }

    private static JsonNode items(String path) {
        return server.get(path).json().get("items");
    }

    /** Each table is needed at another step: finding the model, the run, reading, committing early and committing last. */
    @ParameterizedTest
    @ValueSource(strings = {"models", "runs", "pair_sums", "calibrators", "promotions", "audits"})
    void failure_isAnsweredAndLogged_andNothingIsHalfWritten(String table) {
        String model = "without-" + table.replace('_', '-');
        server.put("/models/" + model, "{\"promotion\":\"always\"}");
        Streams.send(
                server,
                model,
                Streams.drawn(
                        61,
                        "p",
                        "1",
                        200,
                        START.minus(Duration.ofDays(9)),
                        START.minusSeconds(7200),
                        Streams::muchLower));

        try (ContractLog log = ContractLog.of(CRON_LOG)) {
            ContractDatabase.without(data, table, () -> {
                Answer answer = audit(model);
                assertThat(answer.status()).as(answer.body()).isEqualTo(500);
                assertThat(answer.body()).isEqualTo(FAILED);
            });
            List<ILoggingEvent> errors = log.events().stream()
                    .filter(event -> event.getLevel().equals(Level.ERROR))
                    .toList();
            assertThat(errors).hasSize(1);
            assertThat(errors.get(0).getFormattedMessage()).startsWith("[calibration-audit]");
            assertThat(errors.get(0).getThrowableProxy().getMessage()).contains(table);
        }

        assertThat(items("/models/" + model + "/audits").isEmpty()).isTrue();
        assertThat(items("/models/" + model + "/calibrators").isEmpty()).isTrue();
        assertThat(items("/models/" + model + "/promotions").isEmpty()).isTrue();
        assertThat(server.post("/models/" + model + "/calibrate", "{\"score\":0.5}")
                        .json()
                        .get("calibratorVersion")
                        .asInt())
                .isZero();

        Answer next = audit(model);
        assertThat(next.status()).as(next.body()).isEqualTo(200);
        assertThat(next.json().get("promotion").get("to").asInt()).isEqualTo(1);
    }

    @Test
    void failedRun_isListed_andItsKeyRunsAgain() {
        Streams.send(server, "listed", Streams.equal("p", 0.5, 20, 60, START));
        ContractDatabase.without(data, "audits", () -> {
            Answer answer = server.send(server.request("/api/cron/calibration-audit?model=listed", TestServer.CRON)
                    .header("Idempotency-Key", "monthly-1")
                    .build());
            assertThat(answer.status()).isEqualTo(500);
        });

        JsonNode run = items("/runs?job=audit&model=listed").get(0);
        assertThat(run.get("status").asString()).isEqualTo("failed");
        assertThat(run.get("endedAt").asString()).isEqualTo(START.toString());

        Answer again = server.send(server.request("/api/cron/calibration-audit?model=listed", TestServer.CRON)
                .header("Idempotency-Key", "monthly-1")
                .build());
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().has("replayed")).isFalse();
        assertThat(items("/runs?job=audit&model=listed").get(0).get("status").asString())
                .isEqualTo("completed");
    }
}

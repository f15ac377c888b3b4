package dev.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.Json;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The setting {@code logging.format}. No other server may run in this JVM meanwhile: they share the log. */
class OperationLogsTest {
    @TempDir
    private Path data;

    /** Spring keeps them for the next start in this JVM. */
    @AfterEach
    void forget() {
        System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
        System.clearProperty("FILE_LOG_STRUCTURED_FORMAT");
    }

    @Test
    void json_isOneObjectALine() {
        ContractLog.Started started = ContractLog.starting(() ->
                TestServer.start(data, Map.of("PLUMBLINE_LOGGING_FORMAT", "json", "CRON_SECRET", "fifteen-letters")));
        try (TestServer json = started.server()) {
            assertThat(json.uri("/").getPort()).isPositive();
            String[] lines = started.printed().strip().split("\n");
            assertThat(lines).hasSizeGreaterThan(1);
            for (String line : lines) {
                var event = Json.read(line);
                assertThat(event.required("@timestamp").stringValue()).isNotEmpty();
                assertThat(event.required("message").stringValue()).isNotEmpty();
                assertThat(event.required("log").required("level").stringValue())
                        .isNotEmpty();
            }
            assertThat(started.printed())
                    .contains("CRON_SECRET has only 15 characters")
                    .doesNotContain("fifteen-letters");
        }
    }
}

package dev.plumbline.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.UnavailableException;
import dev.plumbline.server.health.HealthCheck.Finding;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** What {@code /health} says when something is wrong; that it is well is looked at over HTTP. */
class HealthTest {
    private record Check(String name, Supplier<Finding> finding) implements HealthCheck {
        @Override
        public Finding look() {
            return finding.get();
        }
    }

    private static ResponseEntity<byte[]> ready(HealthCheck... checks) {
        return new HealthController(List.of(checks)).ready();
    }

    private static JsonNode json(ResponseEntity<byte[]> answer) {
        return Json.read(answer.getBody());
    }

    @Test
    void databaseThatIsAway_isNotReady_andSaysWhyWithoutItsPath() {
        Finding finding = StorageChecks.database(() -> {
            throw new UnavailableException("The database cannot be reached: /secret/plumbline.db is gone", null);
        });

        var answer = ready(new Check("disk", () -> Finding.UP), new Check("database", () -> finding));

        assertThat(answer.getStatusCode().value()).isEqualTo(503);
        assertThat(json(answer).required("status").stringValue()).isEqualTo("DOWN");
        assertThat(json(answer).at("/components/database/status").stringValue()).isEqualTo("DOWN");
        assertThat(json(answer).at("/components/database/reason").stringValue())
                .isEqualTo("The database cannot be reached");
        assertThat(json(answer).at("/components/disk/status").stringValue()).isEqualTo("UP");
    }

    @Test
    void fullDisk_isNotReady() {
        assertThat(StorageChecks.disk(StorageChecks.LEAST_FREE_BYTES)).isEqualTo(Finding.UP);
        var answer = ready(new Check("disk", () -> StorageChecks.disk(StorageChecks.LEAST_FREE_BYTES - 1)));

        assertThat(answer.getStatusCode().value()).isEqualTo(503);
        assertThat(json(answer).at("/components/disk/reason").stringValue()).contains("full", "8 MiB");
    }

    @Test
    void warning_isReady() {
        var answer = ready(new Check("jobs", () -> Finding.warn("audit of model m is overdue")));

        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        assertThat(json(answer).required("status").stringValue()).isEqualTo("UP");
        assertThat(json(answer).at("/components/jobs/status").stringValue()).isEqualTo("WARN");
        assertThat(json(answer).at("/components/jobs/reason").stringValue()).isEqualTo("audit of model m is overdue");
    }

    @Test
    void checkThatFails_isNotReady_andTheProcessIsAliveAllTheSame() {
        var controller = new HealthController(List.of(new Check("odd", () -> {
            throw new IllegalStateException("with a path /secret");
        })));

        assertThat(controller.ready().getStatusCode().value()).isEqualTo(503);
        assertThat(new String(controller.ready().getBody(), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain("secret");
        assertThat(controller.live().getStatusCode().value()).isEqualTo(200);
    }
}

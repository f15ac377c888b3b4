package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.badField;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock that only a test may turn. */
class ServingClockTest {
    @Test
    void turnsForwardsOnly(@TempDir Path data) {
        try (TestServer server = TestServer.start(data)) {
            assertThat(ok(server.get("/clock")).required("now").stringValue()).isEqualTo("2026-06-01T12:00:00Z");
            assertThat(ok(server.put("/clock", "{\"now\": \"2026-06-02T00:00:00+02:00\"}"))
                            .required("now")
                            .stringValue())
                    .isEqualTo("2026-06-01T22:00:00Z");
            ok(server.put("/clock", "{\"now\": \"2026-06-01T22:00:00Z\"}"));
            badField(
                    server.put("/clock", "{\"now\": \"2026-06-01T21:59:59.999999Z\"}"),
                    "now",
                    "forwards only",
                    "2026-06-01T21:59");
            badField(server.put("/clock", "{\"now\": \"tomorrow\"}"), "now", "ISO 8601", "tomorrow");
            badField(server.put("/clock", "{\"at\": \"2026-07-01\"}"), "body", "now", "at");
            problem(server.put("/clock", "{}"), 400);
            badField(server.put("/clock", ""), "body", "JSON object", "nothing");
            assertThat(ok(server.get("/clock")).required("now").stringValue()).isEqualTo("2026-06-01T22:00:00Z");
            server.predictions("m", HttpKit.prediction("a", 0.5));
            assertThat(HttpKit.stored(server, "m", "a").required("recordedAt").stringValue())
                    .isEqualTo("2026-06-01T22:00:00Z");
        }
    }

    @Test
    void isNoPathWithoutTheSetting(@TempDir Path data) {
        try (TestServer server = TestServer.start(data, Map.of("PLUMBLINE_CLOCK", ""))) {
            problem(server.put("/clock", "{\"now\": \"2030-01-01T00:00:00Z\"}"), 404);
            problem(server.get("/clock"), 404);
        }
    }
}

package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.badField;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Reports over windows, versions and segments. */
class ServingReportsTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
        pair("a", 0.1, 0, "1", "DE", "2026-05-01T00:00:00Z");
        pair("b", 0.3, 1, "1", "DE", "2026-05-01T13:30:00Z");
        pair("c", 0.5, 1, "2", "AT", "2026-05-02T00:00:00Z");
        pair("d", 0.7, 1, "2", "AT", "2026-05-31T12:00:00Z");
        pair("e", 0.9, 1, "2", "a:b", "2026-06-01T12:00:00Z");
        server.put("/models/empty", "{}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void pair(String id, double score, int actual, String version, String country, String observedAt) {
        server.predictions(
                "m",
                "{\"id\": \"" + id + "\", \"score\": " + score + ", \"version\": \"" + version
                        + "\", \"segments\": {\"country\": \"" + country
                        + "\"}, \"predictedAt\": \"2026-04-01T00:00:00Z\"}");
        server.outcomes(
                "m",
                "{\"predictionId\": \"" + id + "\", \"actual\": " + actual + ", \"observedAt\": \"" + observedAt
                        + "\"}");
    }

    private static JsonNode report(String query) {
        return ok(server.get("/models/m/reports" + query));
    }

    /** The sums of whole days and the rows at a window's edges must not count an outcome twice or lose one. */
    @ParameterizedTest
    @CsvSource({
        "'', 5",
        "?from=2026-05-01T00:00:00Z, 5",
        "?from=2026-05-01T00:00:00.000001Z, 4",
        "?from=2026-05-01T13:30:00Z, 4",
        "?from=2026-05-01T13:30:00.000001Z, 3",
        "?from=2026-05-02, 3",
        "?to=2026-05-01T00:00:00Z, 0",
        "?to=2026-05-01T00:00:00.000001Z, 1",
        "?to=2026-05-02T00:00:00Z, 2",
        "?from=2026-05-01T13:30:00Z&to=2026-05-02T00:00:00Z, 1",
        "?from=2026-05-01T13:30:00Z&to=2026-05-01T13:30:00Z, 0",
        "?from=2026-05-01T15:30:00%2B02:00&to=2026-05-01T15:30:01%2B02:00, 1",
        "?days=1, 2",
        "?days=30, 2",
        "?days=31, 4",
        "?days=36500, 5",
        "?days=1&to=2026-05-02T00:00:00Z, 2",
        "?days=1&to=2026-05-02T00:00:00.000001Z, 2",
        "?version=1, 2",
        "?version=2&to=2026-06-01T00:00:00Z, 2",
        "?version=3, 0",
        "?segment=country:DE, 2",
        "?segment=country:DE&from=2026-05-01T00:00:01Z, 1",
        "?segment=country:AT&version=1, 0",
        "?segment=country:a:b, 1",
        "?segment=country:XX, 0",
        "?segment=nothing:DE, 0"
    })
    void aWindowHoldsItsStartAndNotItsEnd(String query, int samples) {
        JsonNode report = report(query);
        assertThat(report.required("totalSamples").intValue()).isEqualTo(samples);
        long counted = 0;
        for (JsonNode bin : report.required("bins")) {
            counted += bin.required("count").longValue();
        }
        assertThat(counted).isEqualTo(samples);
    }

    @Test
    void versionsAddUp() {
        JsonNode report = report("");
        assertThat(report.required("versions").size()).isEqualTo(2);
        assertThat(report.required("versions").get(0).required("samples").intValue())
                .isEqualTo(2);
        assertThat(report.required("versions").get(1).required("samples").intValue())
                .isEqualTo(3);
        assertThat(report.required("version").isNull()).isTrue();
        assertThat(report("?version=2").required("version").stringValue()).isEqualTo("2");
    }

    @Test
    void aReportOfNothingHasNoNumbers() {
        JsonNode report = ok(server.get("/models/empty/reports"));
        assertThat(report.required("totalSamples").intValue()).isZero();
        assertThat(report.required("ece").doubleValue()).isZero();
        assertThat(report.required("bins").size()).isZero();
        assertThat(report.required("brier").isNull()).isTrue();
        assertThat(report.required("verdict").stringValue()).isEqualTo("NotEnoughData");
        assertThat(report.toString()).doesNotContain("NaN", "Infinity");
    }

    @ParameterizedTest
    @CsvSource({
        "?days=0, days, 1..36500, 0",
        "?days=36501, days, 1..36500, 36501",
        "?days=-1, days, 1..36500, -1",
        "?days=1.5, days, 1..36500, 1.5",
        "?days=many, days, 1..36500, many",
        "?days=, days, 1..36500, ''",
        "?days=99999999999, days, 1..36500, 99999999999",
        "?days=30&from=2026-05-01, days, left out, 30",
        "?from=soon, from, ISO 8601, soon",
        "?to=2026-13-01, to, ISO 8601, 2026-13-01",
        "?from=2026-05-02&to=2026-05-01, from, not after to, 2026-05-02",
        "?from=2027-01-01, from, not after to, 2027-01-01",
        "?from=2026-05-01T00:00:00+02:00, from, ISO 8601, 2026-05-01T00:00:00 02:00",
        "?segment=country, segment, KEY:VALUE, country",
        "?segment=:DE, segment, KEY:VALUE, :DE"
    })
    void badQueriesAreNamed(String query, String field, String allowed, String value) {
        badField(server.get("/models/m/reports" + query), field, allowed, value);
    }

    @Test
    void anUnknownModelHasNoReport() {
        assertThat(problem(server.get("/models/nobody/reports"), 404)
                        .required("detail")
                        .stringValue())
                .isEqualTo("Unknown model: nobody");
        problem(server.get("/models/nobody/reports?segment=country:DE"), 404);
    }
}

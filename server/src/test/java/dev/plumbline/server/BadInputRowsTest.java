package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.CSV;
import static dev.plumbline.server.HttpKit.counts;
import static dev.plumbline.server.HttpKit.outcome;
import static dev.plumbline.server.HttpKit.prediction;
import static dev.plumbline.server.HttpKit.problem;
import static dev.plumbline.server.HttpKit.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every bad row alone: 400 that names field, value and what is allowed; between good ones: they are kept. */
class BadInputRowsTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
        server.predictions("rows", prediction("known", 0.5));
        server.put("/models/classes", "{\"classes\": [\"low\", \"high\"]}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /**
     * A row, the field that is wrong with it (null: the row as such), a part of the value shown (null: no value), a part of what is allowed.
     */
    record Bad(String row, String field, String value, String allowed) {}

    private static Bad bad(String row, String field, String value, String allowed) {
        return new Bad(row.replace('\'', '"'), field, value, allowed);
    }

    static Stream<Bad> predictions() {
        return Stream.of(
                bad("{'id': 'b', 'score': 1.01}", "score", "1.01", "[0, 1]"),
                bad("{'id': 'b', 'score': 72}", "score", "72", "[0, 1]"),
                bad("{'id': 'b', 'score': -1e-300}", "score", "-1.0E-300", "[0, 1]"),
                bad("{'id': 'b', 'score': NaN}", "score", "NaN", "finite"),
                bad("{'id': 'b', 'score': -Infinity}", "score", "-Infinity", "finite"),
                bad("{'id': 'b', 'score': 1e400}", "score", "1e400", "range"),
                bad("{'id': 'b', 'score': '0.5'}", "score", "0.5", "without quotes"),
                bad("{'id': 'b', 'score': 'high'}", "score", "high", "number"),
                bad("{'id': 'b', 'score': true}", "score", "true", "number"),
                bad("{'id': 'b', 'score': [0.5]}", "score", "[0.5]", "number"),
                bad("{'id': 'b', 'score': null}", "score", null, "required"),
                bad("{'id': 'b'}", "score", null, "required"),
                bad("{'id': 'b', 'score': 0.5, 'probability': 1.5}", "probability", "1.5", "[0, 1]"),
                bad("{'id': 'b', 'score': 0.5, 'calibratorVersion': -1}", "calibratorVersion", "-1", "whole"),
                bad("{'id': 'b', 'score': 0.5, 'calibratorVersion': 1.5}", "calibratorVersion", "1.5", "whole"),
                bad("{'id': 'b', 'score': 0.5, 'weight': -1}", "weight", "-1", "[0, 1e9]"),
                bad("{'id': 'b', 'score': 0.5, 'weight': 1e300}", "weight", "1", "[0, 1e9]"),
                bad("{'id': 'b', 'score': 0.5, 'weight': '1'}", "weight", "1", "without quotes"),
                bad("{'id': 'b', 'score': 0.5, 'version': 2}", "version", "2", "text"),
                bad("{'id': 'b', 'score': 0.5, 'version': ' '}", "version", " ", "blank"),
                bad("{'id': 'b', 'score': 0.5, 'group': 7}", "group", "7", "text"),
                bad("{'id': 'b', 'score': 0.5, 'predictedAt': 'yesterday'}", "predictedAt", "yesterday", "ISO 8601"),
                bad("{'id': 'b', 'score': 0.5, 'predictedAt': 1767225600}", "predictedAt", "1767225600", "ISO 8601"),
                bad(
                        "{'id': 'b', 'score': 0.5, 'predictedAt': '2026-13-01T00:00:00Z'}",
                        "predictedAt",
                        "2026-13",
                        "ISO"),
                bad("{'id': 'b', 'score': 0.5, 'predictedAt': '2026-02-30'}", "predictedAt", "2026-02-30", "ISO"),
                bad("{'id': 'b', 'score': 0.5, 'predictedAt': '2026-01-01T25:00Z'}", "predictedAt", "T25", "ISO"),
                bad(
                        "{'id': 'b', 'score': 0.5, 'predictedAt': '10000-01-01T00:00:00Z'}",
                        "predictedAt",
                        "10000",
                        "9999"),
                bad(
                        "{'id': 'b', 'score': 0.5, 'predictedAt': '+10000-01-01T00:00:00Z'}",
                        "predictedAt",
                        "10000",
                        "9999"),
                bad("{'id': 'b', 'score': 0.5, 'predictedAt': '9999-12-31'}", "predictedAt", "9999", "a year from now"),
                bad("{'id': 'b', 'score': 0.5, 'predictedAt': '2027-07-01'}", "predictedAt", "2027", "a year from now"),
                bad("{'id': 'b', 'score': 0.5, 'predictedAt': '1969-12-31'}", "predictedAt", "1969", "1970"),
                bad("{'score': 0.5}", "id", null, "required"),
                bad("{'id': null, 'score': 0.5}", "id", null, "required"),
                bad("{'id': '', 'score': 0.5}", "id", "", "1 to 512"),
                bad("{'id': ' \\t ', 'score': 0.5}", "id", "", "blank"),
                bad("{'id': 7, 'score': 0.5}", "id", "7", "text in quotes"),
                bad("{'id': 'b\\u0000c', 'score': 0.5}", "id", "\\u0000", "NUL"),
                bad("{'id': 'b\\ud800', 'score': 0.5}", "id", "\\ud800", "surrogate"),
                bad("{'id': 'b', 'score': 0.5, 'segments': 'x'}", "segments", "x", "object"),
                bad("{'id': 'b', 'score': 0.5, 'segments': {'k': ['v']}}", "segments.k", "[", "text"),
                bad("{'id': 'b', 'score': 0.5, 'features': [1]}", "features", "[1]", "object"),
                bad("{'id': 'b', 'score': 0.5, 'features': {'age': {}}}", "features.age", "{}", "number"),
                bad("{'id': 'b', 'score': 0.5, 'features': {'age': NaN}}", "features.age", "NaN", "finite"),
                bad("{'id': 'b', 'score': 0.1, 'score': 0.1}", "score", null, "twice"),
                bad("{'id': 'known', 'score': 0.5, 'id': 'b'}", "id", null, "twice"),
                bad("['b', 0.5]", null, "[", "JSON object"),
                bad("'b'", null, "b", "JSON object"),
                bad("null", null, "null", "JSON object"),
                bad("{'id': 'b', 'score': 0.5", null, "{", "column"),
                bad("{'id': 'b', 'score': .5}", null, "{", "column"),
                bad("{id: 'b', 'score': 0.5}", null, "{", "column"),
                bad("id=b&score=0.5", null, "id=b", "column"),
                bad("{'id': 'b', 'score': 0.5, 'x': " + "[".repeat(30) + "]".repeat(30) + "}", null, "{", "deep"));
    }

    static Stream<Bad> outcomes() {
        return Stream.of(
                bad("{'predictionId': 'known', 'actual': 1.5}", "actual", "1.5", "[0, 1]"),
                bad("{'predictionId': 'known', 'actual': 'won'}", "actual", "won", "number"),
                bad("{'predictionId': 'known', 'actual': true}", "actual", "true", "number"),
                bad("{'predictionId': 'known', 'actual': NaN}", "actual", "NaN", "finite"),
                bad("{'predictionId': 'known', 'actual': 1e999}", "actual", "1e999", "range"),
                bad("{'predictionId': 'known'}", "actual", null, "required"),
                bad("{'actual': 1}", "predictionId", null, "required"),
                bad("{'id': 'known', 'actual': 1}", "predictionId", null, "required"),
                bad("{'predictionId': 'known', 'class': ''}", "class", "", "1 to 200"),
                bad("{'predictionId': 'known', 'class': 1.5}", "class", "1.5", "text"),
                bad("{'predictionId': 'known', 'actual': 1, 'observedAt': '2026-06-31'}", "observedAt", "06-31", "ISO"),
                bad("{'predictionId': 'known', 'actual': 1, 'observedAt': '2030-01-01'}", "observedAt", "2030", "year"),
                bad("{'predictionId': 'known', 'actual': 1, 'actual': 0}", "actual", null, "twice"),
                bad("{'predictionId': 'known', 'actual': 1", null, "{", "column"));
    }

    /** Cells of CSV are text, so what may stand there is another matter; columns id, score, weight. */
    static Stream<Bad> cells() {
        return Stream.of(
                bad("b,high,1", "score", "high", "number"),
                bad("b,,1", "score", null, "required"),
                bad("b,'0,5',1", "score", "0,5", "number"),
                bad("b,NaN,1", "score", "NaN", "number"),
                bad("b,1e400,1", "score", "1e400", "range"),
                bad("b,0.5,-2", "weight", "-2", "[0, 1e9]"),
                bad(",0.5,1", "id", null, "required"),
                bad("b,0.5", null, "2", "3"),
                bad("b,0.5,1,9", null, "4", "3"));
    }

    @ParameterizedTest
    @MethodSource("predictions")
    void prediction_(Bad bad) {
        check("predictions", HttpKit.NDJSON, bad, "", prediction("g1", 0.5), prediction("g2", 0.5));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void outcome_(Bad bad) {
        check("outcomes", HttpKit.NDJSON, bad, "", outcome("g1", 1), outcome("g2", 0));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void cell(Bad bad) {
        check("predictions", CSV, bad, "id,score,weight\n", "g1,0.5,1\n", "g2,0.5,1\n");
    }

    private static void check(String path, String type, Bad bad, String header, String before, String after) {
        String url = "/models/rows/" + path;
        int line = header.isEmpty() ? 1 : 2;
        JsonNode alone = problem(HttpKit.send(server, "POST", url, type, utf8(header + bad.row() + "\n")), 400);
        assertThat(alone.required("rejected").intValue()).isEqualTo(1);
        error(alone, line, bad);
        if (bad.field() != null) {
            assertThat(alone.required("detail").stringValue()).contains(bad.field());
        }
        JsonNode mixed =
                HttpKit.ok(HttpKit.send(server, "POST", url, type, utf8(header + before + bad.row() + "\n" + after)));
        assertThat(mixed.required("rejected").intValue()).isEqualTo(1);
        long kept = mixed.required("taken").longValue()
                + mixed.required("repeated").longValue()
                + mixed.required("waiting").longValue();
        assertThat(kept).isEqualTo(2);
        error(mixed, line + 1, bad);
    }

    private static void error(JsonNode answer, int line, Bad bad) {
        JsonNode error = answer.required("errors").get(0);
        assertThat(error.required("line").intValue()).as(error.toString()).isEqualTo(line);
        assertThat(
                        error.required("field").isNull()
                                ? null
                                : error.required("field").stringValue())
                .as(error.toString())
                .isEqualTo(bad.field());
        assertThat(error.required("allowed").stringValue()).contains(bad.allowed());
        if (bad.value() == null) {
            assertThat(error.required("value").isNull()).as(error.toString()).isTrue();
        } else {
            assertThat(error.required("value").stringValue()).contains(bad.value());
        }
    }

    /** Weight 0 is legal: the row is there and counts for nothing. */
    @org.junit.jupiter.api.Test
    void weightZeroIsLegal() {
        counts(
                server.predictions("light", "{\"id\": \"a\", \"score\": 0.9, \"weight\": 0}\n" + prediction("b", 0.5)),
                2,
                0,
                0,
                0,
                0);
        server.outcomes("light", outcome("a", 0) + outcome("b", 1));
        JsonNode report = HttpKit.report(server, "light");
        assertThat(report.required("totalSamples").intValue()).isEqualTo(2);
        assertThat(report.required("totalWeight").doubleValue()).isEqualTo(1);
        assertThat(report.required("ece").doubleValue()).isEqualTo(0.5);
        server.delete("/models/light/predictions/b");
        JsonNode weightless = HttpKit.report(server, "light");
        assertThat(weightless.required("totalSamples").intValue()).isEqualTo(1);
        assertThat(weightless.toString()).doesNotContain("NaN");
    }
}

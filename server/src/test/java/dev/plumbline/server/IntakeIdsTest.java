package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.CSV;
import static dev.plumbline.server.HttpKit.counts;
import static dev.plumbline.server.HttpKit.encoded;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.outcome;
import static dev.plumbline.server.HttpKit.prediction;
import static dev.plumbline.server.HttpKit.problem;
import static dev.plumbline.server.HttpKit.report;
import static dev.plumbline.server.HttpKit.stored;
import static dev.plumbline.server.HttpKit.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Ids are the caller's own text: whatever was recorded can be read, paired and deleted again. */
class IntakeIdsTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "007",
                "kunde/2026/07",
                "two words",
                "100%",
                "%2F",
                "a;b=c",
                "a\\b",
                "a//b",
                "/lead",
                "trail/",
                "../../etc/passwd",
                "..\\windows",
                "<script>alert(1)</script>",
                "=cmd|'/C calc'!A0",
                "'; drop table predictions; --",
                "{model}",
                "a?b#c&d=e",
                "ключ-ключ",
                "日本語",
                "👩‍🚀",
                "e\u0301",
                "a+b",
                "waiting",
                "x.json"
            })
    void anIdIsPlainText(String id) {
        String model = "ids";
        counts(server.predictions(model, prediction(id, 0.25)), 1, 0, 0, 0, 0);
        counts(server.outcomes(model, outcome(id, 1)), 1, 0, 0, 0, 0);
        JsonNode document = stored(server, model, id);
        assertThat(document.required("id").stringValue()).isEqualTo(id);
        assertThat(server.delete("/models/" + model + "/outcomes/" + encoded(id))
                        .status())
                .isEqualTo(204);
        assertThat(server.delete("/models/" + model + "/predictions/" + encoded(id))
                        .status())
                .isEqualTo(204);
        problem(server.get("/models/" + model + "/predictions/" + encoded(id)), 404);
        assertThat(report(server, model).required("totalSamples").intValue()).isZero();
    }

    /** These mean something to a path before it reaches the service; the query form takes any id. */
    @ParameterizedTest
    @ValueSource(strings = {".", "..", "line\nbreak", "tab\tid", "a/../b", "a/./b"})
    void anIdThatNoPathCanHoldGoesInTheQuery(String id) {
        String model = "query-ids";
        counts(server.predictions(model, prediction(id, 0.25)), 1, 0, 0, 0, 0);
        counts(server.outcomes(model, outcome(id, 1)), 1, 0, 0, 0, 0);
        JsonNode document = ok(server.get("/models/" + model + "/predictions?id=" + encoded(id)));
        assertThat(document.required("id").stringValue()).isEqualTo(id);
        assertThat(server.delete("/models/" + model + "/outcomes?id=" + encoded(id))
                        .status())
                .isEqualTo(204);
        assertThat(server.delete("/models/" + model + "/predictions?id=" + encoded(id))
                        .status())
                .isEqualTo(204);
        problem(server.delete("/models/" + model + "/predictions?id=" + encoded(id)), 404);
    }

    @Test
    void idsThatLookLikeNumbersStayTexts() {
        String rows = prediction("7", 0.1) + prediction("07", 0.2) + prediction("007", 0.3) + prediction("7.0", 0.4);
        counts(server.predictions("numbers", rows), 4, 0, 0, 0, 0);
        assertThat(stored(server, "numbers", "007").required("score").doubleValue())
                .isEqualTo(0.3);
        counts(
                HttpKit.send(
                        server, "POST", "/models/numbers/outcomes", CSV, utf8("predictionId,actual\n7,1\n007,0\n")),
                2,
                0,
                0,
                0,
                0);
        assertThat(stored(server, "numbers", "07").required("outcome").isNull()).isTrue();
        assertThat(stored(server, "numbers", "007")
                        .required("outcome")
                        .required("actual")
                        .doubleValue())
                .isZero();
    }

    /** Not the same to the byte is not the same, however it looks: the caller's system decides what is one id. */
    @Test
    void idsAreComparedToTheByte() {
        String rows = prediction("é", 0.1) + prediction("e\u0301", 0.2) + prediction("É", 0.3) + prediction("é ", 0.4);
        counts(server.predictions("bytes", rows), 4, 0, 0, 0, 0);
        assertThat(stored(server, "bytes", "e\u0301").required("score").doubleValue())
                .isEqualTo(0.2);
        assertThat(stored(server, "bytes", "é ").required("score").doubleValue())
                .isEqualTo(0.4);
    }

    @Test
    void anIdOf10KilobytesIsRefusedAndShownShort() {
        String id = "x".repeat(10_240);
        JsonNode answer =
                counts(server.predictions("length", prediction(id, 0.5) + prediction("good", 0.5)), 1, 0, 0, 0, 1);
        JsonNode error = answer.required("errors").get(0);
        assertThat(error.required("field").stringValue()).isEqualTo("id");
        assertThat(error.required("allowed").stringValue()).contains("512 characters");
        assertThat(error.required("value").stringValue()).hasSizeLessThan(200);
        counts(server.predictions("length", prediction("x".repeat(512), 0.5)), 1, 0, 0, 0, 0);
        counts(server.predictions("length", prediction("x".repeat(513), 0.5)), 0, 0, 0, 0, 1);
        // Asking for one is answered like asking for any unknown id, without the whole of it in the answer.
        JsonNode missing = problem(server.get("/models/length/predictions/" + "y".repeat(2_000)), 404);
        assertThat(missing.required("detail").stringValue()).hasSizeLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../x",
                "a/b",
                "<script>",
                "=cmd",
                ".hidden",
                "-dash",
                "two words",
                "ключ",
                "a%00b",
                "a;b",
                "'",
                "{x}"
            })
    void aModelsNameIsPlain(String name) {
        String path = "/models/" + encoded(name);
        assertThat(server.put(path, "{}").status()).isIn(400, 404);
        assertThat(server.predictions(encoded(name), prediction("a", 0.5)).status())
                .isIn(400, 404);
        assertThat(server.outcomes(encoded(name), outcome("a", 1)).status()).isIn(400, 404);
        assertThat(server.get("/models").json().required("items").toString()).doesNotContain("\"" + name + "\"");
    }

    @Test
    void aModelsNameIsRefusedNamingWhatIsAllowed() {
        HttpKit.badField(server.put("/models/%3Cscript%3E", "{}"), "model", "letters, digits", "<script>");
        HttpKit.badField(server.put("/models/" + "m".repeat(101), "{}"), "model", "100", "mmm");
        HttpKit.badField(server.predictions("a%2Fb", prediction("a", 0.5)), "model", "letters, digits", "a/b");
        HttpKit.badField(
                server.post("/models/%3Dcmd/calibrate", "{\"id\": \"a\", \"score\": 0.5}"), "model", "letters", "=cmd");
        assertThat(server.put("/models/" + "m".repeat(100), "{}").status()).isEqualTo(201);
    }
}

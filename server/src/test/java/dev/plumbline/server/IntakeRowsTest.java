package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.close;
import static dev.plumbline.server.HttpKit.counts;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.outcome;
import static dev.plumbline.server.HttpKit.prediction;
import static dev.plumbline.server.HttpKit.problem;
import static dev.plumbline.server.HttpKit.report;
import static dev.plumbline.server.HttpKit.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What becomes of rows that come early, late, twice, corrected or in conflict, and of what is deleted. */
class IntakeRowsTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static int samples(String model) {
        return report(server, model).required("totalSamples").intValue();
    }

    @Test
    void anEarlyOutcomeWaitsAndIsPairedWhenItsPredictionComes() {
        counts(server.outcomes("early", outcome("a", 1)), 0, 0, 0, 1, 0);
        assertThat(samples("early")).isZero();
        JsonNode waiting = ok(server.get("/models/early/outcomes/waiting"));
        assertThat(waiting.required("items").get(0).required("predictionId").stringValue())
                .isEqualTo("a");
        counts(server.outcomes("early", outcome("a", 1)), 0, 1, 0, 0, 0);
        counts(server.outcomes("early", outcome("a", 0)), 0, 0, 1, 0, 0);
        counts(server.predictions("early", prediction("a", 0.5)), 1, 0, 0, 0, 0);
        assertThat(samples("early")).isEqualTo(1);
        assertThat(report(server, "early").required("baseRate").doubleValue()).isZero();
        assertThat(ok(server.get("/models/early/outcomes/waiting"))
                        .required("items")
                        .size())
                .isZero();
    }

    @Test
    void whatIsNotSentIsNotComparedAndNotChanged() {
        String full = "{\"id\": \"a\", \"score\": 0.5, \"version\": \"7\", \"predictedAt\": \"2026-05-01T00:00:00Z\","
                + " \"group\": \"g\", \"weight\": 2, \"segments\": {\"k\": \"v\", \"j\": \"u\"}, \"features\": {\"x\": 1, \"w\": 2}}";
        counts(server.predictions("repeat", full), 1, 0, 0, 0, 0);
        counts(server.predictions("repeat", full), 0, 1, 0, 0, 0);
        counts(server.predictions("repeat", prediction("a", 0.5)), 0, 1, 0, 0, 0);
        String otherOrder = "{\"features\": {\"w\": 2, \"x\": 1}, \"segments\": {\"j\": \"u\", \"k\": \"v\"},"
                + " \"predictedAt\": \"2026-05-01T02:00:00+02:00\", \"score\": 0.50, \"id\": \"a\"}";
        counts(server.predictions("repeat", otherOrder), 0, 1, 0, 0, 0);
        JsonNode kept = stored(server, "repeat", "a");
        assertThat(kept.required("version").stringValue()).isEqualTo("7");
        assertThat(kept.required("weight").doubleValue()).isEqualTo(2);

        String timed = "{\"predictionId\": \"a\", \"actual\": 1, \"observedAt\": \"2026-05-20T00:00:00Z\"}";
        counts(server.outcomes("repeat", timed), 1, 0, 0, 0, 0);
        counts(server.outcomes("repeat", outcome("a", 1)), 0, 1, 0, 0, 0);
        counts(server.outcomes("repeat", outcome("a", 0)), 0, 0, 1, 0, 0);
        assertThat(stored(server, "repeat", "a")
                        .required("outcome")
                        .required("observedAt")
                        .stringValue())
                .isEqualTo("2026-05-20T00:00:00Z");
    }

    @Test
    void aCorrectionReplacesAndTheHistoryShowsEveryValue() {
        server.predictions("history", prediction("a", 0.5));
        for (double actual : new double[] {1, 0, 0.5, 0.25}) {
            server.outcomes("history", outcome("a", actual));
        }
        JsonNode document = stored(server, "history", "a");
        assertThat(StreamSupport.stream(document.required("history").spliterator(), false)
                        .map(each -> each.required("actual").doubleValue()))
                .containsExactly(1.0, 0.0, 0.5, 0.25);
        assertThat(document.required("outcome").required("corrections").intValue())
                .isEqualTo(3);
        assertThat(report(server, "history").required("baseRate").doubleValue()).isEqualTo(0.25);
        assertThat(samples("history")).isEqualTo(1);
    }

    @Test
    void aPredictionIsNeverChanged() {
        counts(server.predictions("conflict", prediction("a", 0.5)), 1, 0, 0, 0, 0);
        Answer alone = server.predictions("conflict", prediction("a", 0.6));
        JsonNode problem = problem(alone, 409);
        assertThat(problem.required("rejected").intValue()).isEqualTo(1);
        JsonNode error = problem.required("errors").get(0);
        assertThat(error.required("field").stringValue()).isEqualTo("score");
        assertThat(error.required("value").stringValue()).isEqualTo("0.6");
        assertThat(error.required("allowed").stringValue()).contains("0.5");
        JsonNode mixed = counts(
                server.predictions("conflict", prediction("b", 0.1) + prediction("a", 0.6) + prediction("c", 0.1)),
                2,
                0,
                0,
                0,
                1);
        assertThat(mixed.required("errors").get(0).required("line").longValue()).isEqualTo(2);
        assertThat(stored(server, "conflict", "a").required("score").doubleValue())
                .isEqualTo(0.5);
    }

    @Test
    void twoRowsOfOneIdInOneBatchAreJudgedOneAfterTheOther() {
        counts(
                server.predictions("twice", prediction("a", 0.5) + prediction("a", 0.5) + prediction("a", 0.6)),
                1,
                1,
                0,
                0,
                1);
        counts(server.outcomes("twice", outcome("a", 1) + outcome("a", 1) + outcome("a", 0)), 1, 1, 1, 0, 0);
        counts(server.outcomes("twice", outcome("z", 1) + outcome("z", 1) + outcome("z", 0)), 0, 1, 1, 1, 0);
        assertThat(samples("twice")).isEqualTo(1);
        assertThat(report(server, "twice").required("baseRate").doubleValue()).isZero();
    }

    @Test
    void whatIsDeletedLeavesEveryLaterReport() {
        server.predictions("delete", prediction("a", 0.2) + prediction("b", 0.8));
        server.outcomes("delete", outcome("a", 0) + outcome("b", 1) + outcome("early", 1));
        assertThat(samples("delete")).isEqualTo(2);

        assertThat(server.delete("/models/delete/predictions/a").status()).isEqualTo(204);
        assertThat(samples("delete")).isEqualTo(1);
        close(report(server, "delete").required("meanPredicted"), 0.8, 1e-12);
        problem(server.delete("/models/delete/predictions/a"), 404);
        problem(server.get("/models/delete/predictions/a"), 404);

        assertThat(server.delete("/models/delete/outcomes/b").status()).isEqualTo(204);
        assertThat(samples("delete")).isZero();
        assertThat(stored(server, "delete", "b").required("outcome").isNull()).isTrue();
        problem(server.delete("/models/delete/outcomes/b"), 404);
        counts(server.outcomes("delete", outcome("b", 1)), 1, 0, 0, 0, 0);
        assertThat(samples("delete")).isEqualTo(1);

        assertThat(server.delete("/models/delete/outcomes/early").status()).isEqualTo(204);
        assertThat(ok(server.get("/models/delete/outcomes/waiting"))
                        .required("items")
                        .size())
                .isZero();
        counts(server.predictions("delete", prediction("a", 0.4)), 1, 0, 0, 0, 0);
        problem(server.delete("/models/nobody/predictions/a"), 404);
        problem(server.delete("/models/nobody/outcomes/a"), 404);
    }

    @Test
    void classesAreOutcomesToo() {
        assertThat(server.put("/models/classes", "{\"classes\": [\"1\", \"2\", \"3\"]}")
                        .status())
                .isEqualTo(201);
        server.predictions("classes", prediction("a", 0.5) + prediction("b", 0.5) + prediction("c", 0.5));
        JsonNode answer = counts(
                server.outcomes(
                        "classes",
                        "{\"predictionId\": \"a\", \"class\": \"3\"}\n"
                                + "{\"predictionId\": \"b\", \"class\": 2, \"actual\": 0.5}\n"
                                + "{\"predictionId\": \"c\", \"class\": \"4\"}\n"),
                2,
                0,
                0,
                0,
                1);
        JsonNode error = answer.required("errors").get(0);
        assertThat(error.required("field").stringValue()).isEqualTo("class");
        assertThat(error.required("allowed").stringValue()).contains("[1, 2, 3]");
        assertThat(stored(server, "classes", "a")
                        .required("outcome")
                        .required("class")
                        .stringValue())
                .isEqualTo("3");
        assertThat(stored(server, "classes", "b")
                        .required("outcome")
                        .required("actual")
                        .doubleValue())
                .isEqualTo(0.5);
        // A class alone says nothing about a probability: it makes no pair of the report.
        assertThat(samples("classes")).isEqualTo(1);
        counts(server.outcomes("classes", "{\"predictionId\": \"a\", \"actual\": 1}"), 0, 0, 1, 0, 0);
        assertThat(stored(server, "classes", "a")
                        .required("outcome")
                        .required("class")
                        .stringValue())
                .isEqualTo("3");
        assertThat(samples("classes")).isEqualTo(2);
    }

    @Test
    void minusZeroIsZero() {
        counts(
                server.predictions("zero", "{\"id\": \"a\", \"score\": -0.0, \"probability\": -0.0, \"weight\": 1}"),
                1,
                0,
                0,
                0,
                0);
        counts(server.predictions("zero", "{\"id\": \"a\", \"score\": 0, \"probability\": 0}"), 0, 1, 0, 0, 0);
        counts(server.outcomes("zero", "{\"predictionId\": \"a\", \"actual\": -0.0}"), 1, 0, 0, 0, 0);
        counts(server.outcomes("zero", outcome("a", 0)), 0, 1, 0, 0, 0);
        Answer document = server.get("/models/zero/predictions/a");
        assertThat(document.body()).doesNotContain(":-0");
        assertThat(report(server, "zero")
                        .required("bins")
                        .get(0)
                        .required("count")
                        .intValue())
                .isEqualTo(1);
    }
}

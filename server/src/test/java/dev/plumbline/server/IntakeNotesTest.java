package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.counts;
import static dev.plumbline.server.HttpKit.outcome;
import static dev.plumbline.server.HttpKit.prediction;
import static dev.plumbline.server.HttpKit.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What intake assumes and says aloud: times, unknown fields, a scale that looks wrong. */
class IntakeNotesTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String warnings(Answer answer) {
        JsonNode warnings = answer.json().get("warnings");
        return warnings == null ? "" : warnings.toString();
    }

    private static String scores(int from, int to, double score) {
        return IntStream.range(from, to)
                .mapToObj(i -> prediction("p" + i, score))
                .reduce("", String::concat);
    }

    @Test
    void aMissingTimeIsThatOfArrival() {
        server.predictions("times", prediction("a", 0.5));
        server.outcomes("times", outcome("a", 1));
        JsonNode document = stored(server, "times", "a");
        assertThat(document.required("predictedAt").stringValue()).isEqualTo(TestServer.START.toString());
        assertThat(document.required("outcome").required("observedAt").stringValue())
                .isEqualTo(TestServer.START.toString());
    }

    @Test
    void aTimeWithoutAZoneIsUtcAndThatIsSaidOnce() {
        Answer answer = server.predictions(
                "zones",
                "{\"id\": \"a\", \"score\": 0.5, \"predictedAt\": \"2026-05-01T10:30:00\"}\n"
                        + "{\"id\": \"b\", \"score\": 0.5, \"predictedAt\": \"2026-05-01 10:30\"}\n"
                        + "{\"id\": \"c\", \"score\": 0.5, \"predictedAt\": \"2026-05-01T10:30:00-05:00\"}\n");
        counts(answer, 3, 0, 0, 0, 0);
        assertThat(answer.json().required("warnings").size()).isEqualTo(1);
        assertThat(warnings(answer)).contains("predictedAt", "UTC");
        assertThat(stored(server, "zones", "a").required("predictedAt").stringValue())
                .isEqualTo("2026-05-01T10:30:00Z");
        assertThat(stored(server, "zones", "b").required("predictedAt").stringValue())
                .isEqualTo("2026-05-01T10:30:00Z");
        assertThat(stored(server, "zones", "c").required("predictedAt").stringValue())
                .isEqualTo("2026-05-01T15:30:00Z");
        Answer outcomes =
                server.outcomes("zones", "{\"predictionId\": \"a\", \"actual\": 1, \"observedAt\": \"2026-05-02\"}");
        assertThat(warnings(outcomes)).contains("observedAt", "UTC");
        Answer silent = server.outcomes(
                "zones", "{\"predictionId\": \"b\", \"actual\": 1, \"observedAt\": \"2026-05-02T00:00:00Z\"}");
        assertThat(silent.json().has("warnings")).isFalse();
    }

    @Test
    void anUnknownFieldIsIgnoredAndNamed() {
        var tap = HttpKit.logTap();
        Answer answer = server.predictions("unknown", "{\"id\": \"a\", \"score\": 0.5, \"predicted_at\": \"x\"}");
        counts(answer, 1, 0, 0, 0, 0);
        assertThat(warnings(answer)).contains("unknown field predicted_at");
        assertThat(HttpKit.messages(tap)).anyMatch(line -> line.contains("unknown") && line.contains("predicted_at"));
        Answer outcome = server.outcomes("unknown", "{\"predictionId\": \"a\", \"actual\": 1, \"outcome\": 1}");
        assertThat(warnings(outcome)).contains("unknown field outcome");
    }

    @Test
    void aHundredFirstScoresOfAtMostOneOnAPercentModelAreWarnedAboutOnce() {
        var tap = HttpKit.logTap();
        server.put("/models/scale", "{\"scoreScale\": \"percent\"}");
        assertThat(warnings(server.predictions("scale", scores(0, 99, 0.7)))).isEmpty();
        Answer hundredth = server.predictions("scale", scores(99, 100, 1));
        assertThat(warnings(hundredth)).contains("first 100 scores", "percent", "unit");
        assertThat(HttpKit.messages(tap)).anyMatch(line -> line.contains("first 100 scores") && line.contains("scale"));
        assertThat(warnings(server.predictions("scale", scores(100, 110, 0.7)))).isEmpty();
    }

    @Test
    void oneLargerScoreAmongTheFirstHundredIsEnough() {
        server.put("/models/scale2", "{\"scoreScale\": \"percent\"}");
        Answer answer = server.predictions("scale2", prediction("big", 1.5) + scores(0, 150, 0.7));
        assertThat(warnings(answer)).isEmpty();
        server.put("/models/scale3", "{\"scoreScale\": \"unit\"}");
        assertThat(warnings(server.predictions("scale3", scores(0, 150, 0.7)))).isEmpty();
    }

    @Test
    void aYesOnAPercentModelIsAYesUnlessItsOutcomesAreDeclaredPercent() {
        server.put("/models/yes", "{\"scoreScale\": \"percent\"}");
        server.predictions(
                "yes", prediction("a", 72) + prediction("b", 72) + prediction("c", 72) + prediction("d", 72));
        Answer answer =
                server.outcomes("yes", outcome("a", 1) + outcome("b", 0) + outcome("c", 100) + outcome("d", 50));
        counts(answer, 4, 0, 0, 0, 0);
        assertThat(warnings(answer)).contains("actual 1 was read as 100 %", "outcomeScale");
        double[] read = {1, 0, 1, 0.5};
        for (int i = 0; i < 4; i++) {
            String id = String.valueOf((char) ('a' + i));
            assertThat(stored(server, "yes", id)
                            .required("outcome")
                            .required("actual")
                            .doubleValue())
                    .isEqualTo(read[i]);
        }
        server.put("/models/share", "{\"scoreScale\": \"percent\", \"outcomeScale\": \"percent\"}");
        server.predictions("share", prediction("a", 72));
        assertThat(warnings(server.outcomes("share", outcome("a", 1)))).isEmpty();
        assertThat(stored(server, "share", "a")
                        .required("outcome")
                        .required("actual")
                        .doubleValue())
                .isEqualTo(0.01);
    }

    /** The default model is a percent model, whoever calls it what. */
    @Test
    void theDefaultModelIsAPercentModel() {
        counts(server.predictions("default", prediction("a", 72)), 1, 0, 0, 0, 0);
        assertThat(stored(server, "default", "a").required("score").doubleValue())
                .isEqualTo(0.72);
    }
}

package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.counts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.Json;
import dev.plumbline.server.TestServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code POST .../records}: rows of a history, each a prediction, its outcome, or both. */
class IntakeRecordsTest {
    private static final String HISTORY = """
            {"id": "a", "score": 0.7, "actual": 1}
            {"id": "b", "score": 0.2}
            {"id": "c", "score": 0.9, "class": "x"}
            """;

    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Answer records(String model, String ndjson) {
        return server.send("POST", "/models/" + model + "/records", "application/x-ndjson", ndjson);
    }

    @Test
    void history_isTakenRowByRow_andRepeatedAsAWhole() {
        counts(records("once", HISTORY), 3, 0, 0, 0, 0);
        counts(records("once", HISTORY), 0, 3, 0, 0, 0);
        assertThat(server.get("/models/once/reports").json().get("totalSamples").intValue())
                .isEqualTo(1);
    }

    @Test
    void outcomesAlone_findTheirPrediction_orWait_orCorrect() {
        records("late", HISTORY);
        counts(records("late", """
                        {"predictionId": "b", "actual": 0}
                        {"id": "z", "actual": 1}
                        {"id": "a", "actual": 0}
                        """), 1, 0, 1, 1, 0);
        assertThat(server.get("/models/late/reports").json().get("totalSamples").intValue())
                .isEqualTo(2);
    }

    @Test
    void refusedPrediction_takesItsOutcomeWithIt() {
        records("other", HISTORY);
        Answer answer = records("other", "{\"id\": \"b\", \"score\": 0.3, \"actual\": 1}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(HttpKit.stored(server, "other", "b").get("outcome").isNull()).isTrue();
    }

    @Test
    void badRows_areNamed_andTheGoodOnesTaken() {
        Answer answer =
                records("bad", "{\"id\": \"a\"}\n{\"score\": 0.5}\n{\"actual\": 1}\n{\"id\": \"d\", \"score\": 0.5}");

        counts(answer, 1, 0, 0, 0, 3);
        assertThat(answer.json().get("errors").findValuesAsString("field")).containsExactly("score", "id", "id");
    }

    @Test
    void ingestKey_opensIt_theCronSecretDoesNot() {
        assertThat(status(TestServer.INGEST)).isEqualTo(200);
        assertThat(status(TestServer.CRON)).isNotEqualTo(200);
    }

    @Test
    void historyOut_isWhatCameIn_andNeedsTheAdminKey() {
        records("out", HISTORY);

        assertThat(server.get("/models/out/records")
                        .body()
                        .lines()
                        .map(line -> Json.read(line).get("id").asString()))
                .containsExactly("a", "b", "c");
        assertThat(server.get("/models/out/records?from=2026-06-02").body()).isEmpty();
        assertThat(server.get("/models/out/records?from=soon").status()).isEqualTo(400);
        assertThat(server.get("/models/nobody/records").status()).isEqualTo(404);
        assertThat(server.send(server.request("/api/v1/models/out/records", TestServer.INGEST)
                                .build())
                        .status())
                .isEqualTo(403);
    }

    private static int status(String key) {
        return server.send(server.request("/api/v1/models/keys/records", key)
                        .header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofString(HISTORY))
                        .build())
                .status();
    }
}

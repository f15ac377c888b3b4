package dev.plumbline.server;

import static dev.plumbline.server.TestServer.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Section 1: {@code Idempotency-Key} and {@code X-CloudScheduler-ScheduleTime}, also over a restart. */
class ContractKeyTest {
    private static final String AUDIT = "/api/cron/calibration-audit?model=m";
    private static final String RETRAIN = "/api/cron/retrain-ml?model=m";

    @TempDir
    Path data;

    private TestServer server() {
        Path training = data.resolve("training.json");
        ContractTraining.write(training, 81);
        return TestServer.start(data, Map.of("PLUMBLINE_TRAINING_DATA", training.toString()));
    }

    private static Answer call(TestServer server, String path, String header, String key) {
        Answer answer = server.send(
                server.request(path, TestServer.CRON).header(header, key).build());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static int runs(TestServer server) {
        return server.get("/runs?model=m").json().get("items").size();
    }

    private static void isReplayOf(Answer again, Answer first) {
        assertThat(first.json().has("replayed")).isFalse();
        ObjectNode body = (ObjectNode) again.json();
        assertThat(body.get("replayed").asBoolean()).isTrue();
        JsonNode rest = body.deepCopy().without("replayed");
        assertThat(rest.toString()).isEqualTo(first.json().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Idempotency-Key", "X-CloudScheduler-ScheduleTime"})
    void sameKey_givesTheStoredAnswer_alsoAfterARestart(String header) {
        Answer audit;
        Answer retrain;
        try (TestServer server = server()) {
            Streams.send(server, "m", Streams.equal("p", 0.5, 20, 60, START));
            audit = call(server, AUDIT, header, "2026-06-01T05:00:00Z");
            retrain = call(server, RETRAIN, header, "2026-06-01T05:00:00Z");
            assertThat(retrain.json().get("status").asString())
                    .as("a key is one job's")
                    .isEqualTo("completed");
            Streams.send(server, "m", Streams.equal("more", 0.5, 5, 5, START));

            isReplayOf(call(server, AUDIT, header, "2026-06-01T05:00:00Z"), audit);
            isReplayOf(call(server, RETRAIN, header, "2026-06-01T05:00:00Z"), retrain);
            assertThat(runs(server)).isEqualTo(2);
        }
        try (TestServer server = server()) {
            isReplayOf(call(server, AUDIT, header, "2026-06-01T05:00:00Z"), audit);
            isReplayOf(call(server, RETRAIN, header, "2026-06-01T05:00:00Z"), retrain);
            assertThat(runs(server)).isEqualTo(2);

            Answer other = call(server, AUDIT, header, "2026-07-01T05:00:00Z");
            assertThat(other.json().get("totalSamples").asInt()).isEqualTo(65);
            assertThat(other.json().has("replayed")).isFalse();
            assertThat(runs(server)).isEqualTo(3);
        }
    }

    @Test
    void sameKey_ofASkippedAudit_isReplayedToo_andAnotherModelsKeyIsItsOwn() {
        try (TestServer server = server()) {
            Streams.send(server, "m", Streams.equal("p", 0.5, 3, 7, START));
            Answer skipped = call(server, AUDIT, "Idempotency-Key", "k");
            assertThat(skipped.json().get("samples").asInt()).isEqualTo(7);
            Streams.send(server, "m", Streams.equal("more", 0.5, 20, 60, START));
            Streams.send(server, "other", Streams.equal("p", 0.5, 20, 60, START));

            isReplayOf(call(server, AUDIT, "Idempotency-Key", "k"), skipped);
            JsonNode other = call(server, "/api/cron/calibration-audit?model=other", "Idempotency-Key", "k")
                    .json();
            assertThat(other.get("totalSamples").asInt()).isEqualTo(60);
        }
    }
}

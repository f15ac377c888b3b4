package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A training that takes too long for somebody is ended by them. */
class TrainingCancelTest {
    private static final String PROBE = "{\"features\":{\"x\":3,\"y\":-3}}";

    @TempDir
    Path data;

    @Test
    void cancel_inMidTraining_theRunFailsAndTheOldModelServes() throws Exception {
        Path training = data.resolve("training.json");
        ContractTraining.write(training, 141);
        try (TestServer server = TestServer.start(data, Map.of("PLUMBLINE_TRAINING_DATA", training.toString()))) {
            ok(server.cron("/api/cron/retrain-ml"));
            JsonNode before = ok(server.post("/models/default/predict", PROBE));
            ContractTraining.write(training, 142, 40_000); // many seconds of work
            Answer begun = server.send(server.request("/api/cron/retrain-ml", TestServer.CRON)
                    .header("Prefer", "respond-async")
                    .build());
            String run = "/runs/" + begun.json().get("id").asLong();
            assertThat(until(server, run, found -> !found.get("progress").isNull())
                            .get("status")
                            .asString())
                    .isEqualTo("running");

            Answer cancelled = server.post(run + "/cancel", "");
            assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(202);
            JsonNode ended =
                    until(server, run, found -> !found.get("status").asString().equals("running"));
            assertThat(ended.get("status").asString()).isEqualTo("failed");
            assertThat(ended.get("error").asString()).startsWith("training was cancelled in ");
            assertThat(ended.get("progress").isNull()).isTrue();
            assertThat(ok(server.post("/models/default/predict", PROBE))).isEqualTo(before);
            assertThat(ok(server.get("/models/default/trained-models")).get("items"))
                    .hasSize(1);

            assertThat(server.post(run + "/cancel", "").status()).isEqualTo(409);
            assertThat(server.post("/runs/999/cancel", "").status()).isEqualTo(404);
            ok(server.cron("/api/cron/calibration-audit"));
            JsonNode audit = ok(server.get("/runs?job=audit")).get("items").get(0);
            assertThat(server.post("/runs/" + audit.get("id") + "/cancel", "").body())
                    .contains("only trainings can be cancelled");
        }
    }

    private static JsonNode until(TestServer server, String run, Predicate<JsonNode> there)
            throws InterruptedException {
        JsonNode found = ok(server.get(run));
        for (int i = 0; i < 6_000 && !there.test(found); i++) {
            Thread.sleep(10);
            found = ok(server.get(run));
        }
        return found;
    }
}

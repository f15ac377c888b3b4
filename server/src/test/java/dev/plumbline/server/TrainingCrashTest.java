package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server is killed in mid-training: the model that served goes on serving, and the run is a failed one. */
class TrainingCrashTest {
    private static final String PROBE = "{\"features\":{\"x\":3,\"y\":-3}}";
    private static final String READY = "begun";

    @TempDir
    Path data;

    /** A server that begins a training, says so, and is killed. */
    static final class Process {
        public static void main(String[] arguments) throws InterruptedException {
            TestServer server = server(Path.of(arguments[0]));
            Answer begun = server.send(server.request("/api/cron/retrain-ml", TestServer.CRON)
                    .header("Prefer", "respond-async")
                    .build());
            System.out.println(READY + " " + begun.status() + " " + begun.json().get("id"));
            Thread.sleep(60_000); // far longer than the parent waits
        }
    }

    private static TestServer server(Path data) {
        return TestServer.start(
                data,
                Map.of(
                        "PLUMBLINE_PROMOTION",
                        "always",
                        "PLUMBLINE_TRAINING_DATA",
                        data.resolve("training.json").toString()));
    }

    @Test
    void killedInMidTraining_theOldModelServes_andTheRunHasFailed() throws Exception {
        kill(1, new Random(0), 0);
    }

    @Test
    @Tag("full")
    void killedTwentyTimes_atAnyMoment_neverHalfATraining() throws Exception {
        long seed = System.nanoTime();
        System.out.println("TrainingCrashTest seed " + seed);
        kill(20, new Random(seed), 3_000);
    }

    /** @param latest how many milliseconds after the beginning the process is killed at the latest */
    private void kill(int rounds, Random random, int latest) throws Exception {
        JsonNode before;
        ContractTraining.write(data.resolve("training.json"), 131);
        try (TestServer server = server(data)) {
            ok(server.cron("/api/cron/retrain-ml"));
            before = ok(server.post("/models/default/predict", PROBE));
        }
        for (int round = 0; round < rounds; round++) {
            // large enough to be in the middle of it: some seconds of work
            ContractTraining.write(data.resolve("training.json"), 132 + round, 20_000);
            long run = killed(latest == 0 ? 0 : random.nextInt(latest));
            ContractTraining.write(data.resolve("training.json"), 131);
            try (TestServer server = server(data)) {
                JsonNode found = server.get("/runs/" + run).json();
                JsonNode now = ok(server.post("/models/default/predict", PROBE));
                if (latest > 0 && found.get("status").asString().equals("completed")) {
                    before = now; // it was over when the process was killed
                    continue;
                }
                assertThat(found.get("status").asString()).as(found.toString()).isEqualTo("failed");
                assertThat(found.get("error").asString()).isNotBlank();
                assertThat(now).isEqualTo(before);
                assertThat(ok(server.get("/models/default/trained-models"))
                                .get("items")
                                .get(0)
                                .get("modelVersion"))
                        .as("nothing half-written")
                        .isEqualTo(before.get("modelVersion"));
            }
        }
        try (TestServer server = server(data)) {
            assertThat(ok(server.cron("/api/cron/retrain-ml")).get("status").asString())
                    .as("and it trains again")
                    .isEqualTo("completed");
        }
    }

    /** The run that was under way when its process was killed. */
    private long killed(int afterMillis) throws IOException, InterruptedException {
        var process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Process.class.getName(),
                        data.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String[] words = out.lines()
                    .filter(line -> line.startsWith(READY))
                    .findFirst()
                    .orElseThrow(() -> new UncheckedIOException(new IOException("the server ended by itself")))
                    .split(" ", -1);
            assertThat(words[1]).isEqualTo("202");
            Thread.sleep(afterMillis);
            return Long.parseLong(words[2]);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}

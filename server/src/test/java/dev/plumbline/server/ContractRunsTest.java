package dev.plumbline.server;

import static dev.plumbline.server.TestServer.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Section 1, "Authentication": calls that meet a run, calls that come again; and the list of runs. */
class ContractRunsTest {
    private static final int CALLS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(4); // writers give up after 5

    @TempDir
    static Path data;

    private static TestServer server;
    private ExecutorService callers;

    @BeforeAll
    static void start() {
        ContractTraining.write(data.resolve("training.json"), 71);
        server = TestServer.start(
                data,
                Map.of("PLUMBLINE_TRAINING_DATA", data.resolve("training.json").toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void hire() {
        callers = Executors.newFixedThreadPool(CALLS);
    }

    @AfterEach
    void dismiss() {
        callers.shutdownNow();
    }

    private static JsonNode runs(String job, String model) {
        return server.get("/runs?job=" + job + "&model=" + model).json().get("items");
    }

    private static void model(String model) {
        Streams.send(server, model, Streams.equal("p", 0.5, 20, 60, START));
    }

    /** A look at the threads, so that no test has to sleep: how many callers stand and wait for a run. */
    static long waitingCallers() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().endsWith(".jobs.JobRunner")
                                && frame.getMethodName().equals("await")))
                .count();
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited %s", PATIENCE).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private List<CompletableFuture<Answer>> call(String path, int times) {
        List<CompletableFuture<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            calls.add(CompletableFuture.supplyAsync(() -> server.cron(path), callers));
        }
        return calls;
    }

    /** The first call's run cannot write until all the others stand beside it. */
    @ParameterizedTest
    @ValueSource(strings = {"audit calibration-audit", "retrain retrain-ml"})
    void callsDuringARun_joinIt(String jobAndPath) {
        String job = jobAndPath.split(" ", -1)[0];
        String path = "/api/cron/" + jobAndPath.split(" ", -1)[1] + "?model=join-" + job;
        model("join-" + job);
        List<CompletableFuture<Answer>> calls;
        try (ContractDatabase other = ContractDatabase.of(data)) {
            other.keepFromWriting();
            calls = call(path, CALLS);
            until(() -> waitingCallers() == CALLS);
            other.letWrite();
        }

        List<Answer> answers = calls.stream().map(CompletableFuture::join).toList();

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream().map(Answer::body).distinct().toList()).hasSize(1);
        assertThat(answers.get(0).json().get("status").asString()).isEqualTo("completed");
        assertThat(runs(job, "join-" + job).size()).isEqualTo(1);
    }

    /** Without any help: as many runs as there are different answers, however the calls fall. */
    @Test
    void manyCallsAtOnce_giveOneAnswerARun() {
        model("storm");

        Set<String> bodies = call("/api/cron/calibration-audit?model=storm", 40).stream()
                .map(CompletableFuture::join)
                .map(Answer::body)
                .collect(Collectors.toSet());

        assertThat(runs("audit", "storm").size()).isEqualTo(bodies.size());
    }

    @Test
    void callsForOtherModels_doNotJoin() {
        model("one");
        model("other");
        List<CompletableFuture<Answer>> calls = new ArrayList<>();
        try (ContractDatabase other = ContractDatabase.of(data)) {
            other.keepFromWriting();
            calls.addAll(call("/api/cron/calibration-audit?model=one", 1));
            calls.addAll(call("/api/cron/calibration-audit?model=other", 1));
            until(() -> waitingCallers() == 2);
            other.letWrite();
        }

        assertThat(calls.get(0).join().json().get("model").asString()).isEqualTo("one");
        assertThat(calls.get(1).join().json().get("model").asString()).isEqualTo("other");
        assertThat(runs("audit", "other").size()).isEqualTo(1);
    }

    @Test
    void callAfterARun_isARunOfItsOwn() {
        model("after");
        JsonNode first = server.cron("/api/cron/calibration-audit?model=after").json();
        Streams.send(server, "after", Streams.equal("more", 0.5, 5, 5, START));
        JsonNode second = server.cron("/api/cron/calibration-audit?model=after").json();

        assertThat(second.get("auditId")).isNotEqualTo(first.get("auditId"));
        assertThat(second.get("totalSamples").asInt()).isEqualTo(65);
        assertThat(second.has("replayed")).isFalse();
        assertThat(runs("audit", "after").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit calibration-audit", "retrain retrain-ml"})
    void everyRun_isListedWithAllItsFields(String jobAndPath) {
        String job = jobAndPath.split(" ", -1)[0];
        model("listed-" + job);
        assertThat(server.cron("/api/cron/" + jobAndPath.split(" ", -1)[1] + "?model=listed-" + job)
                        .status())
                .isEqualTo(200);

        JsonNode run = runs(job, "listed-" + job).get(0);

        assertThat(run.propertyNames())
                .contains("id", "job", "model", "slot", "node", "startedAt", "endedAt", "status", "attempts", "late");
        assertThat(run.get("job").asString()).isEqualTo(job);
        assertThat(run.get("model").asString()).isEqualTo("listed-" + job);
        assertThat(run.get("slot").isNull()).isTrue();
        assertThat(run.get("node").asString()).isNotEmpty();
        assertThat(run.get("startedAt").asString()).isEqualTo(START.toString());
        assertThat(run.get("endedAt").asString()).isEqualTo(START.toString());
        assertThat(run.get("status").asString()).isEqualTo("completed");
        assertThat(run.get("attempts").asInt()).isEqualTo(1);
        assertThat(run.get("late").asBoolean()).isFalse();
        ObjectNode one =
                (ObjectNode) server.get("/runs/" + run.get("id").asLong()).json();
        assertThat(one.remove("answer").get("status").asString()).isEqualTo("completed");
        assertThat(one.remove("progress").isNull()).isTrue();
        assertThat(one).isEqualTo(run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"})
    void onlyGetRunsAnything(String method) {
        String model = "method-" + method.toLowerCase(java.util.Locale.ROOT);
        model(model);
        for (String path : List.of("calibration-audit", "retrain-ml")) {
            Answer answer = server.send(server.request("/api/cron/" + path + "?model=" + model, TestServer.CRON)
                    .method(method, java.net.http.HttpRequest.BodyPublishers.noBody())
                    .build());

            assertThat(answer.status()).isEqualTo(method.equals("OPTIONS") ? 200 : 405);
            assertThat(answer.header("Allow")).contains("GET").doesNotContain("HEAD");
        }
        assertThat(server.get("/runs?model=" + model).json().get("items").isEmpty())
                .isTrue();
    }
}

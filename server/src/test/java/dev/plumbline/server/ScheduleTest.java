package dev.plumbline.server;

import static dev.plumbline.server.TestServer.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The built-in schedule, its clock turned by hand, and callers who do not wait. */
class ScheduleTest {
    private static final int CALLERS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Half an hour before the daily look's. */
    private static final Instant MORNING = Instant.parse("2026-06-02T05:00:00Z");

    private static final String DAILY = "0 30 5 * * *";
    private static final Map<String, String> LOOKS = Map.of("PLUMBLINE_SCHEDULE_LOOK", DAILY);

    @TempDir
    Path data;

    private TestServer server;

    private void start(Map<String, String> changes) {
        server = TestServer.start(data, changes);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Instant look(int day) {
        return Instant.parse("2026-06-01T05:30:00Z").plus(Duration.ofDays(day - 1));
    }

    private List<JsonNode> runs(String query) {
        return new ArrayList<>(
                server.get("/runs?" + query).json().get("items").valueStream().toList());
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited %s", PATIENCE).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private boolean completed(String query, int count) {
        List<JsonNode> runs = runs(query);
        return runs.size() == count
                && runs.stream().allMatch(run -> run.get("status").asString().equals("completed"));
    }

    private HttpRequest async(String path) {
        return server.request(path, TestServer.CRON)
                .header("Prefer", "wait=5, respond-async")
                .build();
    }

    @Test
    void clockTurnedOverDays_givesEachLookOfEachModelItsRun() {
        start(LOOKS);
        Streams.send(server, "m", Streams.equal("p", 0.5, 20, 60, START));
        server.put("/models/default", "{}");

        server.turnClock(look(6));
        until(() -> completed("job=look", 10));

        for (String model : List.of("m", "default")) {
            assertThat(runs("job=look&model=" + model))
                    .extracting(run -> run.get("slot").asString())
                    .containsExactly(
                            look(6).toString(),
                            look(5).toString(),
                            look(4).toString(),
                            look(3).toString(),
                            look(2).toString());
        }
        assertThat(runs("job=look"))
                .allMatch(run ->
                        !run.get("late").asBoolean() && run.get("attempts").asInt() == 1);
        JsonNode audit = server.get("/models/m/audits").json().get("items").get(0);
        assertThat(audit.get("plattRefitted").asBoolean()).isFalse();
        assertThat(audit.get("totalSamples").asInt()).isEqualTo(60);
        assertThat(server.get("/models/m/audits").json().get("items").size()).isEqualTo(5);
        assertThat(server.get("/models/m/promotions").json().get("items").size())
                .isZero();
        assertThat(runs("job=audit")).isEmpty();
    }

    @Test
    void retention_takesOldRowsAwayAfterTheDailyLook() {
        Map<String, String> settings = new HashMap<>(LOOKS);
        settings.put("PLUMBLINE_RETENTION", "P30D");
        start(settings);
        Streams.send(server, "m", Streams.equal("p", 0.5, 20, 60, START));
        assertThat(server.get("/models/m/predictions?id=p0").status()).isEqualTo(200);

        server.turnClock(look(45));
        until(() -> server.get("/models/m/predictions?id=p0").status() == 404);

        until(() -> completed("job=look&model=m", 44));
        assertThat(server.get("/models/m/reports").json().get("totalSamples").asInt())
                .isEqualTo(60);
    }

    @Test
    void allThreeJobs_runAtTheirTimes() {
        ContractTraining.write(data.resolve("training.json"), 71);
        start(Map.of(
                "PLUMBLINE_SCHEDULE_LOOK",
                DAILY,
                "PLUMBLINE_SCHEDULE_AUDIT",
                "0 0 5 1 * *",
                "PLUMBLINE_SCHEDULE_RETRAIN",
                "0 0 4 * * MON",
                "PLUMBLINE_TRAINING_DATA",
                data.resolve("training.json").toString()));

        server.turnClock(Instant.parse("2026-07-01T05:00:00Z"));
        until(() -> completed("limit=100", 1 + 4 + 29));

        assertThat(runs("job=audit"))
                .extracting(run -> run.get("slot").asString())
                .containsExactly("2026-07-01T05:00:00Z");
        assertThat(runs("job=retrain"))
                .extracting(run -> run.get("slot").asString())
                .containsExactly(
                        "2026-06-29T04:00:00Z", "2026-06-22T04:00:00Z", "2026-06-15T04:00:00Z", "2026-06-08T04:00:00Z");
    }

    @Test
    void slotsMissedWhileTheServerWasDown_areOneLateRun() {
        start(LOOKS);
        server.close();

        Map<String, String> later = new HashMap<>(LOOKS);
        later.put("PLUMBLINE_CLOCK", MORNING.plus(Duration.ofDays(5)).toString());
        start(later);
        until(() -> completed("job=look", 1));

        JsonNode run = runs("job=look").get(0);
        assertThat(run.get("slot").asString()).isEqualTo(look(6).toString());
        assertThat(run.get("late").asBoolean()).isTrue();
        server.turnClock(look(7));
        until(() -> completed("job=look", 2));
        assertThat(runs("job=look").get(0).get("late").asBoolean()).isFalse();
    }

    @Test
    void scheduleThatIsOff_runsNothing_andMissesNothing() {
        start(LOOKS);
        server.close();
        start(Map.of());
        server.turnClock(look(5));
        assertThat(runs("")).isEmpty();
        server.close();

        Map<String, String> later = new HashMap<>(LOOKS);
        later.put("PLUMBLINE_CLOCK", look(5).toString());
        start(later);
        server.turnClock(look(6));
        until(() -> completed("job=look", 1));

        assertThat(runs("job=look").get(0).get("late").asBoolean()).isFalse();
    }

    @Test
    void retrainWithoutItsData_fails_withItsMessage_onceASlot() {
        start(Map.of(
                "PLUMBLINE_SCHEDULE_RETRAIN",
                "0 0 4 * * MON",
                "PLUMBLINE_TRAINING_DATA",
                data.resolve("nothing.json").toString()));
        server.turnClock(Instant.parse("2026-06-08T04:00:00Z"));
        until(() -> runs("job=retrain").stream()
                .anyMatch(run -> run.get("status").asString().equals("failed")));

        JsonNode run = runs("job=retrain").get(0);
        assertThat(run.get("error").asString()).contains("nothing.json");
        assertThat(run.get("attempts").asInt()).isEqualTo(1);
        ContractTraining.write(data.resolve("nothing.json"), 71);
        // The retry is due a minute after its failure was noted, which may be after the run says so: so time goes on.
        Instant[] now = {Instant.parse("2026-06-08T04:00:00Z")};
        until(() -> {
            if (now[0].isBefore(Instant.parse("2026-06-08T05:00:00Z"))) {
                now[0] = now[0].plusSeconds(60);
                server.turnClock(now[0]);
            }
            return completed("job=retrain", 1);
        });
        assertThat(runs("job=retrain").get(0).get("attempts").asInt()).isEqualTo(2);
        assertThat(runs("job=retrain").get(0).get("error").isNull()).isTrue();
    }

    /** The run's completion takes some tenths of a second, time enough for the call to come. */
    @Test
    void callDuringAScheduledRun_joinsIt() {
        start(Map.of("PLUMBLINE_SCHEDULE_AUDIT", DAILY));
        Streams.send(server, "default", Streams.equal("p", 50, 20, 60, START));
        try (ContractDatabase other = ContractDatabase.of(data)) {
            other.execute("create trigger slow after update of status on runs when new.status = 'completed' begin"
                    + " select count(*) from (select 1 from predictions a, predictions b, predictions c, predictions d,"
                    + " predictions e limit 30000000); end");
        }
        server.turnClock(look(2));
        until(() -> !runs("job=audit").isEmpty());

        Answer answer = server.cron("/api/cron/calibration-audit");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(runs("job=audit")).hasSize(1);
        long id = runs("job=audit").get(0).get("id").asLong();
        assertThat(server.get("/runs/" + id).json().get("answer")).isEqualTo(answer.json());
        assertThat(runs("job=audit").get(0).get("slot").asString()).isEqualTo(look(2).toString());
    }

    @Test
    void hundredCallsAtOnce_areOneRunAndHundredEqualAnswers() {
        start(Map.of());
        Streams.send(server, "default", Streams.equal("p", 50, 20, 60, START));
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<CompletableFuture<Answer>> calls = new ArrayList<>();
        try (ContractDatabase other = ContractDatabase.of(data)) {
            other.keepFromWriting();
            for (int i = 0; i < CALLERS; i++) {
                calls.add(CompletableFuture.supplyAsync(() -> server.cron("/api/cron/calibration-audit"), callers));
            }
            until(() -> ContractRunsTest.waitingCallers() == CALLERS);
            other.letWrite();
        }
        List<Answer> answers = calls.stream().map(CompletableFuture::join).toList();
        callers.shutdown();

        assertThat(answers).hasSize(CALLERS).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
        assertThat(runs("job=audit")).hasSize(1);
    }

    @Test
    void respondAsync_answersBeforeTheRunHasEnded_andTheRunKeepsTheAnswer() {
        start(Map.of());
        Streams.send(server, "default", Streams.equal("p", 50, 20, 60, START));

        Answer accepted = server.send(async("/api/cron/calibration-audit"));

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("Preference-Applied")).isEqualTo("respond-async");
        long id = accepted.json().get("id").asLong();
        assertThat(accepted.header("Location")).isEqualTo("/api/v1/runs/" + id);
        assertThat(accepted.json().get("job").asString()).isEqualTo("audit");
        until(() -> completed("job=audit", 1));
        JsonNode run = server.get("/runs/" + id).json();
        assertThat(run.get("answer").get("totalSamples").asInt()).isEqualTo(60);
        Answer own = server.send(
                server.request("/api/v1/runs/" + id, TestServer.CRON).build());
        assertThat(own.status()).as("who was told to ask there may ask").isEqualTo(200);
        assertThat(own.json().get("answer").get("totalSamples").asInt()).isEqualTo(60);
        assertThat(server.send(server.request("/api/v1/runs", TestServer.CRON).build())
                        .status())
                .isEqualTo(403);
        assertThat(server.send(server.request("/api/v1/runs/" + id, TestServer.INGEST)
                                .build())
                        .status())
                .isEqualTo(403);
        assertThat(server.send(server.request("/api/cron/calibration-audit", "wrong")
                                .header("Prefer", "respond-async")
                                .build())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void respondAsync_ofARunThatFails_isAFailedRun() {
        start(Map.of("PLUMBLINE_TRAINING_DATA", data.resolve("nothing.json").toString()));

        Answer accepted = server.send(async("/api/cron/retrain-ml"));

        assertThat(accepted.status()).isEqualTo(202);
        String path = accepted.header("Location").substring("/api/v1".length());
        until(() -> server.get(path).json().get("status").asString().equals("failed"));
        assertThat(server.get(path).json().get("error").asString()).contains("nothing.json");
        assertThat(server.get(path).json().get("answer").isNull()).isTrue();
        assertThat(server.send(async("/api/cron/retrain-ml?model=nobody")).status())
                .isEqualTo(404);
    }

    @Test
    void respondAsync_withAKey_isTheSameRunAgain() {
        start(Map.of());
        HttpRequest keyed = server.request("/api/cron/calibration-audit", TestServer.CRON)
                .header("Prefer", "respond-async")
                .header("Idempotency-Key", "once")
                .build();

        String first = server.send(keyed).header("Location");
        until(() -> completed("job=audit", 1));

        assertThat(server.send(keyed).header("Location")).isEqualTo(first);
        Answer replayed = server.send(server.request("/api/cron/calibration-audit", TestServer.CRON)
                .header("Idempotency-Key", "once")
                .build());
        assertThat(replayed.json().get("replayed").asBoolean()).isTrue();
        assertThat(runs("job=audit")).hasSize(1);
    }

    /** In the middle of a training: it is finished before the process ends, or taken up at the next start. */
    @Test
    void stopInMidRun_leavesNoHalfResult() {
        ContractTraining.write(data.resolve("training.json"), 71);
        Map<String, String> settings = new HashMap<>(Map.of(
                "PLUMBLINE_SCHEDULE_RETRAIN",
                "0 0 4 * * MON",
                "PLUMBLINE_TRAINING_DATA",
                data.resolve("training.json").toString()));
        start(settings);
        Instant slot = Instant.parse("2026-06-08T04:00:00Z");
        server.turnClock(slot);
        server.close();

        settings.put("PLUMBLINE_CLOCK", slot.toString());
        start(settings);
        until(() -> completed("job=retrain", 1));

        JsonNode run = runs("job=retrain").get(0);
        assertThat(run.get("slot").asString()).isEqualTo(slot.toString());
        assertThat(run.get("late").asBoolean()).isFalse();
    }
}

package dev.plumbline.store;

import static dev.plumbline.store.ScheduleNode.EVERY_MINUTE;
import static dev.plumbline.store.ScheduleNode.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.intake.RowAnswer;
import dev.plumbline.monitor.jobs.Completion;
import dev.plumbline.monitor.jobs.JobRequest;
import dev.plumbline.monitor.jobs.JobRun;
import dev.plumbline.monitor.jobs.JobRunner;
import dev.plumbline.monitor.jobs.JobStates;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.jobs.Schedule;
import dev.plumbline.monitor.jobs.Slot;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.model.PromotionPolicy;
import dev.plumbline.store.ScheduleNode.SetClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slots on the real file: each has one committed result, whatever the clock does and whenever the node stops. */
class SlotQueueTest {
    private static final Instant START = Instant.parse("2026-06-01T12:00:30Z");
    private static final byte[] ANSWER = "{}".getBytes(StandardCharsets.UTF_8);

    private static final Schedule HOURLY = new Schedule(
            "look", "hourly", at -> at.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS));

    @TempDir
    Path directory;

    private final SetClock clock = new SetClock(START);
    private final AtomicInteger committed = new AtomicInteger();
    private ScheduleNode node;

    private ScheduleNode start(JobRunner.Body body, String... models) {
        return start(EVERY_MINUTE, body, models);
    }

    private ScheduleNode start(Schedule schedule, JobRunner.Body body, String... models) {
        node = new ScheduleNode(directory, clock, List.of(schedule), List.of(models), body);
        return node;
    }

    private byte[] commit(RunHandle run) {
        node.stores.runs().complete(new Completion(run, ANSWER, clock.now));
        committed.incrementAndGet();
        return ANSWER;
    }

    private static Instant minute(int minute) {
        return START.truncatedTo(ChronoUnit.MINUTES).plus(minute, ChronoUnit.MINUTES);
    }

    private static JobRun only(ScheduleNode node, String model) {
        assertThat(node.runs(model)).hasSize(1);
        return node.runs(model).get(0);
    }

    @Test
    void thousandSlots_throughRestartsAndJumps_haveOneResultEach() {
        Random random = new Random(4);
        Set<Instant> due = new TreeSet<>();
        Set<Instant> late = new TreeSet<>();
        Instant planned = START;
        int restarts = 0;
        AtomicBoolean hanging = new AtomicBoolean();
        AtomicInteger hung = new AtomicInteger();
        JobRunner.Body body = run -> {
            if (hanging.get()) {
                hung.incrementAndGet();
                new CountDownLatch(1).await(); // until it is interrupted
            }
            return commit(run);
        };
        start(body, "a", "b");
        while (due.size() < 500) {
            boolean restart = random.nextInt(3) == 0;
            if (restart) { // now and then surely in the middle of a run
                hanging.set(restarts % 4 == 0 && node.kept() > 0 && !clock.now.isBefore(planned));
                int before = hung.get();
                until(() -> !hanging.get() || hung.get() > before || node.kept() == 0);
                node.close();
                hanging.set(false);
                restarts++;
            }
            Duration step = Duration.ofMinutes(random.nextInt(25));
            clock.now = switch (random.nextInt(6)) {
                case 0 -> clock.now.plus(Duration.ofHours(1));
                case 1 -> clock.now.minus(Duration.ofHours(1));
                default -> clock.now.plus(step);
            };
            List<Instant> slots = new ArrayList<>();
            for (Instant at = EVERY_MINUTE.next().apply(planned);
                    !at.isAfter(clock.now);
                    at = at.plus(1, ChronoUnit.MINUTES)) {
                slots.add(at);
            }
            planned = slots.isEmpty() ? planned : slots.get(slots.size() - 1);
            if (restart) { // missed while nothing ran: the newest
                slots = slots.isEmpty() ? slots : List.of(planned);
                late.addAll(slots);
                start(body, "a", "b");
            }
            due.addAll(slots);
            node.turn(clock.now);
        }
        node.turn(planned.isAfter(clock.now) ? planned : clock.now);
        node.untilIdle();

        long interrupted = 0;
        for (String model : List.of("a", "b")) {
            List<JobRun> runs = node.runs(model);
            assertThat(runs).extracting(JobRun::slot).containsExactlyInAnyOrderElementsOf(due);
            assertThat(runs).extracting(JobRun::status).containsOnly("completed");
            interrupted += runs.stream().filter(run -> run.attempts() > 1).count();
            assertThat(runs.stream().filter(JobRun::late).map(JobRun::slot)).containsExactlyInAnyOrderElementsOf(late);
        }
        assertThat(committed).hasValue(2 * due.size());
        assertThat(restarts).isGreaterThan(5);
        assertThat(interrupted).isPositive();
        assertThat(late).isNotEmpty();
        node.close();
    }

    @Test
    void slotsMissedWhileNothingRan_areOneLateRun() {
        start(this::commit, "a").close();
        clock.now = minute(7);

        start(this::commit, "a");
        node.turn(clock.now);
        node.untilIdle();

        assertThat(only(node, "a").slot()).isEqualTo(minute(7));
        assertThat(only(node, "a").late()).isTrue();
        node.close();
        start(this::commit, "a");
        node.turn(minute(8));
        node.untilIdle();
        assertThat(node.runs("a")).extracting(JobRun::late).containsExactly(false, true);
        node.close();
    }

    @Test
    void clockThatGoesBack_repeatsNothing() {
        start(this::commit, "a");
        node.turn(minute(2));
        node.untilIdle();

        node.turn(minute(-58));
        node.turn(minute(2));
        node.turn(minute(3));
        node.untilIdle();

        assertThat(node.runs("a")).extracting(JobRun::slot).containsExactly(minute(3), minute(2), minute(1));
        node.close();
    }

    /** A date set by mistake and set right again: what is due goes on, what has its result has it. */
    @Test
    void clockThatGoesFarBack_repeatsNothing_andTheScheduleGoesOn() {
        start(HOURLY, this::commit, "a");
        node.turn(minute(50 * 60));
        node.untilIdle();

        node.turn(minute(60));
        node.turn(minute(49 * 60));
        node.turn(minute(51 * 60));
        node.untilIdle();

        assertThat(node.runs("a")).hasSize(51).allMatch(run -> run.attempts() == 1);
        assertThat(committed).hasValue(51);
        node.turn(minute(60));
        assertThat(node.stores.slots().progress("look").orElseThrow().plannedTo())
                .isEqualTo(minute(60));
        node.close();
    }

    @Test
    void slotThatAStopInterrupted_isTakenUpAtTheNextStart() {
        CountDownLatch begun = new CountDownLatch(1);
        start(
                run -> {
                    begun.countDown();
                    new CountDownLatch(1).await(); // until it is interrupted
                    return commit(run);
                },
                "a");
        node.turn(minute(1));
        until(() -> begun.getCount() == 0);
        node.close();

        start(this::commit, "a");
        node.turn(clock.now);
        node.untilIdle();

        JobRun run = only(node, "a");
        assertThat(run.status()).isEqualTo("completed");
        assertThat(run.attempts()).isEqualTo(2);
        assertThat(run.late()).isFalse();
        assertThat(run.error()).isNull();
        assertThat(committed).hasValue(1);
        node.close();
    }

    /** Two attempts at one slot at the same time, as after a pause: the newer one's result stands. */
    @Test
    void attemptThatWasOvertaken_cannotCommit() {
        start(this::commit);
        var slot = JobRequest.of(new Slot("look", "a", minute(1), true));
        RunHandle paused = node.stores.runs().start(slot, "one", clock.now).handle();
        RunHandle successor = node.stores.runs().start(slot, "other", clock.now).handle();

        assertThat(successor).isEqualTo(new RunHandle(paused.id(), 2));
        assertThatThrownBy(() -> commit(paused)).isInstanceOf(ConflictException.class);
        commit(successor);
        assertThat(node.stores.runs().start(slot, "third", clock.now).answer()).contains(ANSWER);
        assertThat(only(node, "a").late()).isTrue();
        node.close();
    }

    @Test
    void slotThatFails_isTriedThreeTimes_thenGivenUp() {
        AtomicInteger attempts = new AtomicInteger();
        start(
                run -> {
                    attempts.incrementAndGet();
                    throw new IllegalStateException("no data");
                },
                "a");
        clock.now = minute(1);
        node.turn(clock.now);
        until(() -> attempts.get() == 1);
        node.untilIdle();
        assertThat(only(node, "a").error()).isEqualTo("no data");
        assertThat(node.kept()).isEqualTo(1);

        // Only this slot: the clock moves without any further slot being planned.
        clock.now = minute(2);
        lookUntil(() -> attempts.get() == 2);
        node.untilIdle();
        clock.now = minute(12);
        lookUntil(() -> attempts.get() == 3);
        lookUntil(() -> node.kept() == 0);

        assertThat(only(node, "a").status()).isEqualTo("failed");
        assertThat(only(node, "a").attempts()).isEqualTo(3);
        node.close();
    }

    /** Whoever cancels a run does not want it to begin anew by itself. */
    @Test
    void slotThatIsCancelled_isNotTriedAgain() {
        AtomicInteger attempts = new AtomicInteger();
        start(
                run -> {
                    attempts.incrementAndGet();
                    throw new CancellationException("training was cancelled in reading, start");
                },
                "a");
        clock.now = minute(1);
        node.turn(clock.now);
        until(() -> attempts.get() == 1);
        node.untilIdle();

        assertThat(node.kept()).isZero();
        assertThat(only(node, "a").status()).isEqualTo("failed");
        assertThat(only(node, "a").error()).isEqualTo("training was cancelled in reading, start");
        node.close();
    }

    private void lookUntil(BooleanSupplier condition) {
        until(() -> {
            node.look();
            return condition.getAsBoolean();
        });
    }

    /** The queue's own connections and a writer that is never done take turns: neither fails the other. */
    @Test
    void slotsUnderIntake_bothGoOn() {
        start(this::commit, "a", "b", "c");
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Integer>> senders = new ArrayList<>();
        for (int sender = 0; sender < 4; sender++) {
            String name = "s" + sender + "-";
            senders.add(CompletableFuture.supplyAsync(() -> {
                int batch = 0;
                for (; !done.get(); batch++) {
                    var rows = Samples.predictions(name + batch + "-", 200);
                    assertThat(node.stores.intake().recordPredictions("m", Samples.UNIT, rows, START))
                            .containsOnly(RowAnswer.TAKEN);
                }
                return batch;
            }));
        }
        node.turn(minute(5));
        node.untilIdle();
        done.set(true);

        assertThat(senders).allSatisfy(sender -> assertThat(sender.join()).isPositive());
        for (String model : List.of("a", "b", "c")) {
            assertThat(node.runs(model))
                    .hasSize(5)
                    .allMatch(run -> run.status().equals("completed") && run.attempts() == 1);
        }
        node.close();
    }

    @Test
    void jobWithoutSuccessAnHourAfterItsTime_isOverdue() {
        start(
                HOURLY,
                run -> {
                    if (clock.now.isBefore(minute(100))) {
                        throw new IllegalStateException("no data");
                    }
                    return commit(run);
                },
                "m");
        Models models = new Models(node.stores.models(), clock, "m", PromotionPolicy.GATED);
        JobStates states = new JobStates(List.of(HOURLY), node.stores.slots(), node.stores.runs(), models, clock);

        assertThat(states.all()).containsExactly(new JobStates.JobState("look", "m", minute(60), null, false));
        clock.now = minute(120);
        assertThat(states.all().get(0).overdue()).isFalse();
        clock.now = minute(121);
        assertThat(states.all().get(0).overdue()).isTrue();
        node.turn(minute(121));
        node.untilIdle();
        assertThat(node.runs("m")).hasSize(2);
        assertThat(states.all()).containsExactly(new JobStates.JobState("look", "m", minute(180), minute(121), false));
        node.close();
    }
}

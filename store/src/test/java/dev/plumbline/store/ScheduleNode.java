package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.jobs.JobRequest;
import dev.plumbline.monitor.jobs.JobRun;
import dev.plumbline.monitor.jobs.JobRunner;
import dev.plumbline.monitor.jobs.Schedule;
import dev.plumbline.monitor.jobs.SlotPlanner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** What a server is to the schedule, without HTTP: planner, queue and runner over one database. */
final class ScheduleNode implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A look at every full minute. */
    static final Schedule EVERY_MINUTE = new Schedule(
            JobRequest.LOOK,
            "every minute",
            after -> after.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));

    /** A clock that goes wherever it is set. */
    static final class SetClock extends Clock {
        volatile Instant now;

        SetClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    final Database database;
    final Stores stores;
    final SetClock clock;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final SlotPlanner planner;
    private final SlotQueue queue;

    ScheduleNode(Path directory, SetClock clock, List<Schedule> schedules, List<String> models, JobRunner.Body body) {
        this.clock = clock;
        database = Database.open(directory);
        stores = Stores.over(database);
        stores.runs().failInterrupted(clock.now);
        JobRunner runner = new JobRunner(stores.runs(), clock, "node", executor);
        planner = new SlotPlanner(schedules, stores.slots(), () -> models, clock);
        planner.start();
        queue = SlotQueue.start(database, clock, "node", slot -> runner.run(JobRequest.of(slot), body));
    }

    void look() {
        queue.look();
    }

    void turn(Instant to) {
        clock.now = to;
        planner.plan();
        queue.look();
    }

    List<JobRun> runs(String model) {
        return stores.runs()
                .list(JobRequest.LOOK, model, Long.MAX_VALUE, 10_000)
                .items();
    }

    long kept() {
        return database.read(session -> session.number("select count(*) from scheduled_tasks"));
    }

    /** Until nothing is left to be run at this time. */
    void untilIdle() {
        until(() -> database.read(session ->
                        session.number("select count(*) from scheduled_tasks where picked = 1 or execution_time <= "
                                + clock.now.toEpochMilli()))
                == 0);
    }

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited %s", PATIENCE).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** A stop that waits for nothing: what runs is interrupted. */
    @Override
    public void close() {
        queue.close();
        executor.shutdownNow();
        database.close();
    }
}

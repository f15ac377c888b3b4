package dev.plumbline.store;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.plumbline.monitor.jobs.Slot;
import dev.plumbline.monitor.jobs.SlotPlanner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the kept slots run, by db-scheduler on a connection of its own. Picking a slot twice is harmless: its run has one
 * result, whoever commits it. So that connection need not flush each commit, and does not keep the writer waiting for that.
 */
public final class SlotQueue implements AutoCloseable {
    /** After a failed attempt the next one comes this much later; after the last the slot is given up. */
    private static final List<Duration> RETRIES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(10));

    private static final Duration HEARTBEAT = Duration.ofSeconds(8);
    private static final int HEARTBEATS_MISSED = 6;
    /** One after the other, in the order of their times: trainings side by side would take the machine from its callers. */
    private static final int THREADS = 1;

    private static final int FETCHED = 50;
    private static final Duration STOP = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(SlotQueue.class);

    private final Clock clock;
    private final Consumer<Slot> work;
    private final BesideWriter connections;
    private final Scheduler scheduler;
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    private SlotQueue(Database database, Clock clock, String node, Consumer<Slot> work) {
        this.clock = clock;
        this.work = work;
        this.connections = database.beside();
        List<Task<?>> tasks = SlotPlanner.JOBS.stream().<Task<?>>map(this::task).toList();
        // It waits by the clock, which may stand still or jump back: look() wakes it, so its own interval hardly
        // matters.
        this.scheduler = Scheduler.create(connections, tasks)
                .clock(clock::instant)
                .schedulerName(() -> node)
                .jdbcCustomization(new SqliteJdbcCustomization())
                .serializer(new NoData())
                .threads(THREADS)
                .pollUsingFetch(0, FETCHED)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(HEARTBEATS_MISSED)
                .failureLogging(LogLevel.OFF, false)
                .shutdownMaxWait(STOP)
                .build();
    }

    /**
     * Begins to have slots run, also those that an earlier process left.
     *
     * @param work runs a slot; what it throws is a failed attempt
     */
    public static SlotQueue start(Database database, Clock clock, String node, Consumer<Slot> work) {
        JdbcSlotStore.releaseAll(database);
        SlotQueue queue = new SlotQueue(database, clock, node, work);
        queue.scheduler.start();
        return queue;
    }

    /** Looks now whether there is anything to run. */
    public void look() {
        scheduler.triggerCheckForDueExecutions();
    }

    /** Picks nothing more. What runs goes on elsewhere; its slot stays kept, and the next start sees what became of it. */
    @Override
    public void close() {
        stopping = true;
        scheduler.stop();
        connections.close();
    }

    private Task<Void> task(String job) {
        return Tasks.custom(job, Void.class)
                .onFailure(this::failed)
                .onDeadExecution(this::dead)
                .execute((instance, context) -> {
                    run(instance);
                    return new CompletionHandler.OnCompleteRemove<>();
                });
    }

    private void run(TaskInstance<Void> instance) {
        String name = instance.getTaskAndInstance();
        running.add(name);
        try {
            work.accept(JdbcSlotStore.slot(instance.getTaskName(), instance.getId()));
        } finally {
            running.remove(name);
        }
    }

    private void failed(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        if (stopping) {
            return; // it stays picked, which the next start undoes
        }
        TaskInstance<?> task = complete.getExecution().taskInstance;
        Slot slot = JdbcSlotStore.slot(task.getTaskName(), task.getId());
        String name = slot.job() + " of model " + slot.model() + ", due " + slot.due() + ",";
        int failures = complete.getExecution().consecutiveFailures;
        if (wasCancelled(complete)) {
            LOG.warn("[jobs] {} was cancelled and is not tried again", name);
            operations.remove();
        } else if (failures >= RETRIES.size()) {
            LOG.error("[jobs] {} failed {} times and is given up", name, failures + 1);
            operations.remove();
        } else {
            Instant again = clock.instant().plus(RETRIES.get(failures));
            LOG.warn("[jobs] {} failed and is tried again at {}", name, again);
            operations.reschedule(complete, again);
        }
    }

    /** By somebody, who would not want it to begin anew: a stop of the process ends the queue before its runs. */
    private static boolean wasCancelled(ExecutionComplete complete) {
        return complete.getCause()
                .map(Throwable::getCause)
                .filter(CancellationException.class::isInstance)
                .isPresent();
    }

    /** Also called when the clock has jumped over a minute of a run that is well: that one is left alone. */
    private void dead(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        if (!running.contains(complete.getExecution().taskInstance.getTaskAndInstance())) {
            operations.reschedule(complete, complete.getExecution().executionTime);
        }
    }

    /** A slot says all in its name. */
    private static final class NoData implements Serializer {
        @Override
        public byte[] serialize(Object data) {
            return null;
        }

        @Override
        public <T> T deserialize(Class<T> type, byte[] data) {
            throw new IllegalStateException("A slot has no data");
        }
    }
}

package dev.plumbline.server.cron;

import dev.plumbline.monitor.jobs.SlotPlanner;
import dev.plumbline.server.NodeName;
import dev.plumbline.server.Settings;
import dev.plumbline.server.TurnableClock;
import dev.plumbline.store.Database;
import dev.plumbline.store.SlotQueue;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Runs the jobs on schedule. It looks at the clock once a second, which costs nothing, and when the clock is turned. */
@Component
class BuiltInSchedule implements AutoCloseable {
    /** Looks at the clock between two looks at the database, where retries wait for their time. */
    private static final int LOOKS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(BuiltInSchedule.class);

    private final SlotPlanner planner;
    private final SlotQueue queue;
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "schedule"));
    private int looks;

    BuiltInSchedule(Settings settings, Database database, Clock clock, SlotPlanner planner, CronJobs jobs) {
        this.planner = planner;
        planner.start();
        if (settings.schedules().isEmpty()) {
            this.queue = null;
            return;
        }
        this.queue = SlotQueue.start(database, clock, NodeName.local(), jobs::run);
        if (clock instanceof TurnableClock turnable) {
            turnable.onTurn(() -> look(true));
        }
        ticker.scheduleWithFixedDelay(() -> look(false), 0, 1, TimeUnit.SECONDS);
    }

    private synchronized void look(boolean turned) {
        try {
            if (planner.plan() || turned || looks++ % LOOKS == 0) {
                queue.look();
            }
        } catch (RuntimeException e) {
            LOG.warn("[jobs] what is due could not be planned and is looked at again: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        if (queue != null) {
            queue.close();
        }
    }
}

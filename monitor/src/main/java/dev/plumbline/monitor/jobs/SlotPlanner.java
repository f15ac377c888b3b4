package dev.plumbline.monitor.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices which slots have become due, for every known model, and has them kept; running them is somebody else's. How far it
 * is never goes back, so a clock that does repeats no slot.
 */
public final class SlotPlanner {
    /** What may be scheduled. */
    public static final List<String> JOBS = List.of(JobRequest.AUDIT, JobRequest.RETRAIN, JobRequest.LOOK);

    private static final int AT_ONCE = 500;
    private static final Logger LOG = LoggerFactory.getLogger(SlotPlanner.class);

    private final List<Schedule> schedules;
    private final SlotStore store;
    private final Supplier<List<String>> models;
    private final Clock clock;
    /** Before this nothing of the job is due; kept here so that looking costs nothing. Absent: never again. */
    private final Map<String, Instant> next = new HashMap<>();

    /**
     * @param schedules those that are on
     * @param models names of the known models
     */
    public SlotPlanner(List<Schedule> schedules, SlotStore store, Supplier<List<String>> models, Clock clock) {
        this.schedules = List.copyOf(schedules);
        this.store = store;
        this.models = models;
        this.clock = clock;
    }

    /** Once, before anything is planned: of the slots that were missed while every node was down, the newest is kept, late. */
    public synchronized void start() {
        JOBS.stream()
                .filter(job -> schedules.stream().noneMatch(each -> each.job().equals(job)))
                .forEach(store::end);
        Instant now = clock.instant();
        for (Schedule schedule : schedules) {
            SlotStore.Progress progress = store.progress(schedule.job())
                    .filter(known -> known.expression().equals(schedule.expression()))
                    .orElse(null);
            if (progress == null) {
                store.begin(schedule.job(), schedule.expression(), now);
                expect(schedule, now);
                continue;
            }
            Instant missed = schedule.newest(progress.plannedTo(), now);
            if (missed != null) {
                LOG.warn("[jobs] {}: nothing was running at {}; it is run now, late", schedule.job(), missed);
                keep(schedule, missed, List.of(missed), true);
            }
            expect(schedule, missed == null ? progress.plannedTo() : missed);
        }
    }

    /** @return whether anything has become due since it was last asked */
    public synchronized boolean plan() {
        Instant now = clock.instant();
        boolean any = false;
        for (Schedule schedule : schedules) {
            Instant first = next.get(schedule.job());
            while (first != null && !first.isAfter(now)) {
                List<Instant> due = schedule.due(first.minusNanos(1), now, AT_ONCE);
                Instant last = due.get(due.size() - 1);
                keep(schedule, last, due, false);
                expect(schedule, last);
                any = true;
                first = next.get(schedule.job());
            }
        }
        return any;
    }

    private void keep(Schedule schedule, Instant plannedTo, List<Instant> due, boolean late) {
        List<String> known = models.get();
        Stream<Slot> slots =
                due.stream().flatMap(at -> known.stream().map(model -> new Slot(schedule.job(), model, at, late)));
        store.plan(schedule.job(), plannedTo, slots.toList());
    }

    private void expect(Schedule schedule, Instant plannedTo) {
        next.put(schedule.job(), schedule.next().apply(plannedTo));
    }
}

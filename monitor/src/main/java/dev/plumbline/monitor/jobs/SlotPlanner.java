package dev.plumbline.monitor.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices which slots have become due, for every known model, and has them kept; running them is somebody else's. A clock that
 * goes back a little changes nothing; after more than {@link #FAR_BACK} it begins anew, so that a year set by mistake does not
 * silence it for a year. What has a result is not run again in either case: its run has that result.
 */
public final class SlotPlanner {
    /** What may be scheduled. */
    public static final List<String> JOBS = List.of(JobRequest.AUDIT, JobRequest.RETRAIN, JobRequest.LOOK);

    private static final Duration FAR_BACK = Duration.ofDays(1);
    private static final int AT_ONCE = 500;
    private static final Logger LOG = LoggerFactory.getLogger(SlotPlanner.class);

    private final List<Schedule> schedules;
    private final SlotStore store;
    private final Supplier<List<String>> models;
    private final Clock clock;
    /** Before this nothing of the job is due; kept here so that looking costs nothing. Absent: never again. */
    private final Map<String, Instant> next = new HashMap<>();

    private final Map<String, Instant> plannedTo = new HashMap<>();

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
            if (progress == null || isFarBack(now, progress.plannedTo())) {
                begin(schedule, now);
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

    private static boolean isFarBack(Instant now, Instant plannedTo) {
        return now.isBefore(plannedTo.minus(FAR_BACK));
    }

    private void begin(Schedule schedule, Instant now) {
        store.begin(schedule.job(), schedule.expression(), now);
        expect(schedule, now);
    }

    /** @return whether anything has become due since it was last asked */
    public synchronized boolean plan() {
        Instant now = clock.instant();
        boolean any = false;
        for (Schedule schedule : schedules) {
            if (isFarBack(now, plannedTo.get(schedule.job()))) {
                LOG.warn("[jobs] {}: the clock went back to {}; the schedule begins anew", schedule.job(), now);
                begin(schedule, now);
            }
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

    private void keep(Schedule schedule, Instant last, List<Instant> due, boolean late) {
        List<String> known = models.get();
        Stream<Slot> slots =
                due.stream().flatMap(at -> known.stream().map(model -> new Slot(schedule.job(), model, at, late)));
        store.plan(schedule.job(), last, slots.toList());
    }

    private void expect(Schedule schedule, Instant last) {
        plannedTo.put(schedule.job(), last);
        next.put(schedule.job(), schedule.next().apply(last));
    }
}

package dev.plumbline.monitor.jobs;

import dev.plumbline.monitor.jobs.RunStore.LastSuccess;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How each scheduled job stands for each model: when it is due, when it last went well, whether it is overdue. */
public final class JobStates {
    /** How long after its time a job may still be waited for: all its attempts fit in. */
    public static final Duration GRACE = Duration.ofHours(1);

    /**
     * One job of one model.
     *
     * @param nextDue the first due time without a success at or after it; null when the schedule never comes again
     * @param lastSuccess when a run of it, scheduled or called for, last completed; null: never
     * @param overdue whether it is more than {@link #GRACE} after {@code nextDue}
     */
    public record JobState(String job, String model, Instant nextDue, Instant lastSuccess, boolean overdue) {}

    private record Of(String job, String model) {}

    private final List<Schedule> schedules;
    private final SlotStore slots;
    private final RunStore runs;
    private final Models models;
    private final Clock clock;

    /** @param schedules those that are on: a job that is off is never due */
    public JobStates(List<Schedule> schedules, SlotStore slots, RunStore runs, Models models, Clock clock) {
        this.schedules = List.copyOf(schedules);
        this.slots = slots;
        this.runs = runs;
        this.models = models;
        this.clock = clock;
    }

    /** Every scheduled job with every known model. */
    public List<JobState> all() {
        Map<Of, Instant> successes = runs.lastSuccesses().stream()
                .collect(Collectors.toMap(each -> new Of(each.job(), each.model()), LastSuccess::at));
        List<Model> known = models.all();
        Instant now = clock.instant();
        List<JobState> states = new ArrayList<>();
        for (Schedule schedule : schedules) {
            Optional<SlotStore.Progress> progress = slots.progress(schedule.job());
            for (Model model : known) {
                Instant success = successes.get(new Of(schedule.job(), model.name()));
                Instant from = later(progress.map(SlotStore.Progress::since).orElse(now), model.createdAt());
                // One in the future is from before the clock went back: it must not hide what fails since.
                Instant due =
                        schedule.next().apply(success == null || success.isAfter(now) ? from : later(from, success));
                boolean overdue = due != null && now.isAfter(due.plus(GRACE));
                states.add(new JobState(schedule.job(), model.name(), due, success, overdue));
            }
        }
        return states;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}

package dev.plumbline.monitor.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where it is kept which slots have become due, and which of them are still to be run. */
public interface SlotStore {
    /**
     * How far a job's slots are planned.
     *
     * @param expression of the schedule that was followed
     * @param since when that schedule began
     * @param plannedTo every slot up to this time is planned
     */
    record Progress(String expression, Instant since, Instant plannedTo) {}

    Optional<Progress> progress(String job);

    /** Begins a schedule: slots after {@code now} are its own. */
    void begin(String job, String expression, Instant now);

    /** Keeps slots to be run and how far the planning is, in one transaction. A slot that was kept before stays as it is. */
    void plan(String job, Instant plannedTo, List<Slot> slots);

    /** Forgets the schedule of a job, and its slots that were still to be run. */
    void end(String job);
}

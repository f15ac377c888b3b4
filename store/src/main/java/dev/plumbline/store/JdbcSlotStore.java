package dev.plumbline.store;

import dev.plumbline.monitor.jobs.Slot;
import dev.plumbline.monitor.jobs.SlotStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Slots that became due; {@link SlotQueue} has them run. */
final class JdbcSlotStore implements SlotStore {
    private static final String PROGRESS = "select expression, since, planned_to from schedules where job = ?";
    private static final String BEGIN = """
            insert into schedules (job, expression, since, planned_to) values (?, ?, ?, ?)
            on conflict (job) do update set expression = excluded.expression, since = excluded.since,
                planned_to = excluded.planned_to
            """;
    private static final String PLANNED_TO = "update schedules set planned_to = ? where job = ? and planned_to < ?";
    private static final String KEEP = """
            insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version) values (?, ?, ?, 0, 1)
            on conflict (task_name, task_instance) do nothing
            """;
    private static final String END = "delete from schedules where job = ?";
    private static final String DROP_ALL = "delete from scheduled_tasks where task_name = ?";
    private static final String RELEASE_ALL = """
            update scheduled_tasks set picked = 0, picked_by = null, last_heartbeat = null, version = version + 1
            where picked = 1
            """;

    private static final String DUE = "due";
    private static final String LATE = "late";

    private final Database database;

    JdbcSlotStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Progress> progress(String job) {
        return database.read(session -> session.first(
                PROGRESS,
                row -> new Progress(
                        row.getString("expression"), Times.instant(row, "since"), Times.instant(row, "planned_to")),
                job));
    }

    @Override
    public void begin(String job, String expression, Instant now) {
        database.write(session -> session.update(BEGIN, job, expression, now, now));
    }

    @Override
    public void plan(String job, Instant plannedTo, List<Slot> slots) {
        database.write(session -> {
            for (Slot slot : slots) {
                session.update(KEEP, slot.job(), name(slot), slot.due().toEpochMilli());
            }
            return session.update(PLANNED_TO, plannedTo, job, plannedTo);
        });
    }

    @Override
    public void end(String job) {
        database.write(session -> {
            session.update(DROP_ALL, job);
            return session.update(END, job);
        });
    }

    /** At start, when no other process can be at work on this file: what was picked is to be picked again. */
    static void releaseAll(Database database) {
        database.write(session -> session.update(RELEASE_ALL));
    }

    /** Unique among the slots of a job. A model's name has no blank. */
    private static String name(Slot slot) {
        return slot.due() + " " + (slot.late() ? LATE : DUE) + " " + slot.model();
    }

    static Slot slot(String job, String name) {
        String[] parts = name.split(" ", 3);
        return new Slot(job, parts[2], Instant.parse(parts[0]), parts[1].equals(LATE));
    }
}

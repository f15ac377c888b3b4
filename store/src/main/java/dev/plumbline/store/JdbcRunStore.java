package dev.plumbline.store;

import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.jobs.Completion;
import dev.plumbline.monitor.jobs.JobRequest;
import dev.plumbline.monitor.jobs.JobRun;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.jobs.RunStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Runs of jobs, and the keys that they were asked for with. */
final class JdbcRunStore implements RunStore {
    private static final String OF_KEY = """
            select r.id, r.attempts, r.status, r.answer from run_keys k join runs r on r.id = k.run
            where k.job = ? and k.model = ? and k.caller_key = ?
            """;
    private static final String OF_SLOT = """
            select id, attempts, status, answer from runs where job = ? and model = ? and slot = ?
            """;
    private static final String OPEN = """
            insert into runs (job, model, variant, slot, late, node, started_at, status, attempts)
            values (?, ?, ?, ?, ?, ?, ?, 'running', 1)
            returning id
            """;
    private static final String OPEN_AGAIN = """
            update runs set node = ?, started_at = ?, ended_at = null, status = 'running', attempts = attempts + 1,
                error = null
            where id = ?
            """;
    private static final String REMEMBER_KEY = """
            insert into run_keys (job, model, caller_key, run) values (?, ?, ?, ?)
            on conflict (job, model, caller_key) do nothing
            """;
    private static final String COMPLETE = """
            update runs set status = 'completed', answer = ?, ended_at = ?
            where id = ? and attempts = ? and status = 'running'
            """;
    private static final String FAIL = """
            update runs set status = 'failed', error = ?, ended_at = ? where id = ? and attempts = ? and status = 'running'
            """;
    private static final String FAIL_INTERRUPTED = """
            update runs set status = 'failed', error = 'the process ended before the run did', ended_at = ?
            where status = 'running'
            """;
    private static final String PAGE = """
            select id, job, model, slot, node, started_at, ended_at, status, attempts, late, error from runs
            where id < ? and (? is null or job = ?) and (? is null or model = ?)
            order by id desc limit ?
            """;
    private static final String FIND = """
            select id, job, model, slot, node, started_at, ended_at, status, attempts, late, error from runs where id = ?
            """;
    private static final String ANSWER = "select answer from runs where id = ? and status = 'completed'";
    private static final String LAST_SUCCESSES = """
            select job, model, max(ended_at) as last_end from runs where status = 'completed' group by job, model
            """;

    // From the index runs_by_result alone: the answers stay unread.
    private static final String TOTALS = """
            select job, model, status, count(*), sum(ended_at - started_at), max(ended_at) as last_end from runs
            where ended_at is not null
            group by job, model, status
            """;

    private record KnownRun(long id, int attempts, String status, byte[] answer) {
        Optional<byte[]> answerIfCompleted() {
            return status.equals("completed") ? Optional.of(answer) : Optional.empty();
        }
    }

    private final Database database;

    JdbcRunStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<byte[]> answer(JobRequest request) {
        return request.key() == null && request.slot() == null
                ? Optional.empty()
                : database.read(session -> known(session, request).flatMap(KnownRun::answerIfCompleted));
    }

    /** The run of the same slot or key. */
    private static Optional<KnownRun> known(Session session, JobRequest request) throws SQLException {
        if (request.slot() == null && request.key() == null) {
            return Optional.empty();
        }
        return session.first(
                request.slot() != null ? OF_SLOT : OF_KEY,
                row -> new KnownRun(row.getLong(1), row.getInt(2), row.getString(3), row.getBytes(4)),
                request.job(),
                request.model(),
                request.slot() != null ? request.slot() : request.key());
    }

    @Override
    public Start start(JobRequest request, String node, Instant now) {
        return database.write(session -> {
            Optional<KnownRun> known = known(session, request);
            if (known.isEmpty()) {
                return open(session, request, node, now);
            }
            KnownRun run = known.get();
            Optional<byte[]> answer = run.answerIfCompleted();
            if (answer.isPresent()) {
                return new Start(new RunHandle(run.id(), run.attempts()), answer);
            }
            // Also a run that still says "running": its process is gone, or hangs. The higher fence shuts it out.
            session.update(OPEN_AGAIN, node, now, run.id());
            return new Start(new RunHandle(run.id(), run.attempts() + 1), Optional.empty());
        });
    }

    private static Start open(Session session, JobRequest request, String node, Instant now) throws SQLException {
        long id = session.number(
                OPEN,
                request.job(),
                request.model(),
                request.variant(),
                request.slot(),
                request.late() ? 1 : 0,
                node,
                now);
        if (request.key() != null) {
            rememberKey(session, request, id);
        }
        return new Start(new RunHandle(id, 1), Optional.empty());
    }

    private static void rememberKey(Session session, JobRequest request, long run) throws SQLException {
        session.update(REMEMBER_KEY, request.job(), request.model(), request.key(), run);
    }

    @Override
    public void join(JobRequest request, RunHandle run) {
        database.write(session -> {
            rememberKey(session, request, run.id());
            return null;
        });
    }

    @Override
    public void complete(Completion completion) {
        database.write(session -> {
            complete(session, completion);
            return null;
        });
    }

    /**
     * Completes a run, in the transaction that commits its result.
     *
     * @throws ConflictException if the run has ended or a later attempt has begun: the result must not be committed
     */
    static void complete(Session session, Completion completion) throws SQLException {
        RunHandle run = completion.run();
        int completed = session.update(COMPLETE, completion.answer(), completion.endedAt(), run.id(), run.fence());
        if (completed == 0) {
            throw new ConflictException("Attempt " + run.fence() + " at run " + run.id()
                    + " may not commit its result: the run has ended, or a later attempt has taken over");
        }
    }

    @Override
    public void fail(RunHandle run, String error, Instant now) {
        database.write(session -> session.update(FAIL, error, now, run.id(), run.fence()));
    }

    @Override
    public int failInterrupted(Instant now) {
        return database.write(session -> session.update(FAIL_INTERRUPTED, now));
    }

    @Override
    public Page<JobRun> list(String job, String model, long before, int limit) {
        return database.read(session -> {
            List<JobRun> runs = session.list(PAGE, JdbcRunStore::map, before, job, job, model, model, limit + 1);
            return Page.of(runs, limit, JobRun::id);
        });
    }

    @Override
    public Optional<JobRun> find(long id) {
        return database.read(session -> session.first(FIND, JdbcRunStore::map, id));
    }

    @Override
    public List<Total> totals() {
        return database.read(session -> session.list(
                TOTALS,
                row -> new Total(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getLong(4),
                        Duration.of(row.getLong(5), ChronoUnit.MICROS),
                        Times.instant(row, "last_end"))));
    }

    @Override
    public Optional<Long> answeredBy(JobRequest request) {
        return request.key() == null
                ? Optional.empty()
                : database.read(session -> known(session, request)
                        .filter(run -> run.answerIfCompleted().isPresent())
                        .map(KnownRun::id));
    }

    @Override
    public Optional<byte[]> answer(long id) {
        return database.read(session -> session.first(ANSWER, row -> row.getBytes(1), id));
    }

    @Override
    public List<LastSuccess> lastSuccesses() {
        return database.read(session -> session.list(
                LAST_SUCCESSES,
                row -> new LastSuccess(row.getString(1), row.getString(2), Times.instant(row, "last_end"))));
    }

    private static JobRun map(ResultSet row) throws SQLException {
        return new JobRun(
                row.getLong("id"),
                row.getString("job"),
                row.getString("model"),
                Times.instant(row, "slot"),
                row.getString("node"),
                Times.instant(row, "started_at"),
                Times.instant(row, "ended_at"),
                row.getString("status"),
                row.getInt("attempts"),
                row.getInt("late") == 1,
                row.getString("error"));
    }
}

package dev.plumbline.monitor.jobs;

import dev.plumbline.monitor.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where runs are kept. */
public interface RunStore {
    /** What a start finds: the right to run, or the answer that this key already has. */
    record Start(RunHandle handle, Optional<byte[]> answer) {}

    /** When a job last completed for a model, whoever asked for it. */
    record LastSuccess(String job, String model, Instant at) {}

    /** The answer that the request's key or slot was given before; empty also for a request without either. */
    Optional<byte[]> answer(JobRequest request);

    /**
     * Opens a run, or a further attempt at the failed run of the same key or slot.
     *
     * @return the stored answer when the key's or slot's run is completed, else a handle to run with
     */
    Start start(JobRequest request, String node, Instant now);

    /** Remembers that a key was answered by a run that it joined. A key that is known already is left as it is. */
    void join(JobRequest request, RunHandle run);

    /** Completes a run that has no result of its own to commit (a skipped audit). */
    void complete(Completion completion);

    /** Marks a run as failed; nothing else of it is kept. */
    void fail(RunHandle run, String error, Instant now);

    /**
     * Marks as failed what a process that is gone left running.
     *
     * @return how many there were
     */
    int failInterrupted(Instant now);

    /**
     * Runs, newest first.
     *
     * @param job null for all
     * @param model null for all
     * @param before only runs with a smaller id; {@link Long#MAX_VALUE} for the first page
     */
    Page<JobRun> list(String job, String model, long before, int limit);

    Optional<JobRun> find(long id);

    /**
     * The runs of one job of one model that ended one way, added up.
     *
     * @param result {@code completed} or {@code failed}
     * @param duration how long all of them took together
     * @param lastEnd when the last of them ended
     */
    record Total(String job, String model, String result, long runs, Duration duration, Instant lastEnd) {}

    /** All runs that have ended, added up. */
    List<Total> totals();

    /** The completed run that answered the request's key before; empty also for a request without a key. */
    Optional<Long> answeredBy(JobRequest request);

    /** The answer of a completed run. */
    Optional<byte[]> answer(long id);

    /** Of every job and model that ever completed. */
    List<LastSuccess> lastSuccesses();
}

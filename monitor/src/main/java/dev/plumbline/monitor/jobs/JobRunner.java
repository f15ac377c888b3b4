package dev.plumbline.monitor.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;

/**
 * Runs a job so that calling twice is harmless: a call during a run joins it and gets its answer; a key that was answered
 * before gets the stored answer; a caller that hangs up does not stop the run. Every run is a row.
 */
public final class JobRunner {
    /** The work of one run: it commits its result together with the {@link Completion} and returns the answer's bytes. */
    @FunctionalInterface
    public interface Body {
        byte[] run(RunHandle handle) throws Exception;
    }

    /**
     * @param body the answer's bytes as they were first given
     * @param replayed whether the key had this answer before
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes are handed through, never compared
    public record Answer(byte[] body, boolean replayed) {}

    private record Finished(Answer answer, RunHandle handle) {}

    private final RunStore runs;
    private final Clock clock;
    private final String node;
    private final ExecutorService executor;
    private final ConcurrentMap<String, CompletableFuture<Finished>> underWay = new ConcurrentHashMap<>();

    /**
     * @param node the name that this process's runs carry
     * @param executor where runs run, apart from the callers' threads
     */
    public JobRunner(RunStore runs, Clock clock, String node, ExecutorService executor) {
        this.runs = runs;
        this.clock = clock;
        this.node = node;
        this.executor = executor;
    }

    /**
     * Runs the job or joins the run under way.
     *
     * @throws JobFailedException with the cause, for the caller that ran it and for all that joined
     */
    public Answer run(JobRequest request, Body body) {
        if (request.key() != null) {
            Optional<byte[]> stored = runs.answer(request);
            if (stored.isPresent()) {
                return new Answer(stored.get(), true);
            }
        }
        String flight = request.job() + '\n' + request.model() + '\n' + request.variant();
        CompletableFuture<Finished> mine = new CompletableFuture<>();
        CompletableFuture<Finished> other = underWay.putIfAbsent(flight, mine);
        if (other != null) {
            Finished finished = await(other);
            if (request.key() != null) {
                runs.join(request, finished.handle());
            }
            return finished.answer();
        }
        try {
            executor.execute(() -> {
                Finished finished = null;
                Throwable failure = null;
                try {
                    finished = attempt(request, body);
                } catch (Throwable e) {
                    failure = e;
                }
                // Before anybody hears the answer: a call that follows it must not join a run that is over.
                underWay.remove(flight, mine);
                if (failure == null) {
                    mine.complete(finished);
                } else {
                    mine.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) { // the executor is shut down: the server is stopping
            underWay.remove(flight, mine);
            mine.completeExceptionally(e);
        }
        return await(mine).answer();
    }

    private Finished attempt(JobRequest request, Body body) throws Exception {
        RunStore.Start start = runs.start(request, node, clock.instant());
        if (start.answer().isPresent()) {
            return new Finished(new Answer(start.answer().get(), true), start.handle());
        }
        try {
            return new Finished(new Answer(body.run(start.handle()), false), start.handle());
        } catch (Throwable e) {
            markFailed(start.handle(), e, clock.instant());
            throw e;
        }
    }

    private void markFailed(RunHandle handle, Throwable cause, Instant now) {
        try {
            runs.fail(handle, String.valueOf(cause.getMessage()), now);
        } catch (RuntimeException e) {
            // The database is away: the run stays "running" and is marked as failed at the next start.
            cause.addSuppressed(e);
        }
    }

    private static Finished await(CompletableFuture<Finished> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw new JobFailedException(e.getCause() == null ? e : e.getCause());
        }
    }
}

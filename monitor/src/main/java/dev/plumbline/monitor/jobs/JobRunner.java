package dev.plumbline.monitor.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * Runs a job so that calling twice is harmless: a call during a run joins it and gets its answer; a key or slot that was
 * answered before gets the stored answer; a caller that hangs up does not stop the run. Every run is a row. A slot has a
 * result of its own: it waits for another run of its job to end, then runs.
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

    /** The thread of a run, while it is at work. */
    private static final class Worker {
        private Thread thread;
        private boolean cancelled;

        synchronized void begin() {
            thread = Thread.currentThread();
        }

        synchronized boolean cancel() {
            if (thread != null) {
                cancelled = true;
                thread.interrupt();
            }
            return thread != null;
        }

        /** From here on nothing reaches the thread; what did must not disturb the record of the failure. */
        synchronized void end() {
            thread = null;
            if (cancelled) {
                Thread.interrupted();
            }
        }
    }

    /** A run under way; {@code opened} is done as soon as its row is there. */
    private record Flight(
            Instant slot, CompletableFuture<RunHandle> opened, CompletableFuture<Finished> finished, Worker worker) {
        Flight(Instant slot) {
            this(slot, new CompletableFuture<>(), new CompletableFuture<>(), new Worker());
        }

        boolean cancel(long run) {
            return opened.isDone()
                    && !opened.isCompletedExceptionally()
                    && opened.join().id() == run
                    && worker.cancel();
        }

        boolean takes(JobRequest request) {
            return request.slot() == null || request.slot().equals(slot);
        }

        void fail(Throwable cause) {
            opened.completeExceptionally(cause); // without effect once the row is there
            finished.completeExceptionally(cause);
        }
    }

    private final RunStore runs;
    private final Clock clock;
    private final String node;
    private final ExecutorService executor;
    private final ConcurrentMap<String, Flight> underWay = new ConcurrentHashMap<>();

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
        Optional<byte[]> stored = runs.answer(request);
        if (stored.isPresent()) {
            return new Answer(stored.get(), true);
        }
        Flight mine = new Flight(request.slot());
        Flight flight = board(request, body, mine);
        Finished finished = await(flight.finished());
        if (flight != mine) {
            remember(request, finished);
        }
        return finished.answer();
    }

    /**
     * Begins a run, or joins the one under way, without waiting for its end.
     *
     * @param onFailure told why it failed, if it does after it has begun
     * @return the run; its answer is in the store when it has ended
     * @throws JobFailedException if it could not begin
     */
    public long begin(JobRequest request, Body body, Consumer<Throwable> onFailure) {
        Optional<Long> before = runs.answeredBy(request);
        if (before.isPresent()) {
            return before.get();
        }
        Flight mine = new Flight(request.slot());
        Flight flight = board(request, body, mine);
        long id = await(flight.opened()).id();
        flight.finished().whenCompleteAsync((finished, failure) -> {
            if (failure != null) {
                onFailure.accept(failure);
            } else if (flight != mine) {
                remember(request, finished);
            }
        });
        return id;
    }

    /**
     * Interrupts a run that is under way in this process. Work that heeds interrupts ends by failing, and nothing of it is kept; other work
     * goes on to its end.
     *
     * @return false if that run is not at work here, or no longer
     */
    public boolean cancel(long run) {
        return underWay.values().stream().anyMatch(flight -> flight.cancel(run));
    }

    private void remember(JobRequest request, Finished finished) {
        if (request.key() != null) {
            runs.join(request, finished.handle());
        }
    }

    /** The run that the request belongs to: {@code mine}, now under way, or one that it may join. */
    private Flight board(JobRequest request, Body body, Flight mine) {
        String name = request.job() + '\n' + request.model() + '\n' + request.variant();
        while (true) {
            Flight other = underWay.putIfAbsent(name, mine);
            if (other == null) {
                launch(name, mine, request, body);
                return mine;
            }
            if (other.takes(request)) {
                return other;
            }
            await(other.finished().handle((finished, failure) -> finished));
        }
    }

    private void launch(String name, Flight mine, JobRequest request, Body body) {
        try {
            executor.execute(() -> {
                Finished finished = null;
                Throwable failure = null;
                try {
                    finished = attempt(request, body, mine);
                } catch (Throwable e) {
                    failure = e;
                }
                // Before anybody hears the answer: a call that follows it must not join a run that is over.
                underWay.remove(name, mine);
                if (failure == null) {
                    mine.finished().complete(finished);
                } else {
                    mine.fail(failure);
                }
            });
        } catch (RuntimeException e) { // the executor is shut down: the server is stopping
            underWay.remove(name, mine);
            mine.fail(e);
        }
    }

    private Finished attempt(JobRequest request, Body body, Flight mine) throws Exception {
        RunStore.Start start = runs.start(request, node, clock.instant());
        mine.opened().complete(start.handle());
        if (start.answer().isPresent()) {
            return new Finished(new Answer(start.answer().get(), true), start.handle());
        }
        mine.worker().begin();
        try {
            return new Finished(new Answer(body.run(start.handle()), false), start.handle());
        } catch (Throwable e) {
            mine.worker().end();
            markFailed(start.handle(), e, clock.instant());
            throw e;
        } finally {
            mine.worker().end();
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

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new JobFailedException(e.getCause() == null ? e : e.getCause());
        } catch (CancellationException e) {
            // a run that was cancelled: of this kind alone a future makes no ExecutionException
            throw new JobFailedException(e);
        } catch (InterruptedException e) { // the server is stopping; the run goes on as long as it may
            Thread.currentThread().interrupt();
            throw new JobFailedException(e);
        }
    }
}

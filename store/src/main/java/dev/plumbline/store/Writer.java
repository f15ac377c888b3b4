package dev.plumbline.store;

import dev.plumbline.monitor.UnavailableException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes what is queued, runs each work in a savepoint of its own inside one transaction,
 * commits once, and only then answers: many callers share the cost of one flush to disk, and a work that fails undoes itself
 * alone. Whatever the database does, the next transaction starts clean, on a new connection if need be.
 */
final class Writer implements AutoCloseable {
    private static final int GROUP = 64;
    /** A transaction that has taken so long takes no more works, so that large batches do not wait for each other. */
    private static final long GROUP_NANOS = 20_000_000;

    private static final int QUEUE = 1_024;
    private static final String CLOSED = "The database is closed: the server is stopping";
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    /** Opens the connection to write on, outside any transaction. */
    @FunctionalInterface
    interface Connector {
        Session connect() throws SQLException;
    }

    private static final class Task<T> {
        private final Work<T> work;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private T result;
        private Throwable refusal;

        Task(Work<T> work) {
            this.work = work;
        }

        void run(Session session) throws SQLException {
            result = work.run(session);
        }

        void answer() {
            if (refusal == null) {
                answer.complete(result);
            } else {
                answer.completeExceptionally(refusal);
            }
        }
    }

    private final Task<Void> stop = new Task<>(session -> null);
    private final Connector connector;
    private final Semaphore turns;
    private final BlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>(QUEUE);
    private final Thread thread = new Thread(this::loop, "plumbline-writer");
    private final Object closing = new Object();
    private boolean closed;
    private volatile boolean failing;
    private Session session; // touched by the writer thread only

    /** @param turns one permit, fair: held for each transaction, so that another connection may have its turn between two */
    Writer(Connector connector, Semaphore turns) {
        this.connector = connector;
        this.turns = turns;
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs the work; it is on disk when this returns. What the work throws, this throws. */
    <T> T write(Work<T> work) {
        Task<T> task = new Task<>(work);
        enqueue(task);
        try {
            return task.answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw e; // an Error, such as no memory
        }
    }

    /** Whether the last transaction could not be written, whatever was in it. */
    boolean failing() {
        return failing;
    }

    private void enqueue(Task<?> task) {
        boolean interrupted = false;
        // Held while queueing, so that nothing is queued behind the end. The writer takes from the queue without it.
        synchronized (closing) {
            if (closed) {
                throw new UnavailableException(CLOSED, null);
            }
            closed = task == stop;
            while (true) {
                try {
                    queue.put(task);
                    break;
                } catch (InterruptedException e) { // the work is the caller's either way; it learns of this afterwards
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        List<Task<?>> taken = new ArrayList<>(GROUP);
        boolean stopped = false;
        while (!stopped) {
            taken.clear();
            try {
                taken.add(queue.take());
            } catch (InterruptedException e) {
                continue; // nobody else knows this thread; it ends by its stop task
            }
            queue.drainTo(taken, GROUP - 1);
            stopped = taken.remove(stop);
            Deque<Task<?>> open = new ArrayDeque<>(taken);
            while (!open.isEmpty()) {
                runGroup(open);
            }
        }
        disconnect(true);
    }

    /** Runs and answers at least one of the tasks; those that a broken transaction did not reach are left for the next. */
    private void runGroup(Deque<Task<?>> open) {
        List<Task<?>> group = new ArrayList<>(open.size());
        turns.acquireUninterruptibly();
        try {
            if (session == null) {
                session = connector.connect();
            }
            session.update("begin immediate");
            long began = System.nanoTime();
            while (!open.isEmpty() && System.nanoTime() - began < GROUP_NANOS) {
                group.add(open.remove());
                runInSavepoint(group.get(group.size() - 1));
            }
            session.update("commit");
            failing = false;
        } catch (Throwable e) {
            failing = true;
            disconnect(false);
            if (group.isEmpty()) {
                group.add(open.remove());
            }
            RuntimeException refusal = e instanceof SQLException sql
                    ? SqlErrors.translate(sql)
                    : new IllegalStateException("The writer failed: " + e, e);
            LOG.warn("[store] {} change(s) were not written: {}", group.size(), refusal.getMessage());
            // What a task was refused for by itself tells its caller more than the broken transaction does.
            group.forEach(task -> task.refusal = task.refusal == null ? refusal : task.refusal);
        } finally {
            turns.release();
        }
        group.forEach(Task::answer);
    }

    /** @throws SQLException if the transaction cannot go on */
    private void runInSavepoint(Task<?> task) throws SQLException {
        session.update("savepoint work");
        try {
            task.run(session);
        } catch (SQLException e) {
            task.refusal = SqlErrors.translate(e);
            session.update("rollback to savepoint work");
        } catch (Throwable e) {
            task.refusal = e;
            session.update("rollback to savepoint work");
        }
        session.update("release savepoint work");
    }

    /** Closing rolls back what is open, so that nothing of a broken transaction can be committed later. */
    private void disconnect(boolean optimize) {
        if (session == null) {
            return;
        }
        try (Session ended = session) {
            session = null;
            if (optimize) {
                ended.execute("pragma optimize");
            }
        } catch (SQLException e) {
            LOG.warn("[store] the writer's connection did not close cleanly: {}", e.getMessage());
        }
    }

    /** Finishes what is queued, then ends. */
    @Override
    public void close() {
        synchronized (closing) {
            if (!closed) {
                enqueue(stop);
            }
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

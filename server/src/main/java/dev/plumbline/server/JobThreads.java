package dev.plumbline.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which jobs run, apart from those that answer requests. A stop lets runs under way finish. */
final class JobThreads implements AutoCloseable {
    private static final int STOP_SECONDS = 20;

    private final AtomicInteger number = new AtomicInteger();
    private final ExecutorService executor =
            Executors.newCachedThreadPool(task -> new Thread(task, "job-" + number.incrementAndGet()));

    ExecutorService executor() {
        return executor;
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow(); // a training checks for the interrupt; its run is marked as failed
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

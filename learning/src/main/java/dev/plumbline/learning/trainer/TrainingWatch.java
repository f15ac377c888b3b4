package dev.plumbline.learning.trainer;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;

/**
 * Watches a training: tells where it is, and ends it when the thread is interrupted or the time is up. A training is ended,
 * never cut short, so that the same data gives the same model on a slow machine as well.
 */
public final class TrainingWatch {

    /** Where a training is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Called often, from the training's thread.
         *
         * @param trainer the trainer's name
         * @param step in words, such as {@code fold 1, round 20}
         */
        void at(String trainer, String step);
    }

    private final Duration limit;
    private final Progress progress;
    private final LongSupplier nanos;
    private final long start;
    private String trainer = "reading";
    private String step = "start";

    /**
     * Starts now.
     *
     * @param limit how long the training may take; above 0
     * @param progress told each step
     */
    public TrainingWatch(Duration limit, Progress progress) {
        this(limit, progress, System::nanoTime);
    }

    /**
     * Has started at a moment, such as when the reading of the data began.
     *
     * @param start by {@link System#nanoTime}
     */
    public TrainingWatch(Duration limit, Progress progress, long start) {
        this(limit, progress, System::nanoTime, start);
    }

    TrainingWatch(Duration limit, Progress progress, LongSupplier nanos) {
        this(limit, progress, nanos, nanos.getAsLong());
    }

    private TrainingWatch(Duration limit, Progress progress, LongSupplier nanos, long start) {
        this.limit = limit;
        this.progress = progress;
        this.nanos = nanos;
        this.start = start;
    }

    /**
     * Says where the training is.
     *
     * @throws CancellationException as {@link #check}
     * @throws TrainingTimeoutException as {@link #check}
     */
    public void step(String trainer, String step) {
        this.trainer = trainer;
        this.step = step;
        progress.at(trainer, step);
        check();
    }

    /**
     * Ends the training by an exception if it is to end.
     *
     * @throws CancellationException if the thread was interrupted; its interrupt flag stays set
     * @throws TrainingTimeoutException if the time is up
     */
    public void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("training was cancelled in " + trainer + ", " + step);
        }
        if (nanos.getAsLong() - start > limit.toNanos()) {
            throw new TrainingTimeoutException(limit, trainer, step);
        }
    }
}

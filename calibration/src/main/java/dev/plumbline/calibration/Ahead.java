package dev.plumbline.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Supplier;

/**
 * Independent parts of one piece of work: other threads, where the machine has any to spare, take them from the front, this one from the
 * back. A part is computed whole by one thread, so what comes out does not depend on how many there are.
 */
final class Ahead {

    private final List<ForkJoinTask<?>> parts = new ArrayList<>();

    /** Adds a part, largest first or last; its value is there after {@link #run}. */
    <T> Supplier<T> add(Callable<T> part) {
        ForkJoinTask<T> task = ForkJoinTask.adapt(part);
        parts.add(task);
        return task::join;
    }

    /** Computes all parts. */
    void run() {
        parts.forEach(ForkJoinTask::fork);
        for (int i = parts.size() - 1; i >= 0; i--) {
            parts.get(i).join();
        }
    }
}

package dev.plumbline.learning.trainer;

import java.time.Duration;

/** A training took longer than it may; nothing of it was kept. */
public final class TrainingTimeoutException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    TrainingTimeoutException(Duration limit, String trainer, String step) {
        super("the time limit of " + limit + " (training.timeLimit) passed in " + trainer + ", " + step);
    }
}

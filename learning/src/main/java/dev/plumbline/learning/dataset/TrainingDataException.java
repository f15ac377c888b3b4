package dev.plumbline.learning.dataset;

/**
 * The training data cannot be used. The message names the place in the data and the value found there, so that it can be
 * shown as it is: {@code trainSet.labels[3] must be a whole number of at least 0, got "good"}. Indices count from 0.
 */
public final class TrainingDataException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public TrainingDataException(String message) {
        super(message);
    }

    TrainingDataException(String message, Throwable cause) {
        super(message, cause);
    }
}

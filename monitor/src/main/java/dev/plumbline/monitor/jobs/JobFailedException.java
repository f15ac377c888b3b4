package dev.plumbline.monitor.jobs;

/** A run failed; the cause says why. */
public final class JobFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JobFailedException(Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}

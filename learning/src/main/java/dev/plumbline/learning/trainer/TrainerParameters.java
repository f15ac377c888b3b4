package dev.plumbline.learning.trainer;

/**
 * How the regression is solved.
 *
 * @param l2 the penalty on squared standardised weights, added to the mean log loss as {@code l2/2 sum W^2}; 0 or less is
 *     refused, because without any penalty separable classes have no optimum. NaN lets the trainer choose it on held-out
 *     training rows, which is the default
 * @param gradientTolerance the search ends when no component of the gradient of the mean penalised log loss is larger; at
 *     the default of 1e-8 the loss is within about 1e-9 nats of its minimum
 * @param maxIterations at most this many steps; one that runs out is reported as not converged
 */
public record TrainerParameters(double l2, double gradientTolerance, int maxIterations) {

    /** The penalty chosen by the trainer, tolerance 1e-8, at most 5,000 steps. */
    public static final TrainerParameters DEFAULT = new TrainerParameters(Double.NaN, 1e-8, 5_000);

    public TrainerParameters {
        if (l2 <= 0 || l2 == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "l2 must be a finite number above 0, or NaN to have it chosen, got " + l2);
        }
        if (!(gradientTolerance > 0 && gradientTolerance < 1)) {
            throw new IllegalArgumentException("gradientTolerance must be in (0, 1), got " + gradientTolerance);
        }
        if (maxIterations < 1) {
            throw new IllegalArgumentException("maxIterations must be at least 1, got " + maxIterations);
        }
    }

    boolean choosesPenalty() {
        return Double.isNaN(l2);
    }
}

package dev.plumbline.calibration.tests;

import java.util.function.DoubleUnaryOperator;

/**
 * A summary that merges, and a fit from it.
 *
 * @param <S> the summary
 */
public interface Merging<S> {

    /** {@return the summary of no pairs} */
    S empty();

    /**
     * The summary of pairs.
     *
     * @param score as many as outcomes and weights
     * @param outcome in [0, 1]
     * @param weight zero or more
     * @return the summary
     */
    S of(double[] score, double[] outcome, double[] weight);

    /**
     * The summary of the pairs of both.
     *
     * @param a one
     * @param b another
     * @return both together
     */
    S plus(S a, S b);

    /**
     * Fits from a summary.
     *
     * @param summary with weight
     * @return the map from a score to a probability
     */
    DoubleUnaryOperator fit(S summary);
}

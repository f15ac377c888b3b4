package dev.plumbline.learning.skew;

import java.time.Instant;
import java.util.List;

/**
 * Whether what a model is asked now looks like what it was trained on. Component names are the wire names.
 *
 * @param modelVersion the trained model's version; null before it has one
 * @param from of the predictions that were looked at, by {@code predictedAt}
 * @param to the same, excluded
 * @param predictions made in that time
 * @param rows those with features that were looked at, evenly drawn when there are many
 * @param found whether a feature or the score is flagged
 * @param features what differs most first; the last may be the score. Empty when there were too few rows to say anything
 * @param explanation in words
 */
public record SkewReport(
        String modelVersion,
        Instant from,
        Instant to,
        long predictions,
        long rows,
        boolean found,
        List<FeatureSkew> features,
        String explanation) {

    public SkewReport {
        features = List.copyOf(features);
    }

    /**
     * One feature, or the score that the model gives.
     *
     * @param psi the population stability index, see {@link TwoSample#stability}
     * @param test kolmogorov-smirnov for numbers, chi-squared for categories
     * @param statistic of that test
     * @param pValue by itself
     * @param adjustedPValue for the number of features looked at (Holm)
     * @param missingTraining share of the training rows that lack it
     * @param missingServing share of the rows looked at that lack it
     * @param flagged whether it differs surely and much
     */
    public record FeatureSkew(
            String name,
            double psi,
            String test,
            double statistic,
            double pValue,
            double adjustedPValue,
            double missingTraining,
            double missingServing,
            boolean flagged) {}

    /** The same of a version that has just got its number. */
    public SkewReport of(String version) {
        return new SkewReport(version, from, to, predictions, rows, found, features, explanation);
    }
}

package dev.plumbline.store;

/**
 * A prediction with its outcome, as the sums see it.
 *
 * @param version the number of the model's version
 * @param probability what was issued; null when it was the score
 */
record Pair(
        int version,
        double score,
        Double probability,
        double weight,
        long predictedAt,
        long observedAt,
        double actual) {
    /** Whether something else than the score was issued. */
    static boolean differs(double score, Double probability) {
        return probability != null && probability != score;
    }
}

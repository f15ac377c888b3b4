package dev.plumbline.calibration;

/**
 * The distinct scores of a sample in ascending order, each with the sums of its pairs. What a map that only depends on the
 * order of the scores is fitted from. Pairs of weight 0 are left out.
 */
public final class ScorePools {

    private final SortedPairs sorted;

    private ScorePools(SortedPairs sorted) {
        this.sorted = sorted;
    }

    /**
     * The pools of a sample; sorted once per sample, and then shared.
     *
     * @param sample pairs
     * @return at least one pool
     */
    public static ScorePools of(CalibrationSample sample) {
        return new ScorePools(sample.sorted());
    }

    /**
     * The number of distinct scores.
     *
     * @return at least 1
     */
    public int size() {
        return sorted.pools();
    }

    /**
     * A distinct score.
     *
     * @param pool its index, from 0, in ascending order
     * @return in [0, 1]
     */
    public double score(int pool) {
        return sorted.x[pool];
    }

    /**
     * The weight at a score.
     *
     * @param pool its index
     * @return the sum of w, above 0
     */
    public double weight(int pool) {
        return sorted.weight[pool];
    }

    /**
     * The positive weight at a score.
     *
     * @param pool its index
     * @return the sum of w*y, at most the weight
     */
    public double target(int pool) {
        return sorted.target[pool];
    }
}

package dev.plumbline.learning.model;

import java.util.Arrays;

/**
 * The middle of each class's tier on the 0-100 scale, in the order of the classes: what turns class probabilities into one
 * score.
 *
 * @param midpoints one number in [0, 100] per class
 */
public record Tiers(double[] midpoints) {

    /** The wire contract's five tiers 0-25-45-65-80-100. */
    private static final double[] FIVE = {12.5, 35, 55, 72.5, 90};

    public Tiers {
        midpoints = midpoints.clone();
        for (int k = 0; k < midpoints.length; k++) {
            if (!(midpoints[k] >= 0 && midpoints[k] <= 100)) {
                throw new IllegalArgumentException(
                        "tier midpoint must be in [0, 100], got " + midpoints[k] + " at index " + k);
            }
        }
    }

    /** The contract's tiers for five classes; for any other number K, K tiers of equal width: (k + 1/2) 100 / K. */
    public static Tiers standard(int classes) {
        if (classes == FIVE.length) {
            return new Tiers(FIVE);
        }
        double[] midpoints = new double[classes];
        for (int k = 0; k < classes; k++) {
            midpoints[k] = (k + 0.5) * 100 / classes;
        }
        return new Tiers(midpoints);
    }

    @Override
    public double[] midpoints() {
        return midpoints.clone();
    }

    /**
     * The probability-weighted midpoint, 0 to 100.
     *
     * @throws IllegalArgumentException if there are not as many probabilities as tiers
     */
    public double score(double[] probabilities) {
        if (probabilities.length != midpoints.length) {
            throw new IllegalArgumentException("there are " + midpoints.length + " tier midpoints "
                    + Arrays.toString(midpoints) + " for " + probabilities.length + " classes");
        }
        double score = 0;
        for (int k = 0; k < midpoints.length; k++) {
            score += probabilities[k] * midpoints[k];
        }
        return score;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tiers that && Arrays.equals(midpoints, that.midpoints);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(midpoints);
    }

    @Override
    public String toString() {
        return "Tiers" + Arrays.toString(midpoints);
    }
}

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

    /**
     * The index of the tier in which a value on the 0-100 scale falls; a value on an edge belongs to the tier above it.
     *
     * <p>Edges follow from midpoints, from 0 on: each tier ends as far above its midpoint as it began below it. Where that
     * does not lead to 100 in ascending steps, midpoints are no middles, and the edges lie halfway between neighbours.
     */
    public int of(double value) {
        double[] edges = edges();
        int tier = 0;
        while (tier < edges.length && value >= edges[tier]) {
            tier++;
        }
        return tier;
    }

    private double[] edges() {
        double[] edges = new double[midpoints.length - 1];
        double edge = 0;
        boolean middles = true;
        for (int k = 0; k < midpoints.length; k++) {
            double next = 2 * midpoints[k] - edge;
            middles &= next > edge;
            edge = next;
            if (k < edges.length) {
                edges[k] = edge;
            }
        }
        if (middles && Math.abs(edge - 100) < 1e-9) {
            return edges;
        }
        for (int k = 0; k < edges.length; k++) {
            edges[k] = (midpoints[k] + midpoints[k + 1]) / 2;
        }
        return edges;
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

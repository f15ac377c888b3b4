package dev.plumbline.calibration.calibrator;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * A score and what a calibrator made of it when it was fitted: kept with its parameters and compared whenever these are read
 * again, so that a map that was damaged, or is computed otherwise, never serves.
 *
 * @param score the input
 * @param probability the output
 */
public record GoldenPair(double score, double probability) {

    /** Two machines' exponentials may differ in the last place; more is a different map. */
    static final double TOLERANCE = 1e-12;

    private static final double[] SCORES = {0, 1e-7, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1};

    /** Checks that both are numbers and the probability is one. */
    public GoldenPair {
        Parameters.coefficient("score", score);
        Parameters.unit("probability", probability);
    }

    /**
     * Pairs all over [0, 1]; for maps made of many points also at each of these and half way between, as one that is changed
     * shows nowhere else.
     *
     * @param map the calibrator
     * @return in ascending order of score
     */
    public static List<GoldenPair> of(Calibrator map) {
        TreeSet<Double> scores = new TreeSet<>();
        Arrays.stream(SCORES).forEach(scores::add);
        double[] points = map instanceof IsotonicCalibrator isotonic
                ? isotonic.x()
                : map instanceof VennAbersCalibrator venn ? venn.x() : new double[0];
        for (int k = 0; k < points.length; k++) {
            scores.add(points[k]);
            scores.add((points[k] + points[Math.min(k + 1, points.length - 1)]) / 2);
        }
        return scores.stream()
                .map(score -> new GoldenPair(score, map.apply(score)))
                .toList();
    }

    /** Compares the pair with a map. */
    void check(Calibrator map, int index) {
        double now = map.apply(score);
        if (!(Math.abs(now - probability) <= TOLERANCE)) {
            throw new IllegalArgumentException("golden[" + index + "] is not reproduced: score " + score
                    + " should give " + probability + ", its parameters give " + now);
        }
    }
}

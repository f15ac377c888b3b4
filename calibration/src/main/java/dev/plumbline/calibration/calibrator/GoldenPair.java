package dev.plumbline.calibration.calibrator;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
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

    /** Where a map goes through these it rises, however steep it is: all over [0, 1] it may be all 0 and all 1. */
    private static final double[] LEVELS = {1e-9, 1e-6, 1e-3, 0.05, 0.5, 0.95, 1 - 1e-3, 1 - 1e-6, 1 - 1e-9};

    /** A map that rises more than this from one double to the next is not computed to the tolerance on every machine. */
    private static final double STEEPEST = TOLERANCE / 10;

    /** Checks that both are numbers and the probability is one. */
    public GoldenPair {
        Parameters.coefficient("score", score);
        Parameters.unit("probability", probability);
    }

    /**
     * Pairs all over [0, 1], and where a curve goes from 0 to 1; for maps made of many points also at each of these and beside it, as one
     * that is changed shows nowhere else.
     *
     * @param map the calibrator
     * @return in ascending order of score
     */
    public static List<GoldenPair> of(Calibrator map) {
        TreeSet<Double> scores = new TreeSet<>();
        Arrays.stream(SCORES).forEach(scores::add);
        if (map instanceof IsotonicCalibrator isotonic) {
            double[] x = isotonic.x();
            for (int k = 0; k < x.length; k++) {
                scores.add(x[k]);
                scores.add((x[k] + x[Math.min(k + 1, x.length - 1)]) / 2);
            }
        } else if (map instanceof VennAbersCalibrator venn) {
            for (double x : venn.x()) { // a step: it may be moved as far as to the nearest pair
                scores.add(before(x));
                scores.add(x);
                scores.add(after(x));
            }
        } else {
            Arrays.stream(LEVELS)
                    .mapToObj(map::inverse)
                    .flatMapToDouble(OptionalDouble::stream)
                    .filter(score ->
                            score > 0 && score < 1 && map.apply(after(score)) - map.apply(before(score)) <= STEEPEST)
                    .forEach(scores::add);
        }
        return scores.stream()
                .map(score -> new GoldenPair(score, map.apply(score)))
                .toList();
    }

    private static double before(double score) {
        return Math.max(Math.nextDown(score), 0);
    }

    private static double after(double score) {
        return Math.min(Math.nextUp(score), 1);
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

package dev.plumbline.learning.trainer;

import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Chooses the penalty l2 by log loss on training rows that are held out; the test set is not touched.
 *
 * <p>Why a choice at all: labels that are a function of the features ask for nearly none (on the contract's sample data
 * every step down to the last lowers the test log loss), and with none a few hundred noisy rows are learnt by heart and
 * predicted with false certainty.
 *
 * <p>Rows are dealt to {@value #FOLDS} folds class by class, in the order of a hash of their content: every fold has every
 * class that it can have, and the order of the rows in the file decides nothing. From {@value #ENOUGH} rows on, one fold is
 * held out, below that each in turn.
 */
final class PenaltyChoice {

    /** Tried from strong to weak, each from the solution of the one before. In nats per squared standardised weight. */
    static final double[] GRID = {1e-1, 1e-2, 1e-3, 1e-5, 1e-7, 1e-8};

    private static final int FOLDS = 5;
    private static final int ENOUGH = 2_000;
    private static final double LOOSE_TOLERANCE = 1e-5; // comparing penalties needs no more
    private static final int LOOSE_ITERATIONS = 500;

    /** The penalty, and parameters near the solution under it: those learnt without the last held-out fold. */
    record Choice(double l2, double[] start) {}

    private PenaltyChoice() {}

    static Choice choose(double[][] columns, int[] classIndices, int classes) {
        int[] folds = folds(columns, classIndices, classes);
        SoftmaxFit all = new SoftmaxFit(columns, classIndices, classes);
        double[] losses = new double[GRID.length];
        double[][] solutions = new double[GRID.length][];
        int heldOutFolds = classIndices.length >= ENOUGH ? 1 : FOLDS;
        for (int fold = 0; fold < heldOutFolds; fold++) {
            int held = fold;
            int[] heldOut = rowsWhere(folds, f -> f == held);
            SoftmaxFit learn = all.rows(rowsWhere(folds, f -> f != held));
            SoftmaxFit judge = all.rows(heldOut);
            double[] parameters = new double[all.dimension()];
            for (int g = 0; g < GRID.length; g++) {
                parameters = learn.solve(GRID[g], LOOSE_TOLERANCE, LOOSE_ITERATIONS, parameters)
                        .x();
                solutions[g] = parameters;
                losses[g] += heldOut.length == 0 ? 0 : judge.logLoss(parameters) * heldOut.length;
            }
        }
        int best = 0;
        for (int g = 1; g < GRID.length; g++) {
            if (losses[g] < losses[best]) {
                best = g;
            }
        }
        return new Choice(GRID[best], solutions[best]);
    }

    /** The fold of each row, 0 to 4. */
    static int[] folds(double[][] columns, int[] classIndices, int classes) {
        int n = classIndices.length;
        long[] hashes = new long[n];
        for (double[] column : columns) {
            for (int i = 0; i < n; i++) {
                hashes[i] = mix(hashes[i] ^ Double.doubleToLongBits(column[i]));
            }
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingLong(i -> hashes[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] dealt = new int[classes];
        int[] folds = new int[n];
        for (int i : order) {
            // the first fold of class k is k, so that classes of one row do not all land in fold 0
            folds[i] = (classIndices[i] + dealt[classIndices[i]]++) % FOLDS;
        }
        return folds;
    }

    private static int[] rowsWhere(int[] folds, IntPredicate wanted) {
        return IntStream.range(0, folds.length)
                .filter(i -> wanted.test(folds[i]))
                .toArray();
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014, doi 10.1145/2660193.2660195). */
    private static long mix(long z) {
        long x = z + 0x9e3779b97f4a7c15L;
        x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }
}

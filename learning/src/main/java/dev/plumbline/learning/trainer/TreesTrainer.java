package dev.plumbline.learning.trainer;

import dev.plumbline.learning.model.Forest;
import dev.plumbline.learning.model.TrainedModel;
import dev.plumbline.learning.model.TreesModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gradient-boosted trees. What is chosen is how much a leaf must hold, and the number of rounds: rounds are added until the log
 * loss of the held-out rows has not fallen for {@value #PATIENCE} of them.
 *
 * <p>Why two sizes of leaves: labels that are a function of the features want small ones, and where chance has its part small
 * ones follow it.
 */
final class TreesTrainer implements Trainer {

    /** The least sum of p (1 - p) in a leaf: four times that many rows at least. */
    static final double[] LEAVES = {1, 20};

    static final int DEPTH = 4;
    static final double LEARNING_RATE = 0.1;
    static final int MOST_ROUNDS = 300;
    private static final int PATIENCE = 10;

    private static final long VALUES_OF_REFITS = 50_000_000;

    /** More would keep more than a gigabyte of histograms. */
    private static final int MOST_COLUMNS = 10_000;

    /** A Java array holds no more. */
    private static final long MOST_VALUES = 1L << 30;

    @Override
    public String name() {
        return TreesModel.TRAINER;
    }

    @Override
    public Optional<String> unsuitable(Problem problem) {
        int columns = problem.linear().columns().length; // never fewer than those for trees
        if (columns == 0) {
            return Optional.of("no feature varies");
        }
        if (columns > MOST_COLUMNS || (long) columns * problem.rows() > MOST_VALUES) {
            return Optional.of("at most " + MOST_COLUMNS + " columns and " + MOST_VALUES + " values are taken, got "
                    + columns + " columns of " + problem.rows() + " rows");
        }
        return Optional.empty();
    }

    @Override
    public Path learn(Problem problem, int[] learn, int[] labels, int classes, Judge heldOut, TrainingWatch watch) {
        double[][] columns = problem.graded().columns();
        double[][] judged = LinearSums.rows(columns, heldOut.rows());
        double[] losses = new double[LEAVES.length * MOST_ROUNDS];
        Forest[] forests = new Forest[LEAVES.length];
        for (int size = 0; size < LEAVES.length; size++) {
            try (Xgboost trees =
                    new Xgboost(LinearSums.rows(columns, learn), labels, classes, DEPTH, LEARNING_RATE, LEAVES[size])) {
                grow(trees, judged, heldOut, watch, losses, size);
                forests[size] = trees.forest();
            }
        }
        return new Path(
                losses, setting -> scores(forests[setting / MOST_ROUNDS], judged, heldOut, 1 + setting % MOST_ROUNDS));
    }

    /** Adds rounds while they help, and their losses from {@code size * MOST_ROUNDS} on; what is not grown has the last loss. */
    private void grow(Xgboost trees, double[][] judged, Judge heldOut, TrainingWatch watch, double[] losses, int size) {
        int first = size * MOST_ROUNDS;
        int best = first;
        int at = first;
        try (Xgboost.Others others = trees.others(judged, heldOut.truth())) {
            while (at < first + MOST_ROUNDS && at - best <= PATIENCE) {
                watch.step(name(), "leaves of " + LEAVES[size] + ", round " + (at - first + 1));
                trees.update();
                losses[at] = heldOut.loss(others.scores());
                best = losses[at] < losses[best] ? at : best;
                at++;
            }
        }
        Arrays.fill(losses, at, first + MOST_ROUNDS, losses[at - 1]);
    }

    private static double[][] scores(Forest forest, double[][] columns, Judge heldOut, int rounds) {
        double[][] scores = new double[heldOut.rows().length][];
        float[] x = new float[columns.length];
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < x.length; j++) {
                x[j] = (float) columns[j][i];
            }
            float[] found = forest.scores(x, Math.min(rounds, forest.rounds()));
            scores[i] = new double[found.length];
            for (int k = 0; k < found.length; k++) {
                scores[i][k] = found[k];
            }
        }
        return scores;
    }

    @Override
    public FittedModel fit(Problem problem, int setting, TrainingWatch watch) {
        Design design = problem.graded();
        double leaves = LEAVES[setting / MOST_ROUNDS];
        int rounds = 1 + setting % MOST_ROUNDS;
        try (Xgboost trees =
                new Xgboost(design.columns(), problem.labels(), problem.classes(), DEPTH, LEARNING_RATE, leaves)) {
            for (int round = 1; round <= rounds; round++) {
                watch.step(name(), "all rows, round " + round + " of " + rounds);
                trees.update();
            }
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("rounds", rounds);
            parameters.put("leaves", leaves);
            parameters.put("depth", DEPTH);
            parameters.put("learningRate", LEARNING_RATE);
            return new FittedModel(
                    new TreesModel(problem.head(), design.encoding(), trees.forest()), parameters, problem.leftOut());
        }
    }

    @Override
    public TrainedModel refit(Problem problem, int setting, TrainingWatch watch) {
        return fit(problem, setting, watch).model();
    }

    @Override
    public long worthwhile(Problem problem, int setting) {
        long passes = (1L + setting % MOST_ROUNDS) * problem.classes();
        return Math.max(1, VALUES_OF_REFITS / (problem.values() * passes));
    }
}

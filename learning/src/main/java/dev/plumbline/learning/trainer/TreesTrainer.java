package dev.plumbline.learning.trainer;

import dev.plumbline.learning.model.Forest;
import dev.plumbline.learning.model.TreesModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.DMatrix;

/**
 * Gradient-boosted trees. What is chosen is the number of rounds: rounds are added until the log loss of the held-out rows has
 * not fallen for {@value #PATIENCE} of them.
 */
final class TreesTrainer implements Trainer {

    static final int DEPTH = 4;
    static final double LEARNING_RATE = 0.2;
    static final int MOST_ROUNDS = 200;
    private static final int PATIENCE = 10;

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
        int columns = problem.graded().columns().length;
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
        double[] losses = new double[MOST_ROUNDS];
        int best = 0;
        int rounds = 0;
        try (Xgboost trees = new Xgboost(LinearSums.rows(columns, learn), labels, classes, DEPTH, LEARNING_RATE)) {
            DMatrix others = trees.others(judged, heldOut.truth());
            try {
                while (rounds < MOST_ROUNDS && rounds - best <= PATIENCE) {
                    watch.step(name(), "round " + (rounds + 1));
                    trees.update();
                    losses[rounds] = heldOut.loss(trees.scores(others));
                    best = losses[rounds] < losses[best] ? rounds : best;
                    rounds++;
                }
            } finally {
                others.dispose();
            }
            Forest forest = trees.forest();
            return new Path(Arrays.copyOf(losses, rounds), setting -> scores(forest, judged, heldOut, setting + 1));
        }
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
        try (Xgboost trees = new Xgboost(design.columns(), problem.labels(), problem.classes(), DEPTH, LEARNING_RATE)) {
            for (int round = 0; round <= setting; round++) {
                watch.step(name(), "all rows, round " + (round + 1) + " of " + (setting + 1));
                trees.update();
            }
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("rounds", setting + 1);
            parameters.put("depth", DEPTH);
            parameters.put("learningRate", LEARNING_RATE);
            return new FittedModel(
                    new TreesModel(problem.head(), design.encoding(), trees.forest()), parameters, problem.leftOut());
        }
    }
}

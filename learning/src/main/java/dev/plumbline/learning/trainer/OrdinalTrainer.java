package dev.plumbline.learning.trainer;

import dev.plumbline.learning.model.CumulativeLogit;
import dev.plumbline.learning.model.OrdinalModel;
import java.util.Arrays;
import java.util.Optional;

/**
 * Ordinal logistic regression with proportional odds: for classes that stand for more and less, in the order of their
 * numbers. One weight per column in place of one per column and class, so it needs fewer rows where it fits.
 */
final class OrdinalTrainer extends LinearTrainer {

    @Override
    public String name() {
        return OrdinalModel.TRAINER;
    }

    @Override
    public Optional<String> unsuitable(Problem problem) {
        return problem.classes() >= 3
                ? Optional.empty()
                : Optional.of("two classes have no order beyond what " + new MultinomialTrainer().name() + " knows");
    }

    /** No weights, and thresholds at the log odds of the classes' shares: the best constant guess. */
    @Override
    double[] start(int columns, int[] labels, int classes) {
        double[] start = new double[columns + classes - 1];
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        int below = 0;
        for (int k = 0; k < classes - 1; k++) {
            below += counts[k];
            start[columns + k] = Math.log((double) below / (labels.length - below));
        }
        return start;
    }

    @Override
    Lbfgs.Minimum solve(
            double[][] columns,
            int[] labels,
            int classes,
            double l2,
            double tolerance,
            int mostIterations,
            double[] start,
            Runnable check) {
        OrdinalObjective objective = new OrdinalObjective(columns, labels, classes, l2);
        return new Lbfgs(objective, start.length, tolerance, mostIterations, null, check).minimise(start);
    }

    @Override
    double[][] scores(double[][] columns, int rows, int classes, double[] parameters) {
        double[] eta = LinearSums.of(columns, rows, parameters, 0);
        double[][] scores = new double[rows][classes];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < classes; k++) {
                double a = k == 0 ? Double.NEGATIVE_INFINITY : parameters[columns.length + k - 1] - eta[i];
                double b = k == classes - 1 ? Double.POSITIVE_INFINITY : parameters[columns.length + k] - eta[i];
                scores[i][k] = CumulativeLogit.logProbability(a, b);
            }
        }
        return scores;
    }

    @Override
    OrdinalModel model(Problem problem, double[] parameters) {
        int width = problem.fitted().length;
        return new OrdinalModel(
                problem.head(),
                problem.linear().encoding(),
                problem.weights(Arrays.copyOf(parameters, width)),
                Arrays.copyOfRange(parameters, width, parameters.length));
    }
}

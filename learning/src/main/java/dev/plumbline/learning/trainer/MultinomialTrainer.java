package dev.plumbline.learning.trainer;

import dev.plumbline.learning.model.ModelHead;
import dev.plumbline.learning.model.MultinomialModel;
import java.util.Arrays;

/**
 * Multinomial logistic regression, {@code p = softmax(W x + b)}. Intercepts are not penalised, so the mean predicted
 * probability of each class is its share of the training rows.
 */
final class MultinomialTrainer extends LinearTrainer {

    @Override
    public String name() {
        return MultinomialModel.TRAINER;
    }

    @Override
    double[] start(int columns, int[] labels, int classes) {
        return new double[classes * (columns + 1)];
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
        SoftmaxObjective objective = new SoftmaxObjective(columns, labels, classes, l2);
        Lbfgs.Metric metric = start.length > SoftmaxCurvature.MOST_PARAMETERS
                ? null
                : new SoftmaxCurvature(objective, columns, labels.length, classes, l2);
        return new Lbfgs(objective, start.length, tolerance, mostIterations, metric, check).minimise(start);
    }

    @Override
    double[][] scores(double[][] columns, int rows, int classes, double[] parameters) {
        double[][] scores = new double[rows][classes];
        int width = columns.length + 1;
        for (int k = 0; k < classes; k++) {
            double[] z = LinearSums.of(columns, rows, parameters, k * width);
            for (int i = 0; i < rows; i++) {
                scores[i][k] = z[i] + parameters[k * width + columns.length];
            }
        }
        return scores;
    }

    @Override
    MultinomialModel model(Problem problem, double[] parameters) {
        ModelHead head = problem.head();
        int width = problem.fitted().length;
        double[][] weights =
                new double[head.classes().length][problem.linear().encoding().size()];
        double[] intercepts = new double[weights.length];
        int at = 0;
        for (int k : problem.places()) {
            weights[k] = problem.weights(Arrays.copyOfRange(parameters, at, at + width));
            intercepts[k] = parameters[at + width];
            at += width + 1;
        }
        return new MultinomialModel(head, problem.linear().encoding(), weights, intercepts);
    }
}

package dev.plumbline.learning.model;

import dev.plumbline.learning.dataset.LabelledRows;

/**
 * How well a model does on labelled rows.
 *
 * @param rows the number of rows
 * @param accuracy share of the rows whose most probable class is the true one, 0 to 1; of equal probabilities the lowest
 *     class counts
 * @param logLoss mean of -ln p(true class), in nats; smaller is better, minimum 0
 * @param baseRateLogLoss the same for the constant guess of the training rows' class shares
 * @param confusionMatrix rows true classes, columns predicted ones, both in the order of the model's classes; a class
 *     without a row in the data has an empty (all 0) row of the matrix
 */
public record Evaluation(int rows, double accuracy, double logLoss, double baseRateLogLoss, int[][] confusionMatrix) {

    public Evaluation {
        confusionMatrix = copy(confusionMatrix);
    }

    /**
     * Judges a model by rows.
     *
     * @param rows features in the order of the model's; every label one of its classes
     */
    public static Evaluation of(TrainedModel model, LabelledRows rows) {
        int[] truth = rows.classIndices(model.classes());
        double[] baseRates = model.baseRates();
        int[][] matrix = new int[baseRates.length][baseRates.length];
        double loss = 0;
        double baseRateLoss = 0;
        int right = 0;
        for (int i = 0; i < truth.length; i++) {
            double[] logProbabilities = model.logProbabilities(rows.copyRow(i));
            int predicted = largest(logProbabilities);
            matrix[truth[i]][predicted]++;
            right += predicted == truth[i] ? 1 : 0;
            loss -= logProbabilities[truth[i]];
            baseRateLoss -= Math.log(baseRates[truth[i]]);
        }
        double n = truth.length;
        return new Evaluation(truth.length, right / n, loss / n, baseRateLoss / n, matrix);
    }

    /** Each row's log loss, -ln p(true class) in nats, for comparing two models row by row. */
    public static double[] rowLosses(TrainedModel model, LabelledRows rows) {
        int[] truth = rows.classIndices(model.classes());
        double[] losses = new double[truth.length];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = -model.logProbabilities(rows.copyRow(i))[truth[i]];
        }
        return losses;
    }

    /**
     * The log loss on rows for each feature, as if that feature had its training mean in every row, or were missing where
     * it has none: how much the model leans on it.
     *
     * @return d numbers in nats, in the order of the model's features
     */
    public static double[] maskedLogLosses(TrainedModel model, LabelledRows rows) {
        int[] truth = rows.classIndices(model.classes());
        double[] typical = model.typicalRow();
        double[] losses = new double[typical.length];
        for (int i = 0; i < truth.length; i++) {
            double[] masked = model.exchanged(truth[i], rows.copyRow(i), typical);
            for (int j = 0; j < losses.length; j++) {
                losses[j] -= masked[j] / truth.length;
            }
        }
        return losses;
    }

    private static int largest(double[] values) {
        int at = 0;
        for (int k = 1; k < values.length; k++) {
            if (values[k] > values[at]) {
                at = k;
            }
        }
        return at;
    }

    @Override
    public int[][] confusionMatrix() {
        return copy(confusionMatrix);
    }

    private static int[][] copy(int[][] matrix) {
        int[][] copy = new int[matrix.length][];
        for (int k = 0; k < matrix.length; k++) {
            copy[k] = matrix[k].clone();
        }
        return copy;
    }
}

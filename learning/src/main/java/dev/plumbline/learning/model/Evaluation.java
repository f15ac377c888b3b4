package dev.plumbline.learning.model;

import dev.plumbline.learning.dataset.LabelledRows;
import java.util.ArrayList;
import java.util.List;

/**
 * How well a model does on labelled rows.
 *
 * @param rows the number of rows
 * @param accuracy share of the rows whose most probable class is the true one, 0 to 1; of equal probabilities the lowest
 *     class counts
 * @param accuracyInterval its 95 % interval, Wilson's (1927, doi 10.1080/01621459.1927.10502953)
 * @param logLoss mean of -ln p(true class), in nats; smaller is better, minimum 0
 * @param logLossInterval its 95 % interval, the normal one over the rows' losses, cut at 0; null for a single row
 * @param baseRateLogLoss the same for the constant guess of the training rows' class shares
 * @param confusionMatrix rows true classes, columns predicted ones, both in the order of the model's classes; a class
 *     without a row in the data has an empty (all 0) row of the matrix
 */
public record Evaluation(
        int rows,
        double accuracy,
        List<Double> accuracyInterval,
        double logLoss,
        List<Double> logLossInterval,
        double baseRateLogLoss,
        int[][] confusionMatrix) {

    private static final double MOST_A_ROW = -Math.log(1e-15);
    private static final double QUANTILE = 1.959963984540054; // of the normal distribution at 0.975

    /**
     * How one class fares. Component names are wire names.
     *
     * @param label the class
     * @param rows the rows that are of it
     * @param precision of the rows that were predicted to be of it, the share that are; null when none was
     * @param recall of the rows that are of it, the share that were predicted to be; null when there are none
     */
    public record ClassResult(int label, int rows, Double precision, Double recall) {}

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
        double[] losses = new double[truth.length];
        double baseRateLoss = 0;
        int right = 0;
        for (int i = 0; i < truth.length; i++) {
            double[] logProbabilities = model.logProbabilities(rows.copyRow(i));
            int predicted = largest(logProbabilities);
            matrix[truth[i]][predicted]++;
            right += predicted == truth[i] ? 1 : 0;
            losses[i] = loss(logProbabilities[truth[i]]);
            baseRateLoss -= Math.log(baseRates[truth[i]]);
        }
        int n = truth.length;
        return new Evaluation(
                n, (double) right / n, wilson(right, n), mean(losses), normal(losses), baseRateLoss / n, matrix);
    }

    private static List<Double> wilson(int right, int n) {
        double p = (double) right / n;
        double z = QUANTILE * QUANTILE / n;
        double middle = (p + z / 2) / (1 + z);
        double half = QUANTILE * Math.sqrt(p * (1 - p) / n + z / (4 * n)) / (1 + z);
        return List.of(Math.max(0, middle - half), Math.min(1, middle + half));
    }

    private static List<Double> normal(double[] losses) {
        if (losses.length < 2) {
            return null;
        }
        double mean = mean(losses);
        double squares = 0;
        for (double loss : losses) {
            squares += (loss - mean) * (loss - mean);
        }
        double half = QUANTILE * Math.sqrt(squares / (losses.length - 1) / losses.length);
        return List.of(Math.max(0, mean - half), mean + half);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Each class by itself, in the order of the matrix, whose classes are given. */
    public List<ClassResult> perClass(int[] classes) {
        List<ClassResult> results = new ArrayList<>();
        for (int k = 0; k < classes.length; k++) {
            int right = confusionMatrix[k][k];
            int of = 0;
            int predicted = 0;
            for (int l = 0; l < classes.length; l++) {
                of += confusionMatrix[k][l];
                predicted += confusionMatrix[l][k];
            }
            results.add(new ClassResult(
                    classes[k],
                    of,
                    predicted == 0 ? null : (Double) ((double) right / predicted),
                    of == 0 ? null : (Double) ((double) right / of)));
        }
        return results;
    }

    /**
     * What a row costs in nats: -ln p(true class), a probability below 1e-15 counting as that, so that one wrong label costs a
     * model that is sure at most 34.5 nats and not more than all other rows together.
     */
    public static double loss(double logProbability) {
        return Math.min(-logProbability, MOST_A_ROW);
    }

    /** Each row's log loss in nats, at most 34.5, for comparing two models row by row; that for a row that the model has no answer to. */
    public static double[] rowLosses(TrainedModel model, LabelledRows rows) {
        int[] truth = rows.classIndices(model.classes());
        double[] losses = new double[truth.length];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = loss(model, rows.copyRow(i), truth[i]);
        }
        return losses;
    }

    private static double loss(TrainedModel model, double[] row, int truth) {
        try {
            return loss(model.logProbabilities(row)[truth]);
        } catch (FeatureException e) {
            return MOST_A_ROW;
        }
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
                losses[j] += loss(masked[j]) / truth.length;
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

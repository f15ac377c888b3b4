package dev.plumbline.learning;

import dev.plumbline.learning.dataset.FeatureSchema;
import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.dataset.TrainingData;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Rows whose true class probabilities are known.
 *
 * @param features how many standard normal features a row has
 * @param probabilities the class probabilities of a row
 */
public record Truth(int features, Function<double[], double[]> probabilities) {

    /** Five classes whose log odds are weighted sums of six features. */
    public static Truth linear() {
        double[][] weights = {
            {0.9, -0.3, 0, 0.2, 0, 0.1},
            {0.2, 0.5, -0.4, 0, 0.1, 0},
            {-0.5, 0.1, 0.6, -0.3, 0, 0},
            {0, -0.7, 0.1, 0.4, -0.2, 0.3},
            {-0.6, 0.4, -0.3, -0.3, 0.1, -0.4}
        };
        double[] intercepts = {0.4, 0.1, 0, -0.2, -0.5};
        return new Truth(6, row -> {
            double[] p = new double[5];
            double sum = 0;
            for (int k = 0; k < 5; k++) {
                double z = intercepts[k];
                for (int j = 0; j < 6; j++) {
                    z += weights[k][j] * row[j];
                }
                p[k] = Math.exp(z);
                sum += p[k];
            }
            for (int k = 0; k < 5; k++) {
                p[k] /= sum;
            }
            return p;
        });
    }

    /** Three classes by steps of four features: in the middle or outside, large only where another is, small. */
    public static Truth stepped() {
        return new Truth(4, row -> {
            double middle = Math.abs(row[0]) < 0.8 ? 1.2 : -0.6;
            double both = row[1] > 0.3 && row[2] > -0.2 ? 1.5 : 0;
            double[] p = {Math.exp(middle), Math.exp(both - 0.3), Math.exp(row[3] < -0.5 ? 0.8 : -0.2)};
            double sum = p[0] + p[1] + p[2];
            return new double[] {p[0] / sum, p[1] / sum, p[2] / sum};
        });
    }

    public TrainingData draw(long seed, int trainRows, int testRows) {
        Random random = new Random(seed);
        List<String> names = new ArrayList<>();
        for (int j = 0; j < features; j++) {
            names.add("x" + j);
        }
        return new TrainingData(
                FeatureSchema.numbers(names), rows(random, trainRows), rows(random, testRows), List.of());
    }

    private LabelledRows rows(Random random, int n) {
        double[][] rows = new double[n][features];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < features; j++) {
                rows[i][j] = random.nextGaussian();
            }
            double[] p = probabilities.apply(rows[i]);
            double u = random.nextDouble();
            while (labels[i] < p.length - 1 && u >= p[labels[i]]) {
                u -= p[labels[i]++];
            }
        }
        return LabelledRows.of(rows, labels);
    }

    /** The log loss of the true probabilities on rows: no model has a smaller one but by chance. */
    public double logLoss(LabelledRows rows) {
        double loss = 0;
        for (int i = 0; i < rows.size(); i++) {
            loss -= Math.log(probabilities.apply(rows.copyRow(i))[rows.label(i)]);
        }
        return loss / rows.size();
    }
}

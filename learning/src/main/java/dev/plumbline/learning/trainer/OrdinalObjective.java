package dev.plumbline.learning.trainer;

import dev.plumbline.calibration.Logistic;
import dev.plumbline.learning.model.CumulativeLogit;
import java.util.Arrays;

/**
 * The penalised mean log loss of an ordinal logistic regression ({@link CumulativeLogit}) and its gradient. Parameters: d
 * weights, then the K - 1 thresholds, which are not penalised.
 *
 * <p>Convex in both together, since s(b) - s(a) is log-concave in (a, b) (Pratt 1981, doi 10.1080/01621459.1981.10477613).
 * Where thresholds are out of order the loss is infinite; the line search turns back there.
 *
 * <pre>d ln P / db = s(-b) + 1 / (e^(b-a) - 1)     d ln P / da = -s(a) - 1 / (e^(b-a) - 1)</pre>
 */
final class OrdinalObjective implements Lbfgs.Objective {

    private final double[][] columns;
    private final int[] labels;
    private final int classes;
    private final double l2;

    OrdinalObjective(double[][] columns, int[] labels, int classes, double l2) {
        this.columns = columns;
        this.labels = labels;
        this.classes = classes;
        this.l2 = l2;
    }

    @Override
    public double evaluate(double[] x, double[] gradient) {
        int n = labels.length;
        int d = columns.length;
        Arrays.fill(gradient, 0);
        for (int k = 1; k < classes - 1; k++) {
            if (!(x[d + k - 1] < x[d + k])) {
                return Double.POSITIVE_INFINITY;
            }
        }
        double[] eta = LinearSums.of(columns, n, x, 0);
        double loss = 0;
        for (int i = 0; i < n; i++) {
            int k = labels[i];
            double a = k == 0 ? Double.NEGATIVE_INFINITY : x[d + k - 1] - eta[i];
            double b = k == classes - 1 ? Double.POSITIVE_INFINITY : x[d + k] - eta[i];
            loss -= CumulativeLogit.logProbability(a, b);
            double gap = 1 / Math.expm1(b - a); // 0 at either end of the order
            double byA = k == 0 ? 0 : Logistic.sigmoid(a) + gap;
            double byB = k == classes - 1 ? 0 : -Logistic.sigmoid(-b) - gap;
            if (k > 0) {
                gradient[d + k - 1] += byA;
            }
            if (k < classes - 1) {
                gradient[d + k] += byB;
            }
            eta[i] = -byA - byB;
        }
        double penalty = 0;
        for (int j = 0; j < d; j++) {
            penalty += x[j] * x[j];
            gradient[j] = SoftmaxObjective.dot(eta, columns[j], 0, n) / n + l2 * x[j];
        }
        for (int k = 0; k < classes - 1; k++) {
            gradient[d + k] /= n;
        }
        return loss / n + l2 / 2 * penalty;
    }
}

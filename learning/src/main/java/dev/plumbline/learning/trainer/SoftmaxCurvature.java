package dev.plumbline.learning.trainer;

import java.util.Arrays;

/**
 * The second derivatives of {@link SoftmaxObjective}, factored, as the metric in which {@link Lbfgs} measures its steps.
 *
 * <p>Why: when the classes can nearly be told apart without error, the loss is flat along the direction in which all
 * weights grow and steep across it. Plain L-BFGS then takes hundreds of steps; with the curvature refreshed now and then
 * it takes some twenty. The block of two classes k, l is
 *
 * <pre>H_kl = 1/n sum_i p_ik ([k = l] - p_il) z_i z_i'  + [k = l] l2 I</pre>
 *
 * with a 1 appended to each z for the intercept. Because each row's probabilities sum to 1, H_kk = - sum of H_kl over
 * l != k: only the K(K-1)/2 pairs are summed up. Adding one number to every intercept changes no probability, so H is
 * singular there; the matrix of ones over the intercepts fills that direction in, along which the gradient is 0.
 */
final class SoftmaxCurvature implements Lbfgs.Metric {

    /** Beyond this many parameters, building and factoring the matrix costs more than the steps that it saves. */
    static final int MOST_PARAMETERS = 400;

    private final SoftmaxObjective objective;
    private final double[][] columns;
    private final int rows;
    private final int classes;
    private final double l2;
    private final int width; // d + 1
    private final double[][] factor;
    private final double[] pairWeights = new double[SoftmaxObjective.BLOCK];
    private final double[] weighted = new double[SoftmaxObjective.BLOCK];
    private final double[] pairBlock;
    private final double[] ones = new double[SoftmaxObjective.BLOCK];

    SoftmaxCurvature(SoftmaxObjective objective, double[][] columns, int rows, int classes, double l2) {
        this.objective = objective;
        this.columns = columns;
        this.rows = rows;
        this.classes = classes;
        this.l2 = l2;
        this.width = columns.length + 1;
        this.factor = new double[classes * width][classes * width];
        this.pairBlock = new double[width * width];
        Arrays.fill(ones, 1);
    }

    @Override
    public boolean refresh(double[] x) {
        for (double[] row : factor) {
            Arrays.fill(row, 0);
        }
        for (int start = 0; start < rows; start += SoftmaxObjective.BLOCK) {
            int length = Math.min(SoftmaxObjective.BLOCK, rows - start);
            double[][] probabilities = objective.probabilities(x, start, length);
            for (int k = 1; k < classes; k++) {
                for (int l = 0; l < k; l++) {
                    addPair(k, l, probabilities, start, length);
                }
            }
        }
        for (int k = 0; k < classes; k++) {
            for (int j = 0; j < width - 1; j++) {
                factor[k * width + j][k * width + j] += l2;
            }
            for (int l = 0; l <= k; l++) {
                factor[k * width + width - 1][l * width + width - 1] += 1;
            }
        }
        return Cholesky.factor(factor);
    }

    private void addPair(int k, int l, double[][] probabilities, int start, int length) {
        double total = 0;
        for (int i = 0; i < length; i++) {
            pairWeights[i] = probabilities[k][i] * probabilities[l][i] / rows;
            total += pairWeights[i];
        }
        if (total * rows < 1e-12 * length) {
            return; // no row of the block is between these two classes
        }
        for (int j = 0; j < width; j++) {
            double[] column = j < columns.length ? columns[j] : ones;
            int from = j < columns.length ? start : 0;
            for (int i = 0; i < length; i++) {
                weighted[i] = pairWeights[i] * column[from + i];
            }
            for (int h = 0; h <= j; h++) {
                double value = h < columns.length
                        ? SoftmaxObjective.dot(weighted, columns[h], start, length)
                        : SoftmaxObjective.dot(weighted, ones, 0, length);
                pairBlock[j * width + h] = value;
                pairBlock[h * width + j] = value;
            }
        }
        for (int j = 0; j < width; j++) {
            for (int h = 0; h < width; h++) {
                double value = pairBlock[j * width + h];
                factor[k * width + j][l * width + h] -= value;
                if (h <= j) {
                    factor[k * width + j][k * width + h] += value;
                    factor[l * width + j][l * width + h] += value;
                }
            }
        }
    }

    @Override
    public void solve(double[] v) {
        Cholesky.solve(factor, v);
    }
}

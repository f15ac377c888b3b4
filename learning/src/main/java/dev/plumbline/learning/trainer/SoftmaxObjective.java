package dev.plumbline.learning.trainer;

import java.util.Arrays;

/**
 * The penalised mean log loss of a multinomial logistic regression and its gradient:
 *
 * <pre>f(W, b) = -1/n sum_i ln p_i[y_i] + l2/2 sum_kj W_kj^2,   p_i = softmax(W z_i + b)</pre>
 *
 * <p>Parameters in one array: class k's d weights and then its intercept b_k, class after class. Intercepts are not
 * penalised. Adding one number to all intercepts changes nothing; started from 0 their sum stays 0, so the minimum that is
 * found is the one with sum 0, for the weights as well.
 *
 * <p>Works on columns in blocks of rows that fit the first-level cache, so that the inner loops run over plain arrays with
 * stride 1, which the JIT compiler turns into vector instructions. Nothing is allocated per evaluation. One thread: the
 * order of the sums is fixed and so is every bit of the result.
 */
final class SoftmaxObjective implements Lbfgs.Objective {

    static final int BLOCK = 256;

    private final double[][] columns;
    private final int[] classIndices;
    private final int classes;
    private final double l2;
    private final double[][] block;
    private final double[] top = new double[BLOCK];
    private final double[] sum = new double[BLOCK];

    /**
     * @param columns the standardised features, one array of n values per feature
     * @param classIndices each row's class, 0 to classes - 1
     */
    SoftmaxObjective(double[][] columns, int[] classIndices, int classes, double l2) {
        this.columns = columns;
        this.classIndices = classIndices;
        this.classes = classes;
        this.l2 = l2;
        this.block = new double[classes][BLOCK];
    }

    int dimension() {
        return classes * (columns.length + 1);
    }

    @Override
    public double evaluate(double[] x, double[] gradient) {
        int n = classIndices.length;
        Arrays.fill(gradient, 0);
        double loss = 0;
        for (int start = 0; start < n; start += BLOCK) {
            int length = Math.min(BLOCK, n - start);
            logits(x, start, length);
            loss += lossAndResiduals(start, length);
            accumulate(gradient, start, length);
        }
        double penalty = 0;
        int d = columns.length;
        for (int k = 0; k < classes; k++) {
            int at = k * (d + 1);
            for (int j = 0; j <= d; j++) {
                gradient[at + j] /= n;
            }
            for (int j = 0; j < d; j++) {
                penalty += x[at + j] * x[at + j];
                gradient[at + j] += l2 * x[at + j];
            }
        }
        return loss / n + l2 / 2 * penalty;
    }

    private void logits(double[] x, int start, int length) {
        int d = columns.length;
        for (int k = 0; k < classes; k++) {
            double[] z = block[k];
            int at = k * (d + 1);
            Arrays.fill(z, 0, length, x[at + d]);
            for (int j = 0; j < d; j++) {
                LinearSums.addScaled(x[at + j], columns[j], start, z, length);
            }
        }
    }

    /** The probabilities of a block of rows, class by class, at parameters {@code x}; overwritten by the next call. */
    double[][] probabilities(double[] x, int start, int length) {
        logits(x, start, length);
        lossAndResiduals(start, length);
        for (int i = 0; i < length; i++) {
            block[classIndices[start + i]][i] += 1;
        }
        return block;
    }

    /** Turns the block's logits into p - [y = k]; answers the block's summed log loss. */
    private double lossAndResiduals(int start, int length) {
        System.arraycopy(block[0], 0, top, 0, length);
        for (int k = 1; k < classes; k++) {
            double[] z = block[k];
            for (int i = 0; i < length; i++) {
                top[i] = Math.max(top[i], z[i]);
            }
        }
        double loss = 0;
        for (int i = 0; i < length; i++) {
            // ln p = z - top - ln sum: with the largest logit taken out the sum is between 1 and K, never 0 or infinite
            loss -= block[classIndices[start + i]][i] - top[i];
            sum[i] = 0;
        }
        for (int k = 0; k < classes; k++) {
            double[] z = block[k];
            for (int i = 0; i < length; i++) {
                double e = Math.exp(z[i] - top[i]);
                z[i] = e;
                sum[i] += e;
            }
        }
        for (int i = 0; i < length; i++) {
            loss += Math.log(sum[i]);
            sum[i] = 1 / sum[i];
        }
        for (int k = 0; k < classes; k++) {
            double[] z = block[k];
            for (int i = 0; i < length; i++) {
                z[i] *= sum[i];
            }
        }
        for (int i = 0; i < length; i++) {
            block[classIndices[start + i]][i] -= 1;
        }
        return loss;
    }

    private void accumulate(double[] gradient, int start, int length) {
        int d = columns.length;
        for (int k = 0; k < classes; k++) {
            double[] residuals = block[k];
            int at = k * (d + 1);
            for (int j = 0; j < d; j++) {
                gradient[at + j] += dot(residuals, columns[j], start, length);
            }
            double total = 0;
            for (int i = 0; i < length; i++) {
                total += residuals[i];
            }
            gradient[at + d] += total;
        }
    }

    /** Four sums side by side: one sum would wait for each addition to end before the next begins. */
    static double dot(double[] residuals, double[] column, int start, int length) {
        double a = 0;
        double b = 0;
        double c = 0;
        double e = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            a += residuals[i] * column[start + i];
            b += residuals[i + 1] * column[start + i + 1];
            c += residuals[i + 2] * column[start + i + 2];
            e += residuals[i + 3] * column[start + i + 3];
        }
        for (; i < length; i++) {
            a += residuals[i] * column[start + i];
        }
        return (a + b) + (c + e);
    }
}

package dev.plumbline.learning.leakage;

import dev.plumbline.learning.leakage.SingleFeatures.Alone;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Judges a category by itself: a leaf for each of its values and one for rows without, each as those of {@link OneFeatureTree}. A value
 * that no training row has says nothing beyond the base rates. Both judgements are on the test rows: on the rows that it learnt from a
 * category with many values, such as a name, would seem to tell everything.
 */
final class OneCategory {

    private OneCategory() {}

    static Alone judge(double[] train, int[] trainClasses, double[] test, int[] testClasses, double[] baseRates) {
        int values = 1 + (int) Math.max(largest(train), largest(test));
        double[][] leaves = new double[values + 1][baseRates.length];
        for (int i = 0; i < train.length; i++) {
            leaves[leaf(train[i], values)][trainClasses[i]]++;
        }
        OneFeatureTree.shrunkLogs(leaves, baseRates);
        double loss = 0;
        for (int i = 0; i < test.length; i++) {
            loss -= leaves[leaf(test[i], values)][testClasses[i]];
        }
        double auc = 0.5;
        for (int k = 0; k < baseRates.length; k++) {
            auc = Math.max(auc, auc(k, leaves, values, test, testClasses));
        }
        return new Alone(auc, loss / test.length);
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).max().orElse(-1);
    }

    private static int leaf(double value, int values) {
        return Double.isNaN(value) ? values : (int) value;
    }

    /** One class against the rest, by the probability that the leaf gives it. */
    private static double auc(int k, double[][] leaves, int values, double[] test, int[] testClasses) {
        double[] scores =
                Arrays.stream(test).map(value -> leaves[leaf(value, values)][k]).toArray();
        int[] order = IntStream.range(0, test.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        return RankAuc.mostTelling(
                Arrays.stream(order).mapToDouble(i -> scores[i]).toArray(),
                Arrays.stream(order).map(i -> testClasses[i] == k ? 1 : 0).toArray(),
                2);
    }
}

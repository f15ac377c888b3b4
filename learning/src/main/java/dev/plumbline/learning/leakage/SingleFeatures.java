package dev.plumbline.learning.leakage;

import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.leakage.LeakageReport.FeatureLeak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Judges every feature by itself. Costs one sort per feature. */
final class SingleFeatures {

    private SingleFeatures() {}

    static List<FeatureLeak> judge(TrainingData data) {
        int[] classes = data.classes();
        int[] trainClasses = data.train().classIndices(classes);
        int[] testClasses = data.test().classIndices(classes);
        int[] allClasses = Arrays.copyOf(trainClasses, trainClasses.length + testClasses.length);
        System.arraycopy(testClasses, 0, allClasses, trainClasses.length, testClasses.length);
        double[] baseRates = addOneRates(trainClasses, classes.length);
        List<FeatureLeak> judged = new ArrayList<>();
        for (int j = 0; j < data.featureNames().size(); j++) {
            double[] train = data.train().copyColumn(j);
            double[] test = data.test().copyColumn(j);
            double[] all = Arrays.copyOf(train, train.length + test.length);
            System.arraycopy(test, 0, all, train.length, test.length);

            int[] sortedClasses = trainClasses.clone();
            double[] sorted = sortTogether(train, sortedClasses);
            double logLoss =
                    OneFeatureTree.learn(sorted, sortedClasses, baseRates).logLoss(test, testClasses);
            sortedClasses = allClasses.clone();
            double auc = RankAuc.mostTelling(sortTogether(all, sortedClasses), sortedClasses, classes.length);
            judged.add(new FeatureLeak(data.featureNames().get(j), auc, logLoss));
        }
        return judged;
    }

    private static double[] addOneRates(int[] classIndices, int classes) {
        double[] rates = new double[classes];
        for (int index : classIndices) {
            rates[index]++;
        }
        for (int k = 0; k < classes; k++) {
            rates[k] = (rates[k] + 1) / (classIndices.length + classes);
        }
        return rates;
    }

    /** The values in ascending order; their classes are put into the same order in place. */
    private static double[] sortTogether(double[] values, int[] classIndices) {
        double[] sorted = values.clone();
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] += 0.0; // -0.0 becomes 0.0: the sort tells them apart, comparisons do not
        }
        int[] order = sortedOrder(sorted);
        int[] classes = classIndices.clone();
        double[] result = new double[sorted.length];
        for (int i = 0; i < order.length; i++) {
            result[i] = sorted[order[i]];
            classIndices[i] = classes[order[i]];
        }
        return result;
    }

    /** Indices in ascending order of value: a merge sort on primitives, since boxing a million indices costs more. */
    private static int[] sortedOrder(double[] values) {
        int n = values.length;
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        int[] other = new int[n];
        for (int width = 1; width < n && width > 0; width *= 2) {
            for (int from = 0; from < n; from += 2 * width) {
                int middle = Math.min(from + width, n);
                int to = Math.min(from + 2 * width, n);
                int left = from;
                int right = middle;
                for (int at = from; at < to; at++) {
                    boolean takeLeft =
                            left < middle && (right >= to || values[order[left]] <= values[order[right]]);
                    other[at] = takeLeft ? order[left++] : order[right++];
                }
            }
            int[] swap = order;
            order = other;
            other = swap;
        }
        return order;
    }
}

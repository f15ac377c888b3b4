package dev.plumbline.learning.leakage;

import dev.plumbline.learning.dataset.Feature.Kind;
import dev.plumbline.learning.dataset.TrainingData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Judges every feature by itself. Costs one sort per feature. */
final class SingleFeatures {

    private SingleFeatures() {}

    /** The two judgements of one feature, as {@link LeakageReport.FeatureLeak} explains them. */
    record Alone(double auc, double logLoss) {}

    /** In the order of the columns. */
    static List<Alone> judge(TrainingData data) {
        int[] classes = data.classes();
        int[] train = data.train().classIndices(classes);
        int[] test = data.test().classIndices(classes);
        int[] all = Arrays.copyOf(train, train.length + test.length);
        System.arraycopy(test, 0, all, train.length, test.length);
        double[] baseRates = addOneRates(train, classes.length);
        List<Alone> judged = new ArrayList<>();
        for (int j = 0; j < data.featureNames().size(); j++) {
            double[] ofTrain = data.train().copyColumn(j);
            double[] ofTest = data.test().copyColumn(j);
            judged.add(
                    data.schema().feature(j).kind() == Kind.NUMBER
                            ? judge(ofTrain, ofTest, all, baseRates)
                            : OneCategory.judge(ofTrain, train, ofTest, test, baseRates));
        }
        return judged;
    }

    private static Alone judge(double[] train, double[] test, int[] classOf, double[] baseRates) {
        int n = classOf.length;
        double[] values = Arrays.copyOf(train, n);
        System.arraycopy(test, 0, values, train.length, test.length);
        int[] order = sortedOrder(values);
        double[] sorted = new double[n];
        int[] classOfSorted = new int[n];
        double[] sortedTrain = new double[train.length];
        int[] classOfSortedTrain = new int[train.length];
        int trained = 0;
        for (int i = 0; i < n; i++) {
            sorted[i] = values[order[i]];
            classOfSorted[i] = classOf[order[i]];
            if (order[i] < train.length) {
                sortedTrain[trained] = sorted[i];
                classOfSortedTrain[trained++] = classOfSorted[i];
            }
        }
        double auc = auc(sorted, classOfSorted, baseRates.length);
        double logLoss = OneFeatureTree.learn(sortedTrain, classOfSortedTrain, baseRates)
                .logLoss(test, Arrays.copyOfRange(classOf, train.length, n));
        return new Alone(auc, logLoss);
    }

    /** By the values that are there, or by whether there is one: that a value is missing may tell the class as well. */
    private static double auc(double[] sorted, int[] classOfSorted, int classes) {
        int there = sorted.length;
        while (there > 0 && Double.isNaN(sorted[there - 1])) {
            there--;
        }
        double byValue =
                RankAuc.mostTelling(Arrays.copyOf(sorted, there), Arrays.copyOf(classOfSorted, there), classes);
        if (there == sorted.length) {
            return byValue;
        }
        double[] missing = new double[sorted.length];
        Arrays.fill(missing, there, missing.length, 1);
        return Math.max(byValue, RankAuc.mostTelling(missing, classOfSorted, classes));
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

    /** Indices in ascending order of value, missing ones last: a merge sort on primitives, since boxing a million indices costs more. */
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
                    boolean takeLeft = left < middle
                            && (right >= to || Double.compare(values[order[left]], values[order[right]]) <= 0);
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

package dev.plumbline.learning.model;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * A trained multinomial logistic regression: features in, one probability per class out. Immutable, safe for many threads.
 *
 * <pre>p_k = (1 - m e) softmax_k(sum_j W_kj (x_j - mean_j) / scale_j + b_k)   over the classes with training rows
 * p_k = e = 1 / (n + K)                                                    for each of the m classes without</pre>
 *
 * <p>A class that exists but was not among the n training rows can still happen: it gets the share of the rule of
 * succession, so that no outcome is called impossible. With all K classes seen, m = 0 and the first line is plain softmax.
 *
 * <p>A feature with weight 0 in every class (it was constant in training) changes nothing whatever its value.
 */
public final class TrainedModel {

    private final List<String> featureNames;
    private final int[] classes;
    private final double[] means;
    private final double[] scales;
    private final double[][] weights;
    private final double[] intercepts;
    private final int[] trainingCounts;
    private final double[][] goldenRows;

    private final boolean[] ignored; // features with weight 0 everywhere
    private final ClassShares shares;

    /**
     * A model from its numbers; arrays are copied.
     *
     * @param featureNames d names
     * @param classes K classes, ascending, at least two
     * @param means d means of the training rows
     * @param scales d deviations, above 0
     * @param weights K rows of d weights, on standardised features
     * @param intercepts K intercepts
     * @param trainingCounts training rows of each class; 0 for a class that was not seen
     * @param goldenRows a few rows of features whose probabilities are stored with the model and checked on loading
     * @throws IllegalArgumentException if shapes differ or a number is not finite; the message names it
     */
    public TrainedModel(
            List<String> featureNames,
            int[] classes,
            double[] means,
            double[] scales,
            double[][] weights,
            double[] intercepts,
            int[] trainingCounts,
            double[][] goldenRows) {
        this.featureNames = List.copyOf(featureNames);
        this.classes = classes.clone();
        this.means = means.clone();
        this.scales = scales.clone();
        this.weights = copy(weights);
        this.intercepts = intercepts.clone();
        this.trainingCounts = trainingCounts.clone();
        this.goldenRows = copy(goldenRows);
        check();
        this.ignored = ignored();
        this.shares = new ClassShares(this.trainingCounts);
    }

    private void check() {
        int d = featureNames.size();
        int k = classes.length;
        require(
                d >= 1 && new HashSet<>(featureNames).size() == d,
                "featureNames must be different names, got " + featureNames);
        require(k >= 2, "classes must be at least two, got " + Arrays.toString(classes));
        for (int i = 1; i < k; i++) {
            require(classes[i - 1] < classes[i], "classes must ascend, got " + Arrays.toString(classes));
        }
        finite("means", means, d);
        finite("scales", scales, d);
        for (double scale : scales) {
            require(scale > 0, "scales must be above 0, got " + scale);
        }
        require(weights.length == k, "weights has " + weights.length + " rows, expected " + k + " (classes)");
        for (int i = 0; i < k; i++) {
            finite("weights[" + i + "]", weights[i], d);
        }
        finite("intercepts", intercepts, k);
        require(trainingCounts.length == k, "trainingCounts has " + trainingCounts.length + " values, expected " + k);
        for (int count : trainingCounts) {
            require(count >= 0, "trainingCounts must be at least 0, got " + count);
        }
        require(Arrays.stream(trainingCounts).anyMatch(count -> count > 0), "trainingCounts must not be all 0");
        for (int i = 0; i < goldenRows.length; i++) {
            finite("goldenRows[" + i + "]", goldenRows[i], d);
        }
    }

    private static void finite(String name, double[] values, int length) {
        require(values.length == length, name + " has " + values.length + " values, expected " + length);
        for (int i = 0; i < length; i++) {
            require(Double.isFinite(values[i]), name + "[" + i + "] must be finite, got " + values[i]);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private boolean[] ignored() {
        boolean[] ignored = new boolean[featureNames.size()];
        for (int j = 0; j < ignored.length; j++) {
            ignored[j] = true;
            for (double[] row : weights) {
                ignored[j] &= row[j] == 0;
            }
        }
        return ignored;
    }

    private static double[][] copy(double[][] rows) {
        double[][] copy = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            copy[i] = rows[i].clone();
        }
        return copy;
    }

    /**
     * The probability of each class, in the order of {@link #classes()}; they add up to 1.
     *
     * @param features d finite numbers in the order of {@link #featureNames()}
     * @throws IllegalArgumentException if their number is wrong
     * @throws FeatureException if one is not finite, or so far from the training rows that the model has no finite answer;
     *     the message names the feature and the value
     */
    public double[] probabilities(double[] features) {
        double[] p = logProbabilities(features);
        for (int k = 0; k < p.length; k++) {
            p[k] = Math.exp(p[k]);
        }
        return p;
    }

    /** The natural logarithms of {@link #probabilities}, exact where a probability is too small for a double. */
    public double[] logProbabilities(double[] features) {
        if (features.length != featureNames.size()) {
            throw new IllegalArgumentException(
                    "features has " + features.length + " values, expected " + featureNames.size());
        }
        return shares.logSoftmax(logits(features));
    }

    private double[] logits(double[] features) {
        double[] z = intercepts.clone();
        for (int j = 0; j < features.length; j++) {
            if (!Double.isFinite(features[j])) {
                throw refused(j, "must be a finite number, got " + features[j]);
            }
            if (ignored[j]) {
                continue;
            }
            double standardised = standardised(j, features[j]);
            for (int k = 0; k < z.length; k++) {
                z[k] += weights[k][j] * standardised;
                if (!Double.isFinite(z[k])) {
                    throw refused(j, "is too far from the training rows (mean " + means[j] + "), got " + features[j]);
                }
            }
        }
        return z;
    }

    private FeatureException refused(int j, String problem) {
        return new FeatureException(List.of(new FeatureException.Fault(featureNames.get(j), problem)));
    }

    private double standardised(int j, double value) {
        return (value - means[j]) / scales[j];
    }

    /**
     * {@link #logProbabilities} once for each feature, as if that feature had its training mean and the others what they
     * have: what the model could tell without it. Costs d times K, not d times d times K.
     */
    double[][] logProbabilitiesMasked(double[] features) {
        double[] full = logits(features);
        double[][] masked = new double[features.length][];
        for (int j = 0; j < features.length; j++) {
            double[] z = full.clone();
            for (int k = 0; k < z.length && !ignored[j]; k++) {
                z[k] -= weights[k][j] * standardised(j, features[j]);
            }
            masked[j] = shares.logSoftmax(z);
        }
        return masked;
    }

    /** The shares of the classes in the training rows, unseen classes as in {@link #probabilities}: the best constant guess. */
    public double[] baseRates() {
        return shares.baseRates();
    }

    /** The features' names, in the order in which {@link #probabilities} takes them. */
    public List<String> featureNames() {
        return featureNames;
    }

    /** The classes, ascending, in the order in which {@link #probabilities} answers them. */
    public int[] classes() {
        return classes.clone();
    }

    double[] means() {
        return means.clone();
    }

    double[] scales() {
        return scales.clone();
    }

    /** K rows of d weights on standardised features; exactly 0 for features that were constant in training. */
    public double[][] weights() {
        return copy(weights);
    }

    double[] intercepts() {
        return intercepts.clone();
    }

    int[] trainingCounts() {
        return trainingCounts.clone();
    }

    double[][] goldenRows() {
        return copy(goldenRows);
    }
}

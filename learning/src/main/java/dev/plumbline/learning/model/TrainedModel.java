package dev.plumbline.learning.model;

import dev.plumbline.calibration.calibrator.ClassCalibrator;
import dev.plumbline.learning.dataset.Feature;
import dev.plumbline.learning.dataset.FeatureSchema;
import java.util.List;

/**
 * A trained model: features in, one probability per class out. Immutable, safe for many threads.
 *
 * <pre>p_k = (1 - m e) softmax_k(score)   over the classes with training rows
 * p_k = e = 1 / (n + K)            for each of the m classes without</pre>
 *
 * <p>A class that exists but was not among the n training rows can still happen: it gets the share of the rule of
 * succession, so that no outcome is called impossible. With all K classes seen, m = 0 and the first line is plain softmax.
 * How the scores come about is what the kinds of models differ in.
 *
 * <p>Where the model is calibrated, softmax(score) goes through its {@link ClassCalibrator} first.
 *
 * <p>A row is an array of doubles in the order of {@link #featureNames()}: numbers, or indices of categories, NaN where a
 * value is missing. A category that the feature does not have is NaN as well.
 */
public abstract sealed class TrainedModel permits MultinomialModel, OrdinalModel, TreesModel {

    private final ModelHead head;
    private final int features;
    private final ClassShares shares;

    TrainedModel(ModelHead head) {
        this.head = head;
        this.features = head.schema().size();
        this.shares = new ClassShares(head.trainingCounts());
    }

    /** The name of the trainer that makes such models, and of the kind in the portable form. */
    public abstract String trainer();

    /** One number per class; the numbers of classes without training rows mean nothing. The array is the caller's. */
    abstract double[] scores(double[] row);

    /**
     * The log probability of one class, once for each feature, as if that feature had the value of another row and the
     * others what they have.
     *
     * @param k the index of the class
     * @return d numbers, in the order of the features
     */
    abstract double[] exchanged(int k, double[] row, double[] other);

    /** For each feature the value that says least: the training mean of a number, else NaN. */
    abstract double[] typicalRow();

    /**
     * The probability of each class, in the order of {@link #classes()}; they add up to 1.
     *
     * @param row d values, none infinite
     * @throws IllegalArgumentException if their number is wrong
     * @throws FeatureException if one is infinite, or so far from the training rows that the model has no finite answer;
     *     the message names the feature and the value
     */
    public final double[] probabilities(double[] row) {
        double[] p = logProbabilities(row);
        for (int k = 0; k < p.length; k++) {
            p[k] = Math.exp(p[k]);
        }
        return p;
    }

    /** The natural logarithms of {@link #probabilities}, exact where a probability is too small for a double. */
    public final double[] logProbabilities(double[] row) {
        if (row.length != features) {
            throw new IllegalArgumentException("features has " + row.length + " values, expected " + features);
        }
        for (int j = 0; j < row.length; j++) {
            if (Double.isInfinite(row[j])) {
                throw refused(j, "must be a finite number, got " + row[j]);
            }
        }
        return toLogProbabilities(scores(row));
    }

    /** Overwrites scores with log probabilities. */
    final double[] toLogProbabilities(double[] scores) {
        head.calibration().ifPresent(map -> shares.calibrate(map, scores));
        return shares.logSoftmax(scores);
    }

    /** The same model with its probabilities brought into line by a map over the classes with training rows. */
    public final TrainedModel calibrated(ClassCalibrator map) {
        return with(head.with(map));
    }

    abstract TrainedModel with(ModelHead other);

    final FeatureException refused(int j, String problem) {
        Feature feature = head.schema().feature(j);
        return new FeatureException(List.of(new FeatureException.Fault(feature.name(), problem)));
    }

    /** The shares of the classes in the training rows, unseen classes as in {@link #probabilities}: the best constant guess. */
    public final double[] baseRates() {
        return shares.baseRates();
    }

    /** The features, in the order in which {@link #probabilities} takes them. */
    public final FeatureSchema schema() {
        return head.schema();
    }

    /** The features' names, in the same order. */
    public final List<String> featureNames() {
        return head.schema().names();
    }

    /** The classes, ascending, in the order in which {@link #probabilities} answers them. */
    public final int[] classes() {
        return head.classes();
    }

    final ModelHead head() {
        return head;
    }
}

package dev.plumbline.learning.trainer;

import dev.plumbline.learning.dataset.TrainingData;

/**
 * Mean and deviation of every feature over the training rows, and which features are constant.
 *
 * <p>A column whose values differ by no more than {@value #NOISE} of their magnitude holds one number and the rounding error
 * of how it was come by (sums in another order, a logarithm from another library). Divided by its deviation of 1e-14 it
 * would turn a harmless other value at prediction time into 1e12 deviations (scikit-learn#3722); so it is constant. Even
 * time stamps in milliseconds that differ by one second vary six hundred times as much.
 */
final class Standardiser {

    static final double NOISE = 1e-12;

    private final double[] means;
    private final double[] scales;
    private final boolean[] constant;

    private Standardiser(int width) {
        means = new double[width];
        scales = new double[width];
        constant = new boolean[width];
    }

    static Standardiser of(TrainingData data) {
        int width = data.featureNames().size();
        Standardiser standardiser = new Standardiser(width);
        for (int j = 0; j < width; j++) {
            standardiser.look(j, data.featureNames().get(j), data.train().copyColumn(j));
        }
        return standardiser;
    }

    private void look(int j, String name, double[] values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        double magnitude = Math.max(Math.abs(least), Math.abs(most));
        if (!Double.isFinite(most - least)) {
            throw new IllegalArgumentException("feature " + name + " ranges from " + least + " to " + most
                    + ": too wide to be brought to one scale");
        }
        means[j] = least;
        scales[j] = 1;
        if (most - least <= NOISE * magnitude) {
            constant[j] = true;
            return;
        }
        // in units of the magnitude, so that squares neither overflow nor vanish
        double sum = 0;
        for (double value : values) {
            sum += value / magnitude;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            double deviation = value / magnitude - mean;
            squares += deviation * deviation;
        }
        means[j] = mean * magnitude;
        scales[j] = Math.sqrt(squares / values.length) * magnitude;
        // numbers at the very ends of the range of double cannot be divided by their deviation
        constant[j] = !(scales[j] >= Double.MIN_NORMAL && scales[j] < Double.POSITIVE_INFINITY);
        if (constant[j]) {
            scales[j] = 1;
        }
    }

    boolean isConstant(int j) {
        return constant[j];
    }

    double[] means() {
        return means.clone();
    }

    double[] scales() {
        return scales.clone();
    }

    /** Standardises the values of feature j in place. */
    double[] apply(int j, double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - means[j]) / scales[j];
        }
        return values;
    }
}

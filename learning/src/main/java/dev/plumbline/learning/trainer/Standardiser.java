package dev.plumbline.learning.trainer;

import dev.plumbline.learning.model.Column;
import java.util.Optional;

/**
 * Brings a feature to mean 0 and deviation 1 over the training rows that have it, unless it is constant there.
 *
 * <p>A column whose values differ by no more than {@value #NOISE} of their magnitude holds one number and the rounding error
 * of how it was come by (sums in another order, a logarithm from another library). Divided by its deviation of 1e-14 it
 * would turn a harmless other value at prediction time into 1e12 deviations (scikit-learn#3722); so it is constant. Even
 * time stamps in milliseconds that differ by one second vary six hundred times as much.
 */
final class Standardiser {

    static final double NOISE = 1e-12;

    private Standardiser() {}

    /**
     * The column of a feature; empty if it is constant, or missing in every row.
     *
     * @param feature its index
     * @param values its training values, NaN where missing
     */
    static Optional<Column.Standardised> of(int feature, double[] values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        int present = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                least = Math.min(least, value);
                most = Math.max(most, value);
                present++;
            }
        }
        double magnitude = Math.max(Math.abs(least), Math.abs(most));
        if (present == 0) {
            return Optional.empty();
        }
        if (most - least <= NOISE * magnitude) {
            return Optional.empty();
        }
        // in units of the magnitude, so that squares neither overflow nor vanish
        double sum = 0;
        for (double value : values) {
            sum += Double.isNaN(value) ? 0 : value / magnitude;
        }
        double mean = sum / present;
        double squares = 0;
        for (double value : values) {
            double deviation = Double.isNaN(value) ? 0 : value / magnitude - mean;
            squares += deviation * deviation;
        }
        double scale = Math.sqrt(squares / present) * magnitude;
        // numbers at the very ends of the range of double cannot be divided by their deviation
        return scale >= Double.MIN_NORMAL && scale < Double.POSITIVE_INFINITY
                ? Optional.of(new Column.Standardised(feature, mean * magnitude, scale))
                : Optional.empty();
    }
}

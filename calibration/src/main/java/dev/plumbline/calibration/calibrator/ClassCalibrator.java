package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.Logistic;

/** A map from class probabilities to calibrated ones: {@code softmax(M ln p + b)}. */
public sealed interface ClassCalibrator permits ClassTemperatureCalibrator, VectorCalibrator, MatrixCalibrator {

    /**
     * The calibrated probabilities of one row.
     *
     * @param p one per class, in [0, 1]; clipped to at least 1e-7 before the logarithm
     * @param out of the same length and another array than p; filled, each in [0, 1], with sum 1
     */
    default void apply(double[] p, double[] out) {
        scores(p, out);
        softmax(out);
    }

    /**
     * What {@link #apply} takes the softmax of: {@code M ln p + b}, for who needs logarithms of probabilities that are too small
     * for a double.
     *
     * @param p as for {@link #apply}
     * @param out as for {@link #apply}
     */
    void scores(double[] p, double[] out);

    /** {@return the name of the method} */
    String method();

    /** ln of each value, clipped from below. */
    static double[] logs(double[] p) {
        double[] logs = new double[p.length];
        for (int k = 0; k < p.length; k++) {
            logs[k] = log(p[k]);
        }
        return logs;
    }

    /** ln of a value, clipped from below. */
    static double log(double p) {
        Parameters.unit("probability", p);
        return Math.log(Math.max(p, Logistic.CLIP));
    }

    /** Replaces scores by their softmax; the largest is taken off first, so that nothing overflows. */
    static void softmax(double[] scores) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            largest = Math.max(largest, score);
        }
        double sum = 0;
        for (int k = 0; k < scores.length; k++) {
            scores[k] = Math.exp(scores[k] - largest);
            sum += scores[k];
        }
        for (int k = 0; k < scores.length; k++) {
            scores[k] /= sum;
        }
    }

    /** Checks the two arrays of {@link #apply}. */
    static void check(double[] p, double[] out, int classes) {
        if (p == out || p.length != out.length || (classes > 0 && p.length != classes)) {
            throw new IllegalArgumentException("p and out must be two arrays of "
                    + (classes > 0 ? classes + " values" : "one length") + ", got " + p.length + " and " + out.length
                    + (p == out ? ", the same array" : ""));
        }
    }
}

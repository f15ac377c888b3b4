package dev.plumbline.calibration.calibrator;

import java.util.OptionalDouble;

/** A map from a score to a calibrated probability: fitted parameters, nothing else. */
public sealed interface Calibrator
        permits Identity,
                OffsetCalibrator,
                TemperatureCalibrator,
                LogitPlattCalibrator,
                PlattCalibrator,
                BetaCalibrator,
                QuadraticCalibrator,
                IsotonicCalibrator,
                VennAbersCalibrator {

    /**
     * The calibrated probability.
     *
     * @param p the score, a probability for all maps but {@link PlattCalibrator}
     * @return in [0, 1], never NaN
     */
    double apply(double p);

    /**
     * The calibrated probabilities of many scores, without allocation.
     *
     * @param in the scores, unchanged unless it is {@code out}
     * @param out of the same length, filled; may be {@code in}
     */
    default void apply(double[] in, double[] out) {
        if (in.length != out.length) {
            throw new IllegalArgumentException(
                    "out must be as long as in, got " + out.length + " against " + in.length);
        }
        for (int i = 0; i < in.length; i++) {
            out[i] = apply(in[i]);
        }
    }

    /**
     * The score that is mapped to a probability.
     *
     * @param q in [0, 1]
     * @return a score p with {@code apply(p) = q} up to rounding; empty where there is none, or more than one
     */
    OptionalDouble inverse(double q);

    /**
     * The name of the method, as in stored versions and JSON.
     *
     * @return for example "platt"
     */
    String method();
}

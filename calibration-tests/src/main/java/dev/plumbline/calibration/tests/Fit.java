package dev.plumbline.calibration.tests;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.calibrator.Calibrator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/** What is tested: anything that makes a map of scores out of pairs. */
@FunctionalInterface
public interface Fit {

    /**
     * Fits.
     *
     * @param score as many as outcomes and weights
     * @param outcome in [0, 1]
     * @param weight zero or more, not all zero
     * @return the map from a score to a probability
     */
    DoubleUnaryOperator fit(double[] score, double[] outcome, double[] weight);

    /**
     * A fit that takes a sample.
     *
     * @param fit from a sample to a calibrator
     * @return the same on arrays
     */
    static Fit ofSample(Function<CalibrationSample, Calibrator> fit) {
        return (score, outcome, weight) -> fit.apply(CalibrationSample.of(score, outcome, weight))::apply;
    }
}

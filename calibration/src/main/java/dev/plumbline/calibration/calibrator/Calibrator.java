package dev.plumbline.calibration.calibrator;

/** A map from a score to a calibrated probability: fitted parameters, nothing else. */
public sealed interface Calibrator permits Identity, PlattCalibrator {

    /**
     * The calibrated probability.
     *
     * @param p the score, a probability for most maps
     * @return in [0, 1], never NaN
     */
    double apply(double p);

    /**
     * The name of the method, as in stored versions and JSON.
     *
     * @return for example "platt"
     */
    String method();
}

package dev.plumbline.calibration;

import dev.plumbline.calibration.calibrator.Calibrator;

/** TODO. */
public record LogLossGain(double mean, double low, double high, double total, long pairs) {

    /** TODO. */
    public static LogLossGain of(CalibrationSummary summary, Calibrator serving, Calibrator candidate) {
        return CellLogLoss.gain(summary, serving, candidate);
    }

    /** TODO. */
    public static double logLoss(CalibrationSummary summary, Calibrator calibrator) {
        return CellLogLoss.logLoss(summary, calibrator);
    }
}

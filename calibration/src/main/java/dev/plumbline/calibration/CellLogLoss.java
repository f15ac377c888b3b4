package dev.plumbline.calibration;

import dev.plumbline.calibration.calibrator.Calibrator;

final class CellLogLoss {
    private CellLogLoss() {}

    static double logLoss(CalibrationSummary summary, Calibrator calibrator) {
        return 0;
    }

    static LogLossGain gain(CalibrationSummary summary, Calibrator serving, Calibrator candidate) {
        return new LogLossGain(0, 0, 0, 0, 0);
    }
}

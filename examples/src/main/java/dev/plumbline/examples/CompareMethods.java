package dev.plumbline.examples;

import dev.plumbline.calibration.calibrator.CalibrationMethod;
import dev.plumbline.calibration.calibrator.Folds;
import dev.plumbline.calibration.calibrator.OutOfFold;
import java.util.Locale;

/** What each method saves on pairs that it was not fitted to: {@code CompareMethods FILE}. */
public final class CompareMethods {
    private CompareMethods() {}

    public static void main(String[] args) {
        Folds folds = Folds.of(Forecasts.read(args[0]), null, 5);
        for (CalibrationMethod method : CalibrationMethod.values()) {
            OutOfFold unseen = OutOfFold.of(folds, method);
            System.out.println(String.format(
                    Locale.ROOT,
                    "%-12s log loss %.5f, saves %+.5f nats a pair (95 %% interval %+.5f to %+.5f)",
                    method,
                    unseen.logLoss(),
                    unseen.gain().mean(),
                    unseen.gain().low(),
                    unseen.gain().high()));
        }
    }
}

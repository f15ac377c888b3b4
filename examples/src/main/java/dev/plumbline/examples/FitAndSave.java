package dev.plumbline.examples;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.CalibratorJson;
import dev.plumbline.calibration.calibrator.FittedCalibrator;
import dev.plumbline.calibration.calibrator.LogitPlattCalibrator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fits a correction to the pairs of a file and keeps it as JSON: {@code FitAndSave FILE CALIBRATOR.json}. */
public final class FitAndSave {
    private FitAndSave() {}

    public static void main(String[] args) throws IOException {
        CalibrationSample sample = Forecasts.read(args[0]);
        Calibrator map = LogitPlattCalibrator.fit(sample);
        FittedCalibrator fitted = FittedCalibrator.of(map, sample, null, null);
        Files.writeString(Path.of(args[1]), CalibratorJson.write(fitted));
        System.out.println(map + " fitted to " + fitted.totalSamples() + " pairs");
    }
}

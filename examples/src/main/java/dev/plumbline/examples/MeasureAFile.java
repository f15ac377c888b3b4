package dev.plumbline.examples;

import dev.plumbline.calibration.CalibrationReport;
import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.ReliabilityDiagram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures the probabilities of a file: {@code MeasureAFile FILE DIAGRAM.svg}. */
public final class MeasureAFile {
    private MeasureAFile() {}

    public static void main(String[] args) throws IOException {
        CalibrationSample sample = Forecasts.read(args[0]);
        CalibrationReport report = CalibrationReport.of(sample);
        System.out.println("pairs " + report.totalSamples());
        System.out.println("bias " + report.bias());
        System.out.println("slope " + report.cox().slope());
        System.out.println("ECE " + report.ece() + ", by chance " + report.expectedEce() + ", p-value "
                + report.ecePValue() + ", 95 % interval " + report.eceInterval());
        System.out.println("saving " + report.recalibrationGain().nats() + " nats, 95 % interval "
                + report.recalibrationGain().interval());
        Files.writeString(Path.of(args[1]), ReliabilityDiagram.of(sample).svg(args[0]));
    }
}

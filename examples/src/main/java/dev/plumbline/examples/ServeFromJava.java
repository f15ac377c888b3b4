package dev.plumbline.examples;

import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.CalibratorJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads a saved calibrator once and applies it to scores: {@code ServeFromJava CALIBRATOR.json SCORE...}. */
public final class ServeFromJava {
    private ServeFromJava() {}

    public static void main(String[] args) throws IOException {
        Calibrator map = CalibratorJson.read(Files.readString(Path.of(args[0]))).calibrator();
        for (int i = 1; i < args.length; i++) {
            double score = Double.parseDouble(args[i]);
            System.out.println(score + " -> " + map.apply(score));
        }
    }
}

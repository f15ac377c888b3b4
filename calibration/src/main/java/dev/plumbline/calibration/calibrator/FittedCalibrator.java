package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.CalibrationSample;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/**
 * A calibrator and where it comes from: what a file or a message carries. See {@link CalibratorJson}.
 *
 * @param calibrator the map
 * @param from start of the data's window; null when unknown
 * @param to end of the data's window; null when unknown
 * @param totalSamples the number of pairs
 * @param totalWeight the sum of their weights
 * @param baseRate their weighted mean outcome
 * @param libraryVersion of the software that fitted it
 * @param golden pairs that the map reproduces
 */
public record FittedCalibrator(
        Calibrator calibrator,
        Instant from,
        Instant to,
        long totalSamples,
        double totalWeight,
        double baseRate,
        String libraryVersion,
        List<GoldenPair> golden) {

    static final String VERSION = version();

    /**
     * Checks every golden pair against the map.
     *
     * @throws IllegalArgumentException that names the pair, when one is not reproduced to 1e-12
     */
    public FittedCalibrator {
        Objects.requireNonNull(calibrator, "calibrator");
        Objects.requireNonNull(libraryVersion, "libraryVersion");
        golden = List.copyOf(golden);
        if (totalSamples < 0) {
            throw new IllegalArgumentException("totalSamples must be at least 0, got " + totalSamples);
        }
        Parameters.notNegative("totalWeight", totalWeight);
        Parameters.unit("baseRate", baseRate);
        if (from != null && to != null && to.isBefore(from)) {
            throw new IllegalArgumentException("to must not be before from, got " + to + " before " + from);
        }
        if (golden.isEmpty()) {
            throw new IllegalArgumentException("golden must have at least 1 pair, got 0");
        }
        for (int i = 0; i < golden.size(); i++) {
            golden.get(i).check(calibrator, i);
        }
    }

    /**
     * A calibrator with the counts of the sample it was fitted on.
     *
     * @param calibrator the map
     * @param sample its pairs
     * @param from start of the data's window; null when unknown
     * @param to end of the data's window; null when unknown
     * @return the map with counts, this library's version and golden pairs
     */
    public static FittedCalibrator of(Calibrator calibrator, CalibrationSample sample, Instant from, Instant to) {
        double weight = 0;
        double positives = 0;
        for (int i = 0; i < sample.size(); i++) {
            weight += sample.weight(i);
            positives += sample.weight(i) * sample.outcome(i);
        }
        return new FittedCalibrator(
                calibrator,
                from,
                to,
                sample.size(),
                weight,
                Math.min(positives / weight, 1),
                VERSION,
                GoldenPair.of(calibrator));
    }

    private static String version() {
        try (InputStream in = CalibrationSample.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

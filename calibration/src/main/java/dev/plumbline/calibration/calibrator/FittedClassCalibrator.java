package dev.plumbline.calibration.calibrator;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A map of class probabilities and where it comes from: what a file or a message carries. See {@link ClassCalibratorJson}.
 *
 * @param calibrator the map
 * @param classes their number, at least 2
 * @param from start of the data's window; null when unknown
 * @param to end of the data's window; null when unknown
 * @param totalSamples the number of rows
 * @param totalWeight the sum of their weights
 * @param libraryVersion of the software that fitted it
 * @param golden rows that the map reproduces
 */
public record FittedClassCalibrator(
        ClassCalibrator calibrator,
        int classes,
        Instant from,
        Instant to,
        long totalSamples,
        double totalWeight,
        String libraryVersion,
        List<GoldenRow> golden) {

    /**
     * Checks every golden row against the map.
     *
     * @throws IllegalArgumentException that names the row, when one is not reproduced to 1e-12
     */
    public FittedClassCalibrator {
        Objects.requireNonNull(calibrator, "calibrator");
        Objects.requireNonNull(libraryVersion, "libraryVersion");
        golden = List.copyOf(golden);
        if (classes < 2) {
            throw new IllegalArgumentException("classes must be at least 2, got " + classes);
        }
        if (totalSamples < 0) {
            throw new IllegalArgumentException("totalSamples must be at least 0, got " + totalSamples);
        }
        Parameters.notNegative("totalWeight", totalWeight);
        if (from != null && to != null && to.isBefore(from)) {
            throw new IllegalArgumentException("to must not be before from, got " + to + " before " + from);
        }
        if (golden.isEmpty()) {
            throw new IllegalArgumentException("golden must have at least 1 row, got 0");
        }
        for (int i = 0; i < golden.size(); i++) {
            int values = golden.get(i).p().length;
            if (values != classes) {
                throw new IllegalArgumentException("golden[" + i + "] must have " + classes + " values, got " + values);
            }
            golden.get(i).check(calibrator, i);
        }
    }

    /**
     * A map with the counts of the sample it was fitted on.
     *
     * @param calibrator the map
     * @param sample its rows
     * @param from start of the data's window; null when unknown
     * @param to end of the data's window; null when unknown
     * @return the map with counts, this library's version and golden rows
     */
    public static FittedClassCalibrator of(ClassCalibrator calibrator, ClassSample sample, Instant from, Instant to) {
        double weight = 0;
        for (double each : sample.weight) {
            weight += each;
        }
        return new FittedClassCalibrator(
                calibrator,
                sample.classes(),
                from,
                to,
                sample.size(),
                weight,
                FittedCalibrator.VERSION,
                GoldenRow.of(calibrator, sample.classes()));
    }
}

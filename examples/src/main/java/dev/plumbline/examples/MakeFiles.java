package dev.plumbline.examples;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.ReliabilityDiagram;
import dev.plumbline.calibration.calibrator.LogitPlattCalibrator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the files that the guide shows: {@code examples/data/churn.csv} and {@code docs/pictures/*.svg}. {@code MakeFiles
 * REPOSITORY} writes them; a test compares what is stored with what this makes.
 */
public final class MakeFiles {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final long SECONDS_BETWEEN = 6 * 3600;

    private MakeFiles() {}

    /** Too sure of itself (slope 0.6) and too high: 1,200 forecasts, four a day. */
    static CalibrationSample churn() {
        return Forecasts.madeUp(1_200, 0.6, -0.4, 1);
    }

    /** By path below the repository, what stands in each file. */
    static Map<String, String> all() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("examples/data/churn.csv", csv(churn()));
        picture(files, "calibrated", "200 forecasts, all of them right", Forecasts.madeUp(200, 1, 0, 3));
        picture(files, "overconfident", "Too sure of itself", Forecasts.madeUp(2_000, 0.5, 0, 4));
        picture(files, "shifted", "Too high throughout", Forecasts.madeUp(2_000, 1, -0.8, 5));
        CalibrationSample later = Forecasts.madeUp(2_000, 0.5, 0, 6);
        double[] corrected = later.probabilities();
        LogitPlattCalibrator.fit(Forecasts.madeUp(2_000, 0.5, 0, 4)).apply(corrected, corrected);
        picture(files, "corrected", "Corrected, on new pairs", CalibrationSample.of(corrected, later.outcomes()));
        return files;
    }

    private static void picture(Map<String, String> files, String name, String title, CalibrationSample sample) {
        files.put(
                "docs/pictures/" + name + ".svg", ReliabilityDiagram.of(sample).svg(title));
    }

    private static String csv(CalibrationSample sample) {
        StringBuilder text = new StringBuilder("score,outcome,predicted_at\n");
        for (int i = 0; i < sample.size(); i++) {
            text.append(sample.probability(i))
                    .append(',')
                    .append((int) sample.outcome(i))
                    .append(',')
                    .append(FIRST.plusSeconds(i * SECONDS_BETWEEN))
                    .append('\n');
        }
        return text.toString();
    }

    public static void main(String[] args) throws IOException {
        for (Map.Entry<String, String> file : all().entrySet()) {
            Files.writeString(Path.of(args[0]).resolve(file.getKey()), file.getValue());
            System.out.println(file.getKey());
        }
    }
}

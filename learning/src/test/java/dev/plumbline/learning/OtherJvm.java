package dev.plumbline.learning;

import dev.plumbline.learning.model.ModelJson;
import dev.plumbline.learning.model.TrainedModel;
import dev.plumbline.learning.trainer.ModelSelection;
import dev.plumbline.learning.trainer.TrainingWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What tests run in a Java machine of its own. */
public final class OtherJvm {

    private OtherJvm() {}

    /** {@code train FILE} trains trees and writes the model; {@code predict FILE} reads it and answers a row. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        if (arguments[0].equals("train")) {
            Files.write(file, trees());
        } else {
            TrainedModel model = ModelJson.read(Files.readAllBytes(file));
            System.out.println(Arrays.toString(model.probabilities(new double[] {0.3, -0.4, Double.NaN, 2})));
        }
    }

    /** A model of boosted trees from seed 61. */
    public static byte[] trees() {
        return ModelJson.write(
                new ModelSelection(List.of("boosted-trees"))
                        .select(
                                Truth.stepped().draw(61, 800, 10),
                                new TrainingWatch(Duration.ofMinutes(10), (trainer, step) -> {}))
                        .fitted()
                        .model(),
                "t");
    }

    /** Runs {@link #main} without the jars of a name; answers what it printed. */
    public static String run(String withoutJar, String... arguments) throws IOException, InterruptedException {
        String separator = System.getProperty("path.separator");
        String classPath = String.join(
                separator,
                Arrays.stream(System.getProperty("java.class.path").split(separator))
                        .filter(entry -> !entry.contains(withoutJar))
                        .toList());
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                OtherJvm.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(printed);
        }
        return printed.strip();
    }
}

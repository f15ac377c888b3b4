package dev.plumbline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Loads what the everyday verbs load, and ends: the launcher writes the class-data archive from this run. A class that is not
 * touched here is read from its jar at every start. So a new verb adds the shortest line that reaches its classes.
 */
@Command(name = "warm-up", hidden = true, description = "Loads the classes of the everyday verbs and ends.")
final class WarmUpCommand implements Callable<Integer> {
    private static final List<List<String>> COMMAND_LINES = List.of(
            List.of("import", "DIR/rows.csv", "--model", "warm", "--time", "t", "--data", "DIR"),
            List.of("verify", "--data", "DIR"),
            List.of("export", "--model", "warm", "--data", "DIR", "-o", "DIR/exported.ndjson"),
            List.of("import", "DIR/exported.ndjson", "--model", "warm", "--data", "DIR", "--json"),
            List.of("backup", "--data", "DIR"),
            List.of("audit", "DIR/scores.csv", "--json"),
            List.of("audit", "DIR/scores.csv", "--only", "ece", "--json"),
            List.of("audit", "DIR/scores.csv", "--by", "region", "--svg", "DIR/audit.svg", "--html", "DIR/audit.html"),
            List.of("fit", "DIR/scores.csv", "--save", "DIR/calibrator.json"),
            List.of("fit", "DIR/scores.csv", "--method", "isotonic", "--json", "--save", "DIR/isotonic.json"),
            List.of("apply", "DIR/scores.csv", "--calibrator", "DIR/isotonic.json", "-o", "DIR/applied.csv"),
            List.of("compare", "DIR/scores.csv", "--json"),
            List.of("--version"),
            List.of("--help"),
            List.of("serve", "--help"),
            List.of("demo", "--help"),
            List.of("serve", "--port", "none")); // the path of an error

    private static final int SCORES = 2_000;

    @Override
    public Integer call() throws IOException {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Path folder = Files.createTempDirectory("plumbline-warm-up-");
        Files.writeString(
                folder.resolve("rows.csv"), "score,outcome,t\n0.5,1,2026-01-01T00:00:00Z\nnone,1,2026-01-01\n");
        Files.writeString(folder.resolve("scores.csv"), scores());
        // What a step answers does not matter: the next start may be slower, but never wrong.
        for (List<String> line : COMMAND_LINES) {
            Main.run(
                    nowhere,
                    nowhere,
                    line.stream()
                            .map(word -> word.replace("DIR", folder.toString()))
                            .toArray(String[]::new));
        }
        try (Stream<Path> inside = Files.walk(folder)) {
            inside.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        }
        return ExitCode.FINE.code();
    }

    /** Enough rows for every figure of a report, and too confident, so that a fit has something to mend. */
    private static String scores() {
        StringBuilder text = new StringBuilder("score,outcome,region\n");
        for (int i = 0; i < SCORES; i++) {
            int outcome = i * 7 % SCORES < SCORES / 4 + i / 2 ? 1 : 0;
            text.append((i + 0.5) / SCORES).append(',').append(outcome).append(i % 2 == 0 ? ",north\n" : ",south\n");
        }
        return text.toString();
    }
}

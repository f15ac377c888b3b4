package dev.plumbline.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Loads what the everyday verbs load, and ends: the launcher writes the class-data archive from this run. A class that is not
 * touched here is read from its jar at every start. So a new verb adds the shortest line that reaches its classes.
 */
@Command(name = "warm-up", hidden = true, description = "Loads the classes of the everyday verbs and ends.")
final class WarmUpCommand implements Callable<Integer> {
    private static final List<List<String>> COMMAND_LINES = List.of(
            List.of("--version"),
            List.of("--help"),
            List.of("serve", "--help"),
            List.of("demo", "--help"),
            List.of("serve", "--port", "none")); // the path of an error

    @Override
    public Integer call() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        // What a step answers does not matter: the next start may be slower, but never wrong.
        COMMAND_LINES.forEach(line -> Main.run(nowhere, nowhere, line.toArray(String[]::new)));
        return ExitCode.FINE.code();
    }
}

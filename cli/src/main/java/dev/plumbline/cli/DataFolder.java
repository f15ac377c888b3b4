package dev.plumbline.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the data is, for the verbs that work on it. */
final class DataFolder {
    private static final String DEFAULT = "plumbline-data";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the database (default: PLUMBLINE_DATA, else ./" + DEFAULT + ").")
    private Path data;

    /** The folder that was named; null when none was. */
    Path named() {
        return data;
    }

    Path path() {
        if (data != null) {
            return data;
        }
        String set = System.getenv("PLUMBLINE_DATA");
        return Path.of(set == null || set.isBlank() ? DEFAULT : set);
    }

    /** Libraries log; what a verb has to say it says itself. Must come before the first of them is touched. */
    static void silenceLogs() {
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }
}

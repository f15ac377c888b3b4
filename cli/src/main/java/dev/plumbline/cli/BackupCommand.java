package dev.plumbline.cli;

import dev.plumbline.store.Backup;
import dev.plumbline.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline backup}: a copy of the database as of now, also beside a running server. */
@Command(
        name = "backup",
        description =
                "Copies the database as of now into one file; a server may run meanwhile. The copy is checked before it gets"
                        + " its name, plumbline-TIME.backup, which is printed.",
        sortOptions = false)
final class BackupCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataFolder data;

    @Option(
            names = "--into",
            paramLabel = "DIR",
            description = "Folder for the copy (default: " + Database.COPIES + " in the folder of the database).")
    private Path into;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description =
                    "How many copies to keep in that folder, this one included; older ones are removed (default: all).")
    private Integer keep;

    @Override
    public Integer call() throws IOException {
        if (keep != null && keep < 1) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--keep': got '" + keep + "'; allowed: 1 or more");
        }
        DataFolder.silenceLogs();
        Path folder = into == null ? data.path().resolve(Database.COPIES) : into;
        Path copy;
        try {
            copy = Backup.make(data.path(), folder, Instant.now());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
        // Only after the new one is there, so that there is always one.
        List<Path> copies = Backup.copies(folder);
        for (Path old : keep == null ? List.<Path>of() : copies.subList(Math.min(keep, copies.size()), copies.size())) {
            Files.deleteIfExists(old);
        }
        spec.commandLine().getOut().println(copy);
        return ExitCode.FINE.code();
    }
}

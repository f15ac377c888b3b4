package dev.plumbline.cli;

import dev.plumbline.store.Backup;
import dev.plumbline.store.DatabaseInUseException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline restore}: puts a copy in the place of the database, which is kept under another name. */
@Command(
        name = "restore",
        description =
                "Puts a copy that 'plumbline backup' made in the place of the database. What was there is kept beside it."
                        + " No server may run.",
        sortOptions = false)
final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "COPY",
            description = "The file to restore, such as backups/plumbline-20260401T030000Z.backup.")
    private Path copy;

    @Mixin
    private DataFolder data;

    @Override
    public Integer call() {
        DataFolder.silenceLogs();
        Path aside;
        try {
            aside = Backup.restore(copy, data.path(), Instant.now());
        } catch (IllegalArgumentException | DatabaseInUseException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
        spec.commandLine()
                .getOut()
                .println("Restored " + copy + " to " + data.path()
                        + (aside == null ? "" : "; the database that was there is now " + aside));
        return ExitCode.FINE.code();
    }
}

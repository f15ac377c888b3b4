package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.store.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy and its way back, as an operator does it. */
class BackupTest {
    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void fill() throws Exception {
        data = folder.resolve("data");
        load("score,outcome,t\n0.5,1,2026-01-01T00:00:00Z\n", "first");
    }

    private void load(String csv, String name) throws Exception {
        Path file = Files.writeString(folder.resolve(name + ".csv"), csv);
        CommandRun run = CommandRun.of("import", file, "--model", "m", "--time", "t", "--data", data);
        assertThat(run.code()).as(run.err()).isZero();
    }

    private String verified() {
        return CommandRun.of("verify", "--data", data).out();
    }

    @Test
    void backup_thenRestore_bringsBackWhatWasThere() throws Exception {
        CommandRun backup = CommandRun.of("backup", "--data", data);
        assertThat(backup.code()).as(backup.err()).isZero();
        Path copy = Path.of(backup.out().strip());
        assertThat(copy).isRegularFile().hasParent(data.resolve(Database.COPIES));
        load("score,outcome,t\n0.5,1,2026-01-01T00:00:00Z\n0.6,0,2026-01-02T00:00:00Z\n", "second");
        assertThat(verified()).contains("(3 pairs)");
        CommandRun restore = CommandRun.of("restore", copy, "--data", data);
        assertThat(restore.code()).as(restore.err()).isZero();
        assertThat(restore.out()).contains("Restored " + copy).contains("plumbline.db.before-restore-");
        assertThat(verified()).contains("(1 pairs)");
    }

    @Test
    void restore_whileTheFolderIsServed_isRefused() {
        Path copy = Path.of(CommandRun.of("backup", "--data", data).out().strip());
        try (Database served = Database.open(data)) {
            CommandRun restore = CommandRun.of("restore", copy, "--data", data);
            assertThat(restore.code()).isEqualTo(ExitCode.USAGE.code());
            assertThat(restore.err()).contains("serves " + served.file().getParent());
        }
    }

    @Test
    void badCalls_areOneLine() {
        CommandRun none = CommandRun.of("backup", "--data", folder.resolve("none"));
        assertThat(none.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(none.err()).contains("There is no database in " + folder.resolve("none"));
        assertThat(CommandRun.of("backup", "--data", data, "--keep", "0").err()).contains("allowed: 1 or more");
        assertThat(CommandRun.of("restore", folder.resolve("none.backup"), "--data", data)
                        .err())
                .contains("There is no copy " + folder.resolve("none.backup"))
                .hasLineCount(1);
    }

    @Test
    void keep_removesOlderCopies() throws Exception {
        Path copies = data.resolve(Database.COPIES);
        Files.createDirectories(copies);
        Path old = Files.writeString(copies.resolve("plumbline-20200101T000000Z.backup"), "old");
        Path copy = Path.of(
                CommandRun.of("backup", "--data", data, "--keep", "1").out().strip());
        assertThat(old).doesNotExist();
        assertThat(copy).exists();
    }
}

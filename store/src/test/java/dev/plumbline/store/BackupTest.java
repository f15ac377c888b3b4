package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies are whole, also of a database that is written to, and they come back. */
class BackupTest {
    @TempDir
    Path data;

    @TempDir
    Path copies;

    private static int record(Database database, String prefix, int rows) {
        Stores stores = Stores.over(database);
        stores.intake().recordPredictions("m", Samples.UNIT, Samples.predictions(prefix, rows), Samples.NOW);
        stores.intake().recordOutcomes("m", Samples.UNIT, Samples.outcomes(prefix, rows), Samples.NOW);
        return rows;
    }

    private static long pairs(Path directory) {
        try (Database database = Database.open(directory)) {
            Verify.Result verified = Verify.run(database);
            assertThat(verified.difference()).isEmpty();
            return verified.pairs();
        }
    }

    @Test
    void copy_ofADatabaseUnderIntake_isWholeAndComesBack() throws Exception {
        Path copy;
        try (Database database = Database.open(data)) {
            record(database, "before-", 100);
            AtomicBoolean stop = new AtomicBoolean();
            CompletableFuture<Integer> intake = CompletableFuture.supplyAsync(() -> {
                int rows = 0;
                for (int i = 0; !stop.get(); i++) {
                    rows += record(database, i + "-", 50);
                }
                return rows;
            });
            copy = Backup.make(data, copies, Samples.NOW);
            stop.set(true);
            assertThat(intake.get()).isGreaterThanOrEqualTo(0);
            record(database, "after-", 10);
            assertThatThrownBy(() -> Backup.restore(copy, data, Samples.NOW))
                    .isInstanceOf(DatabaseInUseException.class);
        }
        assertThat(copy.getFileName()).hasToString("plumbline-20260401T120000Z.backup");
        assertThat(copies).isDirectoryNotContaining("glob:**.part");
        long all = pairs(data);
        Path aside = Backup.restore(copy, data, Samples.NOW);
        long restored = pairs(data);
        assertThat(restored)
                .isBetween(100L, all - 10)
                .satisfies(pairs -> assertThat(pairs % 50).isZero());
        Files.move(aside, data.resolve(Database.FILE), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(pairs(data)).isEqualTo(all);
    }

    @Test
    void restore_intoAnEmptyDirectory_needsNothingThere() {
        try (Database database = Database.open(data)) {
            record(database, "p", 20);
        }
        Path copy = Backup.make(data, copies, Samples.NOW);
        Path empty = copies.resolve("new");
        assertThat(Backup.restore(copy, empty, Samples.NOW)).isNull();
        assertThat(pairs(empty)).isEqualTo(20);
    }

    @Test
    void copies_areForTheirOwnerAlone() throws Exception {
        try (Database database = Database.open(data)) {
            record(database, "p", 20);
        }
        Path copy = Backup.make(data, copies, Samples.NOW);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
        Backup.restore(copy, copies.resolve("new"), Samples.NOW);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(copies.resolve("new").resolve(Database.FILE))))
                .isEqualTo("rw-------");
    }

    @Test
    void copyOfANewerVersion_isNotRestored_norAdvised() throws Exception {
        try (Database database = Database.open(data)) {
            record(database, "p", 20);
        }
        Path good = Backup.make(data, data.resolve(Database.COPIES), Samples.NOW);
        Path newer = Backup.make(data, data.resolve(Database.COPIES), Samples.NOW.plusSeconds(60));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + newer);
                Statement sql = connection.createStatement()) {
            sql.execute("update flyway_schema_history set version = '99' where version = '2'");
        }
        assertThatThrownBy(() -> Backup.restore(newer, data, Samples.NOW))
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageContaining("newer version")
                .hasMessageContaining("99")
                .hasMessageContaining(newer.toString());
        Files.write(data.resolve(Database.FILE), new byte[0]);
        assertThatThrownBy(() -> Database.open(data))
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageContaining("it is empty")
                .hasMessageContaining("plumbline restore " + good);
    }

    @Test
    void restore_ofSomethingElse_leavesTheDatabaseAlone() throws Exception {
        try (Database database = Database.open(data)) {
            record(database, "p", 20);
        }
        Path text = Files.writeString(copies.resolve("plumbline-x.backup"), "no database");
        assertThatThrownBy(() -> Backup.restore(text, data, Samples.NOW))
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageContaining("no whole database")
                .hasMessageContaining(text.toString());
        assertThat(data).isDirectoryNotContaining("glob:**.restoring");
        assertThatThrownBy(() -> Backup.restore(copies.resolve("missing"), data, Samples.NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing");
        assertThat(pairs(data)).isEqualTo(20);
    }

    @Test
    void make_withoutDatabaseOrOverACopy_isRefused() {
        assertThatThrownBy(() -> Backup.make(data, copies, Samples.NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("There is no database in " + data);
        Database.open(data).close();
        Path copy = Backup.make(data, copies, Samples.NOW);
        assertThatThrownBy(() -> Backup.make(data, copies, Samples.NOW))
                .hasMessageContaining("exists already")
                .hasMessageContaining(copy.toString());
        assertThat(Backup.copies(copies)).containsExactly(copy);
    }
}

package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("plumbline.db");
    }

    @Test
    void open_ofADirectoryThatThisProcessServes_isRefused() {
        try (Database database = Database.open(directory)) {
            assertThatThrownBy(() -> Database.open(directory))
                    .isInstanceOf(DatabaseInUseException.class)
                    .hasMessage("This process serves " + directory + " already");
            assertThat(Verify.run(database).difference()).isEmpty();
        }
        Database.open(directory).close(); // free again
    }

    @Test
    void open_ofADirectoryThatAnotherProcessServes_isRefusedWithItsNumber() throws Exception {
        try (ChildProcess child = ChildProcess.start(LockHolder.class, directory.toString())) {
            assertThat(child.readLine()).isEqualTo("open");
            assertThatThrownBy(() -> Database.open(directory))
                    .isInstanceOf(DatabaseInUseException.class)
                    .hasMessage("Another process (process " + child.pid() + ") serves " + directory
                            + ": stop it first, or choose another directory with --data");
        }
        Database.open(directory).close(); // the system freed the lock when the process died
    }

    /** Serves a directory until it is killed. */
    static final class LockHolder {
        public static void main(String[] arguments) throws IOException {
            try (Database database = Database.open(Path.of(arguments[0]))) {
                System.out.println(database.file() == null ? "" : "open");
                System.in.read();
            }
        }
    }

    @Test
    void open_ofAFileThatIsNoDatabase_saysWhichAndWhatToRestore() throws IOException {
        Files.writeString(file(), "this is not a database, but it is long enough to be looked at ".repeat(50));
        assertThatThrownBy(() -> Database.open(directory))
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageContainingAll(file().toString(), "is damaged", "there is no copy (*.backup) beside it");
        Files.writeString(directory.resolve("plumbline-2026-04-02.backup"), "no copy either");
        Path other = Files.createDirectory(directory.resolve("other"));
        Database.open(other).close();
        Path copy = Backup.make(other, directory, Samples.NOW);
        assertThatThrownBy(() -> Database.open(directory))
                .hasMessageContaining("plumbline restore " + copy + " --data ");
    }

    @Test
    void open_ofADamagedFile_saysSo() throws IOException {
        try (Database database = Database.open(directory)) {
            Stores.over(database)
                    .intake()
                    .recordPredictions("m", Samples.UNIT, Samples.predictions("p", 3_000), Samples.NOW);
        }
        try (RandomAccessFile damaged = new RandomAccessFile(file().toFile(), "rw")) {
            byte[] noise = new byte[8_192];
            java.util.Arrays.fill(noise, (byte) 0x5a);
            for (long page = 40; page < damaged.length() / noise.length; page += 3) {
                damaged.seek(page * noise.length);
                damaged.write(noise);
            }
        }
        assertThatThrownBy(() -> Database.open(directory))
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageContainingAll(file().toString(), "is damaged");
    }

    @Test
    void open_ofAFileOfANewerVersion_isRefused() throws Exception {
        Database.open(directory).close();
        try (Connection connection = new SqliteFile(file()).writable().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by,
                        execution_time, success)
                    values (99, '99', 'later', 'SQL', 'V99__later.sql', '', 0, 1)
                    """);
        }
        assertThatThrownBy(() -> Database.open(directory))
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessage(
                        "The database " + file() + " was written by a newer version of Plumbline (schema 99, this one"
                                + " knows " + Schema.VERSION + "): start the newer version again");
    }

    @Test
    void schemaVersion_isThatOfTheNewestMigration() throws Exception {
        try (Stream<Path> files =
                Files.list(Path.of(Schema.class.getResource("/db/sqlite").toURI()))) {
            assertThat(files.map(each -> each.getFileName().toString())
                            .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                            .max())
                    .hasValue(Schema.VERSION);
        }
    }

    @Test
    void write_ofManyAtOnce_isGroupedAndAFailingOneDisturbsNoOther() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try (Database database = Database.open(directory)) {
            CountDownLatch queued = new CountDownLatch(1);
            // Holds the writer until all others are queued, so that they share a transaction.
            Future<?> first = callers.submit(() -> database.write(session -> {
                awaitUninterruptibly(queued);
                return null;
            }));
            List<Future<Integer>> others = new ArrayList<>();
            for (int i = 0; i < 15; i++) {
                int number = i;
                others.add(callers.submit(() -> database.write(session -> {
                    int changed = session.update(
                            "insert into api_keys (scope, sha256, created_at) values (?, ?, 0)",
                            "scope" + number,
                            new byte[] {1});
                    if (number % 5 == 0) {
                        throw new IllegalArgumentException("work " + number + " fails");
                    }
                    return changed;
                })));
            }
            queued.countDown();
            first.get();
            for (int i = 0; i < others.size(); i++) {
                Future<Integer> other = others.get(i);
                if (i % 5 == 0) {
                    assertThatThrownBy(other::get).hasRootCauseMessage("work " + i + " fails");
                } else {
                    assertThat(other.get()).isEqualTo(1);
                }
            }
            long kept = database.read(session -> session.number("select count(*) from api_keys"));
            assertThat(kept).isEqualTo(12);
        } finally {
            callers.shutdownNow();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void write_afterClose_saysThatTheServerIsStopping() {
        Database database = Database.open(directory);
        database.close();
        database.close(); // twice does no harm
        assertThatThrownBy(() -> database.write(session -> null))
                .hasMessage("The database is closed: the server is stopping");
    }

    @Test
    void wrongStatement_isAFaultOfOursAndTheWriterGoesOn() {
        try (Database database = Database.open(directory)) {
            assertThatThrownBy(() -> database.write(session -> session.update("insert into nowhere values (1)")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no such table: nowhere");
            long answer = database.write(session -> session.number("select 7"));
            assertThat(answer).isEqualTo(7);
        }
    }

    @Test
    void settings_areThoseThatMakeAnAcknowledgedRowDurable() {
        try (Database database = Database.open(directory)) {
            Map<String, String> expected =
                    Map.of("journal_mode", "wal", "synchronous", "2", "foreign_keys", "1", "page_size", "8192");
            Map<String, String> found = new java.util.HashMap<>();
            for (String setting : expected.keySet()) {
                database.write(session -> {
                    session.each("pragma " + setting, row -> found.put(setting, row.getString(1)));
                    return null;
                });
            }
            assertThat(found).isEqualTo(expected);
            assertThatThrownBy(() -> database.read(session -> session.update("delete from models")))
                    .as("readers cannot write")
                    .hasMessageContaining("may not be written");
        }
    }
}

package dev.plumbline.store;

import dev.plumbline.monitor.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a database file to the tables that this version works with, after a look at whether it is whole. */
final class Schema {
    /** The number of the newest migration in {@code db/sqlite}. */
    static final int VERSION = 2;

    private static final String HAS_HISTORY = """
            select count(*) from sqlite_master where type = 'table' and name = 'flyway_schema_history'
            """;
    private static final String NEWEST_MIGRATION = """
            select coalesce(max(cast(version as integer)), 0) from flyway_schema_history where success = 1
            """;

    private final SqliteFile file;

    Schema(SqliteFile file) {
        this.file = file;
    }

    /** @throws DatabaseUnusableException if the file is damaged or of a newer version */
    void bringUpToDate() {
        int found = checkedVersion();
        refuseNewer(found);
        if (found < VERSION) {
            migrate();
        }
    }

    /**
     * For those who only read: looks, and changes nothing.
     *
     * @throws DatabaseUnusableException if there is no database, or it is of another version
     */
    void requireUpToDate() {
        if (!Files.exists(file.path())) {
            throw new DatabaseUnusableException("There is no database " + file.path(), null);
        }
        try (Connection connection = file.connectReader();
                Statement statement = connection.createStatement()) {
            int found = version(statement);
            refuseNewer(found);
            if (found < VERSION) {
                throw new DatabaseUnusableException(
                        "The database " + file.path() + " was written by an older version of Plumbline (schema " + found
                                + ", this one reads " + VERSION
                                + "): start the server on it once, which brings it up to date",
                        null);
            }
        } catch (SQLException e) {
            throw SqlErrors.isDamage(e) ? damaged(e.getMessage(), e) : SqlErrors.translate(e);
        }
    }

    private void refuseNewer(int found) {
        if (found > VERSION) {
            throw new DatabaseUnusableException(
                    "The database " + file.path() + " was written by a newer version of Plumbline (schema " + found
                            + ", this one knows " + VERSION + "): start the newer version again"
                            + newestCopy()
                                    .map(copy -> ", or restore the copy " + copy)
                                    .orElse(""),
                    null);
        }
    }

    private static int version(Statement statement) throws SQLException {
        return text(statement, HAS_HISTORY).equals("0") ? 0 : Integer.parseInt(text(statement, NEWEST_MIGRATION));
    }

    private int checkedVersion() {
        if (!Files.exists(file.path())) {
            return 0;
        }
        refuseEmptied();
        try (Connection connection = file.writable().getConnection();
                Statement statement = connection.createStatement()) {
            String finding = text(statement, "pragma quick_check(1)");
            if (!finding.equals("ok")) {
                throw damaged(finding, null);
            }
            return version(statement);
        } catch (SQLException e) {
            throw SqlErrors.isDamage(e) ? damaged(e.getMessage(), e) : SqlErrors.translate(e);
        }
    }

    /** A start that was killed at once may leave an empty file; where there are copies, there was more in it. */
    private void refuseEmptied() {
        try {
            if (Files.size(file.path()) == 0 && newestCopy().isPresent()) {
                throw damaged("it is empty, though there are copies of it", null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + file.path() + ": " + e, e);
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private void migrate() {
        try {
            file.create();
            Flyway.configure()
                    .dataSource(file.writable())
                    .locations("classpath:db/sqlite")
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        } catch (FlywayException e) {
            throw new UnavailableException(
                    "The tables of " + file.path() + " could not be made or brought up to date: " + e.getMessage(), e);
        }
    }

    private DatabaseUnusableException damaged(String finding, SQLException cause) {
        String advice = newestCopy()
                .map(copy -> "restore the newest copy with: plumbline restore " + copy + " --data "
                        + file.path().toAbsolutePath().getParent())
                .orElse(
                        "there is no copy (*.backup) beside it; restore one from elsewhere, or move the file and its -wal"
                                + " and -shm files away to start empty");
        return new DatabaseUnusableException(
                "The database " + file.path() + " is damaged (" + finding.strip() + "): " + advice, cause);
    }

    /**
     * The number of the newest migration in a file that is not open for writing; 0 where it is no database of ours.
     *
     * @throws SQLException if it cannot be read
     */
    static int versionOf(Path path) throws SQLException {
        try (Connection connection = new SqliteFile(path).readOnly().getConnection();
                Statement statement = connection.createStatement()) {
            return version(statement);
        }
    }

    /** Whether this version can work with it. */
    private static boolean isOfUse(Path copy) {
        try {
            int found = versionOf(copy);
            return found > 0 && found <= VERSION;
        } catch (SQLException e) {
            return false;
        }
    }

    /** The newest copy of use beside the file or in the folder of copies there. */
    private Optional<Path> newestCopy() {
        Path data = file.path().toAbsolutePath().getParent();
        return Stream.of(data, data.resolve(Database.COPIES))
                .flatMap(folder -> Backup.copies(folder).stream())
                .sorted(Comparator.comparing((Path copy) -> copy.getFileName().toString())
                        .reversed())
                .filter(Schema::isOfUse)
                .findFirst();
    }
}

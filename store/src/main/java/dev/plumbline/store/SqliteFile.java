package dev.plumbline.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** How the file of the embedded database is opened. */
final class SqliteFile {
    private static final int BUSY_MILLIS = 5_000;
    private static final int PAGE_BYTES = 8_192;
    /** What the writer's pages may take; it is used only as far as a batch over random ids needs it. */
    private static final int WRITER_CACHE_KIB = 128 * 1_024;

    private static final int READER_CACHE_KIB = 16 * 1_024;
    /** Pages after which the log is worked into the file: 64 MiB. Ids in random order touch a page each, again and again. */
    private static final int CHECKPOINT_PAGES = 8_192;
    /** What the log keeps on disk after that. */
    private static final int LOG_BYTES = 64 * 1_024 * 1_024;

    private final Path path;

    SqliteFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /**
     * Makes the file, if it is missing, with the page size that it keeps for ever: the driver would turn the log on first,
     * and then it is too late to choose.
     */
    void create() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setPageSize(PAGE_BYTES);
        try (Connection connection = source(config).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
        }
    }

    /** For connections that change the file. */
    SQLiteDataSource writable() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL); // each commit is flushed: what is acknowledged is on disk
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setJournalSizeLimit(LOG_BYTES);
        config.enforceForeignKeys(true);
        config.setCacheSize(-WRITER_CACHE_KIB);
        return source(config);
    }

    /**
     * For a connection beside the writer's, whose changes may be lost with the power: they are not flushed one by one.
     */
    SQLiteDataSource beside() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.NORMAL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        return source(config);
    }

    /** For connections that only read, each in a snapshot of its own. */
    SQLiteDataSource readOnly() {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setTransactionMode(TransactionMode.DEFERRED);
        config.setCacheSize(-READER_CACHE_KIB);
        return source(config);
    }

    /** A reader's connection, which sees one snapshot from its first statement on. */
    Connection connectReader() throws SQLException {
        Connection connection = readOnly().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    /** The writer's connection, outside any transaction. */
    Connection connectWriter() throws SQLException {
        Connection connection = writable().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma wal_autocheckpoint = " + CHECKPOINT_PAGES);
            statement.execute("pragma analysis_limit = 400");
            // With auto-commit the driver would try to begin and commit around every statement, and its own commit()
            // begins
            // the next transaction at once. So auto-commit is off, and the writer says begin and commit itself.
            connection.setAutoCommit(false);
            statement.execute("commit");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private SQLiteDataSource source(SQLiteConfig config) {
        config.setBusyTimeout(BUSY_MILLIS);
        config.setGetGeneratedKeys(false); // the driver would ask for the last one after every insert
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + path);
        return source;
    }
}

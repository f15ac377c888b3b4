package dev.plumbline.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/**
 * The embedded database: one file, one writer, readers that never wait for it. One process serves a directory at a time.
 */
public final class Database implements AutoCloseable {
    static final String FILE = "plumbline.db";
    /** The folder of copies in a data directory. */
    public static final String COPIES = "backups";

    private static final int READERS = 8;
    private static final long READER_WAIT_MILLIS = 10_000;

    private final DirectoryLock lock;
    private final Semaphore turns = new Semaphore(1, true);
    private final Writer writer;
    private final HikariDataSource readers;
    private final SqliteFile file;

    private Database(DirectoryLock lock, SqliteFile sqlite, UnaryOperator<Connection> wrapped) {
        this.lock = lock;
        this.file = sqlite;
        this.readers = new HikariDataSource(readers(sqlite));
        this.writer = new Writer(() -> new Session(wrapped.apply(sqlite.connectWriter())), turns);
    }

    /** For reading only, without a lock; each reading opens a connection of its own. */
    private Database(SqliteFile sqlite) {
        this.lock = null;
        this.file = sqlite;
        this.readers = null;
        this.writer = null;
    }

    /**
     * Opens {@code directory/plumbline.db}; an empty or missing directory gets a new one.
     *
     * @throws DatabaseInUseException if another process serves the directory
     * @throws DatabaseUnusableException if the file is damaged or was written by a newer version
     */
    public static Database open(Path directory) {
        return open(directory, connection -> connection);
    }

    /**
     * Opens {@code directory/plumbline.db} for reading, also beside a process that serves it. Nothing can be written.
     *
     * @throws DatabaseUnusableException if there is none, or it is of another version
     */
    public static Database openToRead(Path directory) {
        SqliteFile file = new SqliteFile(directory.resolve(FILE));
        new Schema(file).requireUpToDate();
        return new Database(file);
    }

    /** @param wrapped what to make of each of the writer's connections: a test lets their calls fail */
    static Database open(Path directory, UnaryOperator<Connection> wrapped) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the data directory " + directory + ": " + e, e);
        }
        DirectoryLock lock = DirectoryLock.take(directory);
        try {
            SqliteFile file = new SqliteFile(directory.resolve(FILE));
            new Schema(file).bringUpToDate();
            return new Database(lock, file, wrapped);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static HikariConfig readers(SqliteFile file) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("plumbline-readers");
        config.setDataSource(file.readOnly());
        config.setReadOnly(true);
        config.setAutoCommit(false); // so that all of one reading sees one snapshot
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(READER_WAIT_MILLIS);
        config.setInitializationFailTimeout(-1);
        return config;
    }

    /** The database's file. */
    public Path file() {
        return file.path();
    }

    /** Says where this process answers HTTP, to others that find the directory in use. */
    public void announce(String address) {
        lock.announce(address);
    }

    /** Connections of its own for the one who has to have them; whoever opens it closes it. */
    BesideWriter beside() {
        return new BesideWriter(file, turns);
    }

    /** Runs the work in a transaction that may be shared; it is on disk when this returns, or nothing of it is. */
    <T> T write(Work<T> work) {
        if (writer == null) {
            throw new IllegalStateException("the database " + file() + " was opened for reading only");
        }
        return writer.write(work);
    }

    /** Runs the work on one consistent snapshot. */
    <T> T read(Work<T> work) {
        try (Connection connection = readers == null ? file.connectReader() : readers.getConnection()) {
            try {
                return work.run(new Session(connection));
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** Finishes what is queued and closes. */
    @Override
    public void close() {
        // The readers first: the last connection to close works the log into the file, which a reader could not.
        try (lock;
                writer;
                readers) {
            // in the order of this list from its end
        }
    }
}

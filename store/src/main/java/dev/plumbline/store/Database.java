package dev.plumbline.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.plumbline.monitor.audit.AuditStore.Look;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
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
    private static final String READ_SOMETHING = "select count(*) from models where id = 1";
    private static final String ERA = "select era from eras";
    private static final String BEGIN_ERA = "update eras set era = ? where era < ?";
    private static final String LOOK = """
            select (select coalesce(max(id), 0) from predictions), (select coalesce(max(id), 0) from promotions),
                (select coalesce(max(id), 0) from purges)
            """;
    private static final String WRITE_SOMETHING = "update models set created_at = created_at where id = 1";

    private final DirectoryLock lock;
    private final Semaphore turns = new Semaphore(1, true);
    private final Writer writer;
    private final HikariDataSource readers;
    private final SqliteFile file;
    private final ThreadLocal<Session> looking = new ThreadLocal<>();
    private volatile long era; // changed by who has the turn

    private Database(DirectoryLock lock, SqliteFile sqlite, long era, UnaryOperator<Connection> wrapped) {
        this.lock = lock;
        this.file = sqlite;
        this.era = era;
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
            makePrivate(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder cannot be made: " + e, e);
        }
        DirectoryLock lock = DirectoryLock.take(directory);
        try {
            SqliteFile file = new SqliteFile(directory.resolve(FILE));
            new Schema(file).bringUpToDate();
            return new Database(lock, file, era(file), wrapped);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static long era(SqliteFile file) {
        try (Connection connection = file.connectReader()) {
            return new Session(connection).number(ERA);
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** A new folder is for its owner alone: who may read the file may read every prediction. One that is there stays as it is. */
    private static void makePrivate(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Files.createDirectories(directory);
        if (Files.getFileStore(directory).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
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

    /**
     * Looks whether it can be read and, if the last writing failed, whether writing works again.
     *
     * @throws dev.plumbline.monitor.UnavailableException if not
     */
    public void check() {
        read(session -> session.number(READ_SOMETHING));
        if (writer.failing()) {
            write(session -> session.update(WRITE_SOMETHING));
        }
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

    /** How a work stamps what it records. */
    Stamp stamp(Session session, Instant now) throws SQLException {
        keepEra(session, era);
        return new Stamp(Times.micros(now), era);
    }

    /** From now on no era before this one is begun, also after the process was killed: what carries it is kept with it. */
    static void keepEra(Session session, long era) throws SQLException {
        session.update(BEGIN_ERA, era, era);
    }

    /**
     * Runs the work as the look of an audit: whatever it reads on this thread is of one moment, and that moment ends an era.
     * Nobody writes in that moment, so what the look sees was recorded up to that era, and all that comes later is not.
     */
    <T> T look(Function<Look, T> work) {
        try (Connection connection = connectReader()) {
            Session session = new Session(connection);
            try {
                Look look = beginLook(session);
                looking.set(session);
                return work.apply(look);
            } finally {
                looking.remove();
                connection.rollback();
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    private Look beginLook(Session session) throws SQLException {
        turns.acquireUninterruptibly();
        try {
            Look look = session.first(LOOK, row -> new Look(era, row.getLong(1), row.getLong(2), row.getLong(3)))
                    .orElseThrow();
            era = look.era() + 1;
            return look;
        } finally {
            turns.release();
        }
    }

    private Connection connectReader() throws SQLException {
        return readers == null ? file.connectReader() : readers.getConnection();
    }

    /** Runs the work on one consistent snapshot; within a look on that one. */
    <T> T read(Work<T> work) {
        Session look = looking.get();
        if (look != null) {
            try {
                return work.run(look);
            } catch (SQLException e) {
                throw SqlErrors.translate(e);
            }
        }
        try (Connection connection = connectReader()) {
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

package dev.plumbline.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Copies of a database, made while it is written to and read, and their way back. A copy is one file, checked and on disk
 * before it gets its name {@code plumbline-TIME.backup}: what bears such a name is whole.
 */
public final class Backup {
    static final String SUFFIX = ".backup";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String COPY = "vacuum into ?";

    private Backup() {}

    /**
     * Copies the database of a data directory as of now; it may be served meanwhile.
     *
     * @param data the data directory
     * @param into the folder for the copy
     * @param now names the copy
     * @return the copy
     * @throws IllegalArgumentException if there is no database, or a copy of that name
     * @throws DatabaseUnusableException if the copy is not whole, which means that the database is not
     */
    public static Path make(Path data, Path into, Instant now) {
        SqliteFile source = new SqliteFile(data.resolve(Database.FILE));
        if (!Files.exists(source.path())) {
            throw new IllegalArgumentException("There is no database in " + data + " (" + Database.FILE + ")");
        }
        Path copy = into.resolve("plumbline-" + TIME.format(now) + SUFFIX);
        if (Files.exists(copy)) {
            throw new IllegalArgumentException("The copy " + copy + " exists already");
        }
        Path part = into.resolve(copy.getFileName() + ".part");
        try {
            Files.createDirectories(into);
            Files.deleteIfExists(part); // of a copy that was interrupted
            try (Connection connection = source.readOnly().getConnection();
                    PreparedStatement statement = connection.prepareStatement(COPY)) {
                // One snapshot, without a lock that a writer would wait for.
                statement.setString(1, part.toString());
                statement.execute();
            }
            makePrivate(part);
            check(part, copy);
            force(part);
            Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
            force(into);
            return copy;
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the copy " + copy + ": " + e.getMessage(), e);
        } finally {
            deleteQuietly(part);
        }
    }

    /**
     * Puts a copy in the place of a data directory's database. What was there is kept beside it under another name.
     *
     * @return where the database that was there is now; null when there was none
     * @throws DatabaseInUseException if a process serves the directory
     * @throws DatabaseUnusableException if the copy is not a whole database
     * @throws IllegalArgumentException if there is no such copy
     */
    public static Path restore(Path copy, Path data, Instant now) {
        if (!Files.isRegularFile(copy)) {
            throw new IllegalArgumentException("There is no copy " + copy);
        }
        try {
            Files.createDirectories(data);
            try (DirectoryLock lock = DirectoryLock.take(data)) {
                return restoreLocked(copy, data, now);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot restore " + copy + " to " + data + ": " + e.getMessage(), e);
        }
    }

    private static Path restoreLocked(Path copy, Path data, Instant now) throws IOException {
        Path file = data.resolve(Database.FILE);
        Path part = data.resolve(Database.FILE + ".restoring");
        try {
            Files.copy(copy, part, StandardCopyOption.REPLACE_EXISTING);
            makePrivate(part);
            check(part, copy);
            refuseNewer(part, copy);
            force(part);
        } catch (IOException | RuntimeException e) {
            deleteQuietly(part);
            throw e;
        }
        Path aside = null;
        if (Files.exists(file)) {
            aside = data.resolve(Database.FILE + ".before-restore-" + TIME.format(now));
            // The log first: a database without its log is an older whole one, a log without its database is nothing.
            for (String end : List.of("-wal", "-shm", "")) {
                Path from = data.resolve(Database.FILE + end);
                if (Files.exists(from)) {
                    Files.move(from, Path.of(aside + end));
                }
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        force(data);
        return aside;
    }

    /** The copies in a folder, newest first; by their names, which carry the time. */
    public static List<Path> copies(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> beside = Files.list(folder)) {
            return new ArrayList<>(
                    beside.filter(each -> each.getFileName().toString().endsWith(SUFFIX))
                            .sorted(Comparator.comparing(
                                            (Path each) -> each.getFileName().toString())
                                    .reversed())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }

    /** Who may read a copy may read every prediction. */
    private static void makePrivate(Path part) throws IOException {
        if (Files.getFileStore(part).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static void refuseNewer(Path part, Path copy) {
        try {
            int found = Schema.versionOf(part);
            if (found == 0 || found > Schema.VERSION) {
                throw new DatabaseUnusableException(
                        found == 0
                                ? "The copy " + copy + " is no database of Plumbline"
                                : "The copy " + copy + " was written by a newer version of Plumbline (schema " + found
                                        + ", this one knows " + Schema.VERSION + "): restore it with that version",
                        null);
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** @param copy what {@code part} is to be, for messages */
    private static void check(Path part, Path copy) {
        try (Connection connection = new SqliteFile(part).readOnly().getConnection();
                Statement statement = connection.createStatement();
                ResultSet finding = statement.executeQuery("pragma quick_check(1)")) {
            String found = finding.next() ? finding.getString(1) : "no answer";
            if (!found.equals("ok")) {
                throw new DatabaseUnusableException("The copy " + copy + " is not whole (" + found.strip() + ")", null);
            }
        } catch (SQLException e) {
            if (SqlErrors.isDamage(e)) {
                throw new DatabaseUnusableException("The copy " + copy + " is no whole database: " + e.getMessage(), e);
            }
            throw SqlErrors.translate(e);
        }
    }

    /** On disk, a folder's list of names too. */
    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // it bears the name of no copy, and the next copy of this second removes it
        }
    }
}

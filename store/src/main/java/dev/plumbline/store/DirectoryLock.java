package dev.plumbline.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps two processes, or two parts of one, from serving the same directory. The system frees it when a process dies. */
final class DirectoryLock implements AutoCloseable {
    /**
     * What this process holds. The lock of the system belongs to the process as a whole: closing a second channel to the file
     * would free it, so a second try must not even open one. With the address at which it answers.
     */
    private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

    private static final String NO_ADDRESS = "";

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws DatabaseInUseException if another process, or this one, serves the directory */
    static DirectoryLock take(Path directory) {
        try {
            Path file = directory.toRealPath().resolve("lock");
            String address = HELD.putIfAbsent(file, NO_ADDRESS);
            if (address != null) {
                throw new DatabaseInUseException("This process serves " + directory + " already", address);
            }
            try {
                return take(directory, file);
            } catch (IOException | RuntimeException e) {
                HELD.remove(file);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot lock " + directory + ": " + e.getMessage(), e);
        }
    }

    private static DirectoryLock take(Path directory, Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                List<String> lines = Files.readAllLines(file);
                String holder = lines.isEmpty() ? "" : " (" + lines.get(0) + ")";
                throw new DatabaseInUseException(
                        "Another process" + holder + " serves " + directory
                                + ": stop it first, or choose another directory with --data",
                        lines.size() > 1 ? lines.get(1) : NO_ADDRESS);
            }
            channel.truncate(0);
            String holder = "process " + ProcessHandle.current().pid() + "\n";
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
            return new DirectoryLock(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Writes, as the second line of the lock file, where the holder answers. Whoever finds the lock held can believe it: the line
     * goes with the lock's next holder.
     */
    void announce(String address) {
        try {
            channel.write(ByteBuffer.wrap((address + "\n").getBytes(StandardCharsets.UTF_8)));
            HELD.put(file, address);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the address to " + file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unlock " + file, e);
        } finally {
            HELD.remove(file);
        }
    }
}

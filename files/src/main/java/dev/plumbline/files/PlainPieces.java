package dev.plumbline.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Cuts a plain CSV file at ends of lines into pieces of about a megabyte, which are read side by side. */
final class PlainPieces {
    private static final int SIZE = 1 << 20;

    private final Path path;
    private final long[] starts; // of each piece, and the end

    private PlainPieces(Path path, long[] starts) {
        this.path = path;
        this.starts = starts;
    }

    /**
     * @param from behind the header
     * @return empty where a line is longer than {@link PlainCsv} takes
     */
    static Optional<PlainPieces> of(Path path, long from) throws IOException {
        long size = Files.size(path);
        List<Long> starts = new ArrayList<>(List.of(from));
        for (long next = from + SIZE; next < size; next = starts.get(starts.size() - 1) + SIZE) {
            int rest = restOfLine(path, next);
            if (rest < 0 && next + PlainCsv.LONGEST_ROW < size) {
                return Optional.empty();
            }
            if (rest < 0 || next + rest >= size) {
                break;
            }
            starts.add(next + rest);
        }
        starts.add(Math.max(from, size));
        return Optional.of(
                new PlainPieces(path, starts.stream().mapToLong(Long::longValue).toArray()));
    }

    /** How many bytes there are up to the end of the line that {@code at} is in; -1 if too many. */
    private static int restOfLine(Path path, long at) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            in.skipNBytes(at);
            byte[] ahead = in.readNBytes(PlainCsv.LONGEST_ROW);
            for (int i = 0; i < ahead.length; i++) {
                if (ahead[i] == '\n') {
                    return i + 1;
                }
            }
            return -1;
        }
    }

    /** What is done with a piece. */
    interface Work<T> {
        T read(InputStream in, long bytes) throws IOException;
    }

    /**
     * @param work called once for each piece, by several threads
     * @return what it gave, in the order of the file
     */
    <T> List<T> read(Work<T> work) throws IOException {
        Function<Integer, T> piece = i -> {
            try (InputStream in = Files.newInputStream(path)) {
                in.skipNBytes(starts[i]);
                return work.read(in, starts[i + 1] - starts[i]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        try {
            return IntStream.range(0, starts.length - 1)
                    .parallel()
                    .boxed()
                    .map(piece)
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}

package dev.plumbline.files;

import dev.plumbline.files.parquet.ParquetRows;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One file of rows: CSV, TSV, NDJSON, JSON or Parquet, plain or compressed with gzip. The name's ending says which; Parquet and gzip
 * are known by their content too, and so is whatever comes without a telling name.
 *
 * <p>A file is taken whole or refused: where its shape is wrong - a record with too few cells, a quote that does not end, bytes
 * that are no UTF-8 - reading ends with a {@link DataException}. A bad value costs its row only.
 *
 * @param path null for standard input
 * @param name as it was given, for messages
 */
public record DataFile(Path path, String name) {
    private static final int HEAD_BYTES = 16 * 1024;
    private static final String STANDARD_INPUT = "-";
    private static final byte[] PARQUET = {'P', 'A', 'R', '1'};

    static DataFile of(String name) {
        return name.equals(STANDARD_INPUT) ? new DataFile(null, name) : new DataFile(Path.of(name), name);
    }

    /** The name without folder and without {@code .gz}: a file keeps it when it is moved or compressed. */
    public String plainName() {
        String last = path == null ? name : path.getFileName().toString();
        return last.toLowerCase(Locale.ROOT).endsWith(".gz") ? last.substring(0, last.length() - 3) : last;
    }

    /** The size in bytes; 0 where it is not known. */
    public long size() {
        try {
            return path == null || !Files.isRegularFile(path) ? 0 : Files.size(path);
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Reads all rows.
     *
     * @param sink told good rows and bad values; never told what is malformed
     * @param read told now and then how many bytes of the file were read since it was last told
     * @throws DataException if the file cannot be read or is malformed, or has no rows
     */
    public void read(RowSink sink, LongConsumer read) {
        Strict strict = new Strict(name, sink);
        try (InputStream file = path == null ? System.in : Files.newInputStream(path);
                InputStream bytes = new BufferedInputStream(new CountedStream(file, read), 1 << 16)) {
            bytes.mark(HEAD_BYTES);
            byte[] start = bytes.readNBytes(HEAD_BYTES);
            bytes.reset();
            byte[] text = startOfText(start);
            RowFormat format = format(text).orElse(null);
            if (format == null) {
                readParquet(bytes, start != text, strict);
            } else {
                RowStream.read(bytes, format, false, strict);
            }
        } catch (IOException e) {
            throw new DataException(name, "cannot be read: " + e, e);
        }
        if (strict.rows == 0) {
            throw new DataException(name, "holds no rows");
        }
    }

    /** Its text from the beginning, decompressed and without byte-order mark; for documents that are no rows. Not for standard input. */
    public InputStream openText() throws IOException {
        InputStream file = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        Source source = new Source(file, false);
        try {
            return new FilterInputStream(source.open()) {
                @Override
                public void close() throws IOException {
                    source.close();
                    file.close();
                }
            };
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /**
     * A file that can be read more than once: itself, or a copy of standard input.
     *
     * @param folder where a copy is put
     */
    public DataFile rereadable(Path folder) {
        if (path != null) {
            return this;
        }
        try {
            Path copy = Files.createTempFile(folder, "standard-input-", "");
            Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
            return new DataFile(copy, name);
        } catch (IOException e) {
            throw new DataException(name, "cannot be kept to be read twice: " + e, e);
        }
    }

    /** Whether the rows are text in columns, and with what between them; empty for other files. */
    public Optional<Character> separator() {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] text = startOfText(in.readNBytes(HEAD_BYTES));
            RowFormat format = format(text).orElse(null);
            if (format == RowFormat.TSV) {
                return Optional.of('\t');
            }
            return format == RowFormat.CSV
                    ? Optional.of(CsvHeader.separator(new String(text, StandardCharsets.UTF_8)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new DataException(name, "cannot be read: " + e, e);
        }
    }

    /** How the text of a file that is a file of its own and not compressed is to be read; empty for all others. */
    Optional<RowFormat> plainText() {
        if (path == null || !Files.isRegularFile(path)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(HEAD_BYTES);
            return startOfText(start) == start ? format(start) : Optional.empty();
        } catch (IOException e) {
            throw new DataException(name, "cannot be read: " + e, e);
        }
    }

    /** What the file begins with when it is decompressed; the same array when it is not compressed. */
    private static byte[] startOfText(byte[] start) {
        if (start.length < 2 || (start[0] & 0xff) != 0x1f || (start[1] & 0xff) != 0x8b) {
            return start;
        }
        byte[] text = new byte[HEAD_BYTES];
        int length = 0;
        try (Gunzip gunzip = new Gunzip(new ByteArrayInputStream(start))) {
            for (int count; (count = gunzip.read(text, length, text.length - length)) > 0; ) {
                length += count;
            }
        } catch (IOException e) {
            // only the beginning was given, so it is cut off; real damage shows when all is read
        }
        return java.util.Arrays.copyOf(text, length);
    }

    /** Empty for Parquet. */
    private Optional<RowFormat> format(byte[] text) {
        if (java.util.Arrays.equals(PARQUET, java.util.Arrays.copyOf(text, PARQUET.length))) {
            return Optional.empty();
        }
        String plain = plainName().toLowerCase(Locale.ROOT);
        String ending = plain.substring(plain.lastIndexOf('.') + 1);
        return switch (ending) {
            case "csv" -> Optional.of(RowFormat.CSV);
            case "tsv", "tab" -> Optional.of(RowFormat.TSV);
            case "ndjson", "jsonl" -> Optional.of(RowFormat.NDJSON);
            case "json" -> Optional.of(RowFormat.JSON);
            case "parquet" -> throw new DataException(name, "is no Parquet file, or a damaged one");
            default -> Optional.of(byContent(text));
        };
    }

    private static RowFormat byContent(byte[] text) {
        for (byte b : text) {
            if (b == '{') {
                return RowFormat.NDJSON;
            }
            if (b == '[') {
                return RowFormat.JSON;
            }
            // blanks, and the three bytes of a byte-order mark
            if (b > ' ') {
                break;
            }
        }
        return RowFormat.CSV;
    }

    /** Parquet is read from its end, so it must be a file of its own. */
    private void readParquet(InputStream bytes, boolean gzip, Strict sink) throws IOException {
        if (path != null && !gzip) {
            ParquetRows.read(path, name, sink);
            return;
        }
        Path copy = Files.createTempFile("plumbline-", ".parquet");
        try (InputStream plain = gzip ? new Gunzip(bytes) : bytes) {
            Files.copy(plain, copy, StandardCopyOption.REPLACE_EXISTING);
            ParquetRows.read(copy, name, sink);
        } catch (BrokenStreamException e) {
            throw new DataException(name, e.getMessage(), e);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** Ends the reading where the shape is wrong. */
    private static final class Strict implements RowSink {
        private final String name;
        private final RowSink sink;
        private long rows;

        Strict(String name, RowSink sink) {
            this.name = name;
            this.sink = sink;
        }

        @Override
        public void row(Row row) {
            rows++;
            sink.row(row);
        }

        @Override
        public void error(RowError error) {
            rows++;
            sink.error(error);
        }

        @Override
        public void malformed(RowError error) {
            throw new DataException(name, error);
        }

        @Override
        public void header(List<String> columns) {
            sink.header(columns);
        }
    }
}

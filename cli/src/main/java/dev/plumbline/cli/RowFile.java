package dev.plumbline.cli;

import dev.plumbline.files.Column;
import dev.plumbline.files.Column.Type;
import dev.plumbline.files.RowWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.node.ObjectNode;

/** A file of rows that appears whole or not at all, or rows on standard output. */
final class RowFile implements AutoCloseable {
    /** The shapes of a file of rows. */
    enum Shape {
        CSV,
        TSV,
        NDJSON,
        PARQUET;

        /** What a file's name says; CSV where it says nothing, or there is no file. */
        static Shape byEnding(Path file) {
            String name =
                    file == null ? "" : file.toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
            if (name.endsWith(".parquet")) {
                return PARQUET;
            }
            if (name.endsWith(".tsv") || name.endsWith(".tab")) {
                return TSV;
            }
            return name.endsWith(".ndjson") || name.endsWith(".jsonl") ? NDJSON : CSV;
        }

        static Shape named(String name) {
            for (Shape shape : values()) {
                if (shape.name().equalsIgnoreCase(name)) {
                    return shape;
                }
            }
            throw new CommandFailure(ExitCode.USAGE, "--as must be csv, tsv, ndjson or parquet, got " + name);
        }

        char separator() {
            return this == TSV ? '\t' : ',';
        }
    }

    private final Shape shape;
    private final Path file;
    private final Path part;
    private final PrintWriter out;
    private Writer text;
    private RowWriter writer;

    /** @param file null for {@code out} */
    RowFile(Shape shape, Path file, PrintWriter out) {
        if (shape == Shape.PARQUET && file == null) {
            throw new CommandFailure(ExitCode.USAGE, "Parquet is written to a file: name it with -o");
        }
        this.shape = shape;
        this.file = file;
        this.part = file == null ? null : WholeFile.part(file);
        this.out = out;
    }

    /** Begins a file of our own rows, with texts that a spreadsheet would run guarded. */
    void open(List<Column> columns) {
        try {
            writer = switch (shape) {
                case PARQUET -> RowWriter.parquet(part, columns);
                case NDJSON -> RowWriter.ndjson(text());
                case CSV, TSV -> RowWriter.csv(text(), columns, shape.separator());
            };
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Begins a copy of somebody's rows, with every text as it is. */
    void openCopy(List<Column> columns, char separator) {
        if (shape != Shape.CSV && shape != Shape.TSV) {
            open(columns);
            return;
        }
        try {
            writer = RowWriter.copy(text(), columns, separator);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Writer text() throws IOException {
        text = part == null ? out : new BufferedWriter(new OutputStreamWriter(bytes(), StandardCharsets.UTF_8));
        return text;
    }

    private OutputStream bytes() throws IOException {
        OutputStream bytes = Files.newOutputStream(part);
        return compressed() ? new GZIPOutputStream(bytes, 1 << 16) : bytes;
    }

    private boolean compressed() {
        return file.toString().endsWith(".gz");
    }

    /** The type that holds values of all these JSON types, as SQLite names them. */
    static Type type(Set<String> types) {
        List<String> there = types.stream().filter(type -> !type.equals("null")).toList();
        if (there.equals(List.of("integer"))) {
            return Type.WHOLE;
        }
        if (List.of("integer", "real").containsAll(there) && !there.isEmpty()) {
            return Type.NUMBER;
        }
        return List.of("false", "true").containsAll(there) && !there.isEmpty() ? Type.TRUTH : Type.TEXT;
    }

    void row(ObjectNode row) {
        try {
            writer.row(row);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Makes what was written appear. */
    void finish() {
        try {
            writer.finish();
            if (part == null) {
                return;
            }
            if (text == null) {
                writer.close();
                if (compressed()) {
                    compress();
                }
            } else {
                text.close();
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UncheckedIOException e) {
            throw failed(e);
        }
    }

    private void compress() throws IOException {
        Path plain = part.resolveSibling(part.getFileName() + ".plain");
        Files.move(part, plain);
        try (OutputStream bytes = bytes()) {
            Files.copy(plain, bytes);
        } finally {
            Files.delete(plain);
        }
    }

    private CommandFailure failed(Exception e) {
        return new CommandFailure(
                ExitCode.USAGE,
                (file == null ? "standard output" : file) + " cannot be written: " + WholeFile.reason(e),
                e);
    }

    /** What is not finished goes. */
    @Override
    public void close() {
        try {
            if (writer != null) {
                writer.close();
            }
            if (text != null && part != null) {
                text.close();
            }
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }
}

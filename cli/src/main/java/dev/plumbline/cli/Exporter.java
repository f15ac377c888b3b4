package dev.plumbline.cli;

import dev.plumbline.files.Column;
import dev.plumbline.files.Column.Type;
import dev.plumbline.files.RowWriter;
import dev.plumbline.monitor.intake.RecordHistory;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.node.ObjectNode;

/** Writes an export as a file that appears whole or not at all, or to standard output. */
final class Exporter implements RecordHistory.Sink, AutoCloseable {
    private final ExportCommand.Shape shape;
    private final Path file;
    private final Path part;
    private final PrintWriter out;
    private Writer text;
    private RowWriter writer;
    private LongWork progress = LongWork.none();
    private long rows;

    /** @param file null for {@code out} */
    Exporter(ExportCommand.Shape shape, Path file, PrintWriter out) {
        this.shape = shape;
        this.file = file;
        this.part = file == null
                ? null
                : file.resolveSibling(
                        file.getFileName() + ".part-" + ProcessHandle.current().pid());
        this.out = out;
    }

    long rows() {
        return rows;
    }

    @Override
    public void begin(long total, Set<String> segments, Map<String, Set<String>> features) {
        try {
            writer = open(columns(segments, features));
        } catch (IOException e) {
            throw failed(e);
        }
        progress = LongWork.of("exporting", total, " rows", 1);
    }

    private RowWriter open(List<Column> columns) throws IOException {
        if (shape == ExportCommand.Shape.PARQUET) {
            return RowWriter.parquet(part, columns);
        }
        text = part == null ? out : new BufferedWriter(new OutputStreamWriter(bytes(), StandardCharsets.UTF_8));
        return shape == ExportCommand.Shape.CSV ? RowWriter.csv(text, columns) : RowWriter.ndjson(text);
    }

    private OutputStream bytes() throws IOException {
        OutputStream bytes = Files.newOutputStream(part);
        return compressed() ? new GZIPOutputStream(bytes, 1 << 16) : bytes;
    }

    private boolean compressed() {
        return file.toString().endsWith(".gz");
    }

    private static List<Column> columns(Set<String> segments, Map<String, Set<String>> features) {
        List<Column> columns = new ArrayList<>(List.of(
                new Column("id", Type.TEXT),
                new Column("score", Type.NUMBER),
                new Column("probability", Type.NUMBER),
                new Column("calibratorVersion", Type.WHOLE),
                new Column("version", Type.TEXT),
                new Column("predictedAt", Type.TIME),
                new Column("group", Type.TEXT),
                new Column("weight", Type.NUMBER)));
        segments.forEach(name -> columns.add(new Column("segments." + name, Type.TEXT)));
        features.forEach((name, types) -> columns.add(new Column("features." + name, type(types))));
        columns.add(new Column("actual", Type.NUMBER));
        columns.add(new Column("class", Type.TEXT));
        columns.add(new Column("observedAt", Type.TIME));
        return columns;
    }

    /** The type that holds values of all these JSON types. */
    private static Type type(Set<String> types) {
        List<String> there = types.stream().filter(type -> !type.equals("null")).toList();
        if (there.equals(List.of("integer"))) {
            return Type.WHOLE;
        }
        if (List.of("integer", "real").containsAll(there) && !there.isEmpty()) {
            return Type.NUMBER;
        }
        return List.of("false", "true").containsAll(there) && !there.isEmpty() ? Type.TRUTH : Type.TEXT;
    }

    @Override
    public void row(ObjectNode row) {
        try {
            writer.row(row);
        } catch (IOException e) {
            throw failed(e);
        }
        if ((++rows & 1023) == 0) {
            progress.stepTo(rows);
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
                ExitCode.USAGE, (file == null ? "standard output" : file) + " cannot be written: " + e.getMessage(), e);
    }

    /** What is not finished goes. */
    @Override
    public void close() {
        progress.close();
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

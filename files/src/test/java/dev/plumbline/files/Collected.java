package dev.plumbline.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A sink that keeps everything, and short ways to fill it. */
final class Collected implements RowSink {
    final List<Row> rows = new ArrayList<>();
    final List<RowError> errors = new ArrayList<>();
    List<String> header = List.of();

    static Collected from(RowFormat format, String text) {
        return from(format, text.getBytes(UTF_8));
    }

    static Collected from(RowFormat format, byte[] bytes) {
        return from(format, bytes, false);
    }

    static Collected from(RowFormat format, byte[] bytes, boolean gzip) {
        var collected = new Collected();
        try {
            RowStream.read(new ByteArrayInputStream(bytes), format, gzip, collected);
        } catch (IOException e) {
            throw new AssertionError("no byte array fails", e);
        }
        return collected;
    }

    static Collected from(RowFormat format, InputStream in, boolean gzip) throws IOException {
        var collected = new Collected();
        RowStream.read(in, format, gzip, collected);
        return collected;
    }

    static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new AssertionError("no byte array fails", e);
        }
        return out.toByteArray();
    }

    /** The rows as {@code LINE:JSON}. */
    List<String> lines() {
        return rows.stream().map(row -> row.line() + ":" + row.values()).toList();
    }

    List<String> messages() {
        return errors.stream().map(RowError::toString).toList();
    }

    @Override
    public void row(Row row) {
        rows.add(row);
    }

    @Override
    public void error(RowError error) {
        errors.add(error);
    }

    @Override
    public void header(List<String> columns) {
        header = columns;
    }
}

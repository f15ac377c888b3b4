package dev.plumbline.files;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a stream of any length into rows, in memory that does not grow with it.
 *
 * <p>A bad row is an error with its place and takes no good row with it. Where the stream itself is
 * broken (a JSON syntax error, damaged gzip, an unbalanced quote) the rows before that place stay
 * and one error says that the rest was not read.
 *
 * <p>Whatever the stream holds: a row takes at most 1 MiB, a text in it 100,000 characters, objects
 * in it are nested at most 20 deep.
 */
public final class RowStream {
    private RowStream() {}

    /**
     * Reads the stream to its end; does not close it.
     *
     * @param gzip whether the stream is declared to be compressed; one that begins like gzip is
     *     decompressed in any case
     * @throws IOException as thrown by the stream, for example when the client has gone; rows
     *     handed over before that stay handed over, a row cut off by it is not handed over
     */
    public static void read(InputStream in, RowFormat format, boolean gzip, RowSink sink) throws IOException {
        RowReader reader = null;
        try (var source = new Source(in, gzip)) {
            InputStream bytes = source.open();
            reader = switch (format) {
                case JSON -> new JsonRows(bytes, sink);
                case NDJSON -> new NdjsonRows(bytes, sink);
                case CSV, TSV -> new CsvRows(bytes, format, sink);
            };
            reader.read();
        } catch (BrokenStreamException e) {
            sink.malformed(e.at(reader == null ? 1 : reader.line()));
        }
    }
}

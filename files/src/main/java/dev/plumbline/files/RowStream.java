package dev.plumbline.files;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a stream of any length into rows, in memory that does not grow with it.
 *
 * <p>A bad row is an error with its place and takes no good row with it. Where the stream itself is
 * broken (a JSON syntax error, damaged gzip, an unbalanced quote) the rows before that place stay
 * and one error says that the rest was not read.
 */
public final class RowStream {
    private RowStream() {}

    /**
     * Reads the stream to its end; does not close it.
     *
     * @param gzip whether the stream is declared to be compressed; one that begins like gzip is
     *     decompressed in any case
     * @throws IOException as thrown by the stream, for example when the client has gone; rows
     *     handed over before that stay handed over, a row cut off by it is not
     */
    public static void read(InputStream in, RowFormat format, boolean gzip, RowSink sink) throws IOException {
        throw new UnsupportedOperationException("not built yet");
    }
}

package dev.plumbline.files;

import java.util.List;

/**
 * Takes what a stream holds, in the order of the stream. What was handed over stays handed over,
 * even when the stream breaks later.
 */
public interface RowSink {
    /** A row that could be read; its values are not judged yet. */
    void row(Row row);

    /** A row that could not be read, or the reason why the rest of the stream was not read. */
    void error(RowError error);

    /**
     * The same where the shape of the stream is at fault and not one value in it: a record with too few cells, a line that is no
     * JSON, bytes that are no text. Whoever wants whole files or nothing stops here.
     */
    default void malformed(RowError error) {
        error(error);
    }

    /** The column names of a CSV or TSV stream, once, before its first row. */
    default void header(List<String> columns) {}
}

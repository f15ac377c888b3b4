package dev.plumbline.files;

import java.io.IOException;

/** Reads one stream of one format. */
interface RowReader {
    /**
     * Reads to the end.
     *
     * @throws BrokenStreamException where the content cannot be read on from {@link #line}
     */
    void read() throws IOException;

    /** The place that is being read, counted like {@link Row#line}. */
    long line();
}

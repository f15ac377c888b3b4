package dev.plumbline.files;

/** The shapes in which rows arrive; each may also be compressed with gzip. */
public enum RowFormat {
    /** One object, an array of objects of any length, or several of these one after another. */
    JSON,
    /** One object per line. */
    NDJSON,
    /** A header line and records; the separator {@code , ; |} or tab is taken from the header. */
    CSV,
    /** A header line and records, separated by tabs. */
    TSV
}

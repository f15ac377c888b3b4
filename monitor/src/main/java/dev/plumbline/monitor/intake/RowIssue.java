package dev.plumbline.monitor.intake;

/**
 * Why a row was rejected; the component names are the wire names.
 *
 * @param line 1-based line (NDJSON, CSV) or position (JSON)
 * @param field the field, or null when the row as a whole is bad
 * @param value what was given, shortened; null when nothing was
 * @param allowed what would have been right
 */
public record RowIssue(long line, String field, String value, String allowed) {}

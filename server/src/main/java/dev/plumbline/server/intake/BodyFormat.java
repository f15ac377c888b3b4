package dev.plumbline.server.intake;

import dev.plumbline.files.RowFormat;
import dev.plumbline.server.http.UnsupportedBodyException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/** The shape of a request's body, by its headers. */
record BodyFormat(RowFormat rows, boolean gzip) {
    static BodyFormat of(HttpServletRequest request) {
        String type = request.getContentType() == null ? "" : request.getContentType();
        int parameters = type.indexOf(';');
        String plain =
                (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
        RowFormat rows = switch (plain) {
            case "application/json" -> RowFormat.JSON;
            case "application/x-ndjson", "application/ndjson", "application/jsonl" -> RowFormat.NDJSON;
            case "text/csv" -> RowFormat.CSV;
            case "text/tab-separated-values" -> RowFormat.TSV;
            default ->
                throw new UnsupportedBodyException(
                        "Content-Type",
                        "application/json, application/x-ndjson, text/csv or text/tab-separated-values",
                        plain.isEmpty() ? null : plain);
        };
        String encoding = request.getHeader("Content-Encoding");
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return new BodyFormat(rows, false);
        }
        if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
            return new BodyFormat(rows, true);
        }
        throw new UnsupportedBodyException("Content-Encoding", "gzip or identity", encoding);
    }
}

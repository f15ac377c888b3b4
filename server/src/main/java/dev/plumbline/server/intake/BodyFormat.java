package dev.plumbline.server.intake;

import dev.plumbline.files.RowFormat;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/** The shape of a request's body, by its headers. */
record BodyFormat(RowFormat rows, boolean gzip) {
    private static final List<MediaType> SUPPORTED = List.of(
            MediaType.APPLICATION_JSON,
            MediaType.APPLICATION_NDJSON,
            MediaType.parseMediaType("application/x-ndjson"),
            MediaType.parseMediaType("text/csv"),
            MediaType.parseMediaType("text/tab-separated-values"));

    static BodyFormat of(HttpServletRequest request) throws HttpMediaTypeNotSupportedException {
        String type = request.getContentType() == null ? "" : request.getContentType();
        int parameters = type.indexOf(';');
        String plain = (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
        RowFormat rows =
                switch (plain) {
                    case "application/json" -> RowFormat.JSON;
                    case "application/x-ndjson", "application/ndjson", "application/jsonl" -> RowFormat.NDJSON;
                    case "text/csv" -> RowFormat.CSV;
                    case "text/tab-separated-values" -> RowFormat.TSV;
                    default ->
                        throw new HttpMediaTypeNotSupportedException(
                                "Content-Type must be application/json, application/x-ndjson or text/csv, got "
                                        + (plain.isEmpty() ? "none" : plain),
                                SUPPORTED);
                };
        String encoding = request.getHeader("Content-Encoding");
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return new BodyFormat(rows, false);
        }
        if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
            return new BodyFormat(rows, true);
        }
        throw new HttpMediaTypeNotSupportedException(
                "Content-Encoding must be gzip or identity, got " + encoding, SUPPORTED);
    }
}

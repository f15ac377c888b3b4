package dev.plumbline.files;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads records under a header; cells stay text. */
final class CsvRows implements RowReader {
    // One cell must fit; a quote that is never closed ends here.
    private static final int MAX_BUFFER = 1 << 20;

    private final InputStream in;
    private final RowFormat format;
    private final RowSink sink;
    private final CsvCells cells = new CsvCells();
    private Utf8Reader text;
    private CsvHeader header;

    CsvRows(InputStream in, RowFormat format, RowSink sink) {
        this.in = in;
        this.format = format;
        this.sink = sink;
    }

    @Override
    public long line() {
        return cells.line();
    }

    @Override
    public void read() throws IOException {
        text = new Utf8Reader(in);
        char separator = format == RowFormat.TSV ? '\t' : CsvHeader.separator(text.peekLine());
        Iterator<CsvCells> records = CsvReader.builder()
                .fieldSeparator(separator)
                // one bad record is told by take(); an exception would end the reading
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(MAX_BUFFER)
                .build(cells, text)
                .iterator();
        if (!hasNext(records)) {
            throw new BrokenStreamException(null, "the body is empty; the first line must name the columns");
        }
        records.next();
        header = new CsvHeader(cells);
        sink.header(header.columns());
        while (hasNext(records)) {
            records.next();
            take();
        }
    }

    private static boolean hasNext(Iterator<CsvCells> records) throws IOException {
        try {
            return records.hasNext();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            String message = e.getMessage().replaceFirst(" *\\(record starting at line \\d+\\)", "");
            String allowed = message.contains("maximum buffer size")
                    ? "cells of at most " + MAX_BUFFER
                            + " characters (a quote that is not closed makes one of all that follows)"
                    : "quotes around whole cells, doubled inside them. " + message;
            throw new BrokenStreamException(null, allowed + "; the rest was not read");
        }
    }

    private void take() {
        long line = cells.line();
        if (cells.tooLong() != null) {
            sink.malformed(new RowError(line, null, null, cells.tooLong()));
        } else if (cells.count() != header.size()) {
            String allowed = header.size() + " cells as in the header";
            sink.malformed(
                    new RowError(line, null, cells.count() + (cells.count() == 1 ? " cell" : " cells"), allowed));
        } else if (!text.suspicious() || isText(line)) {
            sink.row(new Row(line, values(), false));
        }
    }

    private boolean isText(long line) {
        for (int i = 0; i < header.size(); i++) {
            String cell = cells.cell(i);
            if (cell != null && cell.indexOf('\0') >= 0) {
                sink.malformed(new RowError(line, header.column(i), cell, "text without NUL bytes"));
                return false;
            }
            if (cell != null && Utf8.firstLoneSurrogate(cell) >= 0) {
                sink.malformed(new RowError(line, header.column(i), Utf8Reader.showBytes(cell), "valid UTF-8"));
                return false;
            }
        }
        return true;
    }

    private ObjectNode values() {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < header.size(); i++) {
            String cell = cells.cell(i);
            if (cell != null) {
                holder(values, header.parent(i)).put(header.name(i), cell);
            }
        }
        return values;
    }

    private static ObjectNode holder(ObjectNode values, String parent) {
        if (parent == null) {
            return values;
        }
        return values.get(parent) instanceof ObjectNode inner ? inner : values.putObject(parent);
    }
}

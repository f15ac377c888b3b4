package dev.plumbline.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.plumbline.files.parquet.ParquetTable;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes rows as a file that {@link DataFile} reads back. Nothing is complete before {@link #finish}. */
public interface RowWriter extends Closeable {
    void row(ObjectNode row) throws IOException;

    /** Writes what is left. */
    void finish() throws IOException;

    /** A header and a record per row; texts that a spreadsheet would run as formulas are guarded. Does not close the writer. */
    static RowWriter csv(Writer out, List<Column> columns, char separator) {
        return delimited(out, columns, separator, FormulaGuard::guard);
    }

    /** The same with texts as they are: for a copy of a file that somebody else made. Does not close the writer. */
    static RowWriter copy(Writer out, List<Column> columns, char separator) {
        return delimited(out, columns, separator, text -> text);
    }

    private static RowWriter delimited(
            Writer out, List<Column> columns, char separator, UnaryOperator<String> asWritten) {
        CsvWriter csv = CsvWriter.builder()
                .fieldSeparator(separator)
                .lineDelimiter(LineDelimiter.LF)
                .build(out);
        csv.writeRecord(columns.stream().map(Column::name).map(asWritten).toList());
        String[] cells = new String[columns.size()];
        return new RowWriter() {
            @Override
            public void row(ObjectNode row) {
                for (int i = 0; i < cells.length; i++) {
                    JsonNode value = value(row, columns.get(i));
                    cells[i] = value == null
                            ? ""
                            : value.isString() ? asWritten.apply(value.stringValue()) : value.asString();
                }
                csv.writeRecord(cells);
            }

            @Override
            public void finish() throws IOException {
                csv.flush();
                out.flush();
            }

            @Override
            public void close() {}
        };
    }

    /** An object per line. Does not close the writer. */
    static RowWriter ndjson(Writer out) {
        return new RowWriter() {
            @Override
            public void row(ObjectNode row) throws IOException {
                out.write(row.toString());
                out.write('\n');
            }

            @Override
            public void finish() throws IOException {
                out.flush();
            }

            @Override
            public void close() {}
        };
    }

    static RowWriter parquet(Path file, List<Column> columns) throws IOException {
        ParquetTable table = new ParquetTable(file, columns);
        JsonNode[] values = new JsonNode[columns.size()];
        return new RowWriter() {
            @Override
            public void row(ObjectNode row) throws IOException {
                for (int i = 0; i < values.length; i++) {
                    values[i] = value(row, columns.get(i));
                }
                table.add(values);
            }

            @Override
            public void finish() throws IOException {
                table.finish();
            }

            @Override
            public void close() throws IOException {
                table.close();
            }
        };
    }

    /** The value in the column, or null. */
    private static JsonNode value(ObjectNode row, Column column) {
        String name = column.name();
        JsonNode value = row.get(name);
        int dot = name.indexOf('.');
        if (value == null && dot > 0 && row.get(name.substring(0, dot)) instanceof ObjectNode inner) {
            value = inner.get(name.substring(dot + 1));
        }
        return value == null || value.isNull() ? null : value;
    }
}

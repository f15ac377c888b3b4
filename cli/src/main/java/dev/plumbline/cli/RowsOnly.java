package dev.plumbline.cli;

import dev.plumbline.files.Row;
import dev.plumbline.files.RowError;
import dev.plumbline.files.RowSink;
import java.util.List;
import java.util.function.Consumer;

/** Good rows of a file; what is bad in it is told elsewhere. */
record RowsOnly(Consumer<List<String>> names, Consumer<Row> rows) implements RowSink {
    @Override
    public void header(List<String> columns) {
        names.accept(columns);
    }

    @Override
    public void row(Row row) {
        rows.accept(row);
    }

    @Override
    public void error(RowError error) {}
}

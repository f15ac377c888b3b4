package dev.plumbline.files.parquet;

import dev.plumbline.files.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import tools.jackson.databind.JsonNode;

/** Collects rows on disk and writes them as one Parquet file: its columns can be laid out only when all rows are known. */
public final class ParquetTable implements AutoCloseable {
    private final Path file;
    private final Path scratch;
    private final List<Column> columns;
    private final Connection connection;
    private final DuckDBAppender rows;

    /** @param file is written when {@link #finish} is called; a file of scratch lies beside it until this is closed */
    public ParquetTable(Path file, List<Column> columns) throws IOException {
        this.file = file;
        this.columns = List.copyOf(columns);
        this.scratch = file.resolveSibling(file.getFileName() + ".rows");
        try {
            connection = DuckDb.open(scratch);
            try (Statement statement = connection.createStatement()) {
                statement.execute(columns.stream()
                        .map(column -> DuckDb.name(column.name()) + " " + kept(column.type()))
                        .collect(Collectors.joining(", ", "create table exported (", ")")));
            }
            rows = ((DuckDBConnection) connection).createAppender("exported");
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String kept(Column.Type type) {
        return switch (type) {
            case TEXT -> "varchar";
            case WHOLE, TIME -> "bigint";
            case NUMBER -> "double";
            case TRUTH -> "boolean";
        };
    }

    private static String written(Column.Type type) {
        return switch (type) {
            case TIME -> "cast(make_timestamp(%s) as timestamptz)";
            case TEXT, WHOLE, NUMBER, TRUTH -> "%s";
        };
    }

    /** Adds a row: a value for each column, or null. */
    public void add(JsonNode[] values) throws IOException {
        try {
            rows.beginRow();
            for (int i = 0; i < values.length; i++) {
                append(columns.get(i).type(), values[i]);
            }
            rows.endRow();
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void append(Column.Type type, JsonNode value) throws SQLException {
        if (value == null) {
            rows.appendNull();
            return;
        }
        switch (type) {
            case TEXT -> rows.append(value.asString());
            case WHOLE -> rows.append(value.longValue());
            case NUMBER -> rows.append(value.doubleValue());
            case TRUTH -> rows.append(value.booleanValue());
            case TIME -> rows.append(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(value.stringValue())));
        }
    }

    /** Writes the file. */
    public void finish() throws IOException {
        String wanted = columns.stream()
                .map(column -> String.format(written(column.type()), DuckDb.name(column.name())) + " as "
                        + DuckDb.name(column.name()))
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            rows.close();
            statement.execute("copy (select " + wanted + " from exported) to " + DuckDb.quoted(file.toString())
                    + " (format parquet, compression zstd)");
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            Files.deleteIfExists(scratch);
            Files.deleteIfExists(scratch.resolveSibling(scratch.getFileName() + ".wal"));
        }
    }
}

package dev.plumbline.files.parquet;

import dev.plumbline.files.DataException;
import dev.plumbline.files.Row;
import dev.plumbline.files.RowError;
import dev.plumbline.files.RowSink;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads a Parquet file into rows; the types are those that the file declares, by name. */
public final class ParquetRows {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> NESTED = List.of("segments", "features");

    /** How a column is asked for and what becomes of its values. */
    private enum Kind {
        WHOLE("cast(%s as bigint)"),
        NUMBER("cast(%s as double)"),
        TRUTH("%s"),
        /** Microseconds; shown without a zone, which the reader of the row then says. */
        LOCAL_TIME("epoch_us(cast(%s as timestamp))"),
        INSTANT("epoch_us(%s)"),
        TEXT("cast(%s as varchar)");

        private final String sql;

        Kind(String sql) {
            this.sql = sql;
        }

        static Kind of(String type) {
            String plain = type.replaceFirst("\\(.*", "");
            return switch (plain) {
                case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" -> WHOLE;
                case "FLOAT", "DOUBLE", "DECIMAL" -> NUMBER;
                case "BOOLEAN" -> TRUTH;
                case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> LOCAL_TIME;
                case "TIMESTAMP WITH TIME ZONE" -> INSTANT;
                default -> TEXT; // also whole numbers beyond a long: an id keeps its digits
            };
        }
    }

    private record Column(String name, Kind kind) {}

    private ParquetRows() {}

    /**
     * Reads the file; {@link Row#line} is the number of the row, from 1.
     *
     * @param name what the file is called in messages
     * @throws DataException if it is damaged
     */
    public static void read(Path file, String name, RowSink sink) {
        String source = "read_parquet(" + DuckDb.quoted(file.toString()) + ")";
        try (Connection connection = DuckDb.open(null);
                Statement statement = connection.createStatement()) {
            List<Column> columns = columns(statement, source);
            sink.header(columns.stream().map(Column::name).toList());
            String wanted = columns.stream()
                    .map(column -> String.format(column.kind.sql, DuckDb.name(column.name)))
                    .collect(Collectors.joining(", "));
            try (ResultSet rows = statement.executeQuery("select " + wanted + " from " + source)) {
                for (long line = 1; rows.next(); line++) {
                    take(rows, columns, line, sink);
                }
            }
        } catch (SQLException e) {
            throw new DataException(
                    name,
                    "cannot be read as Parquet: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    private static List<Column> columns(Statement statement, String source) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (ResultSet described = statement.executeQuery("describe select * from " + source)) {
            while (described.next()) {
                columns.add(new Column(described.getString(1), Kind.of(described.getString(2))));
            }
        }
        return columns;
    }

    private static void take(ResultSet row, List<Column> columns, long line, RowSink sink) throws SQLException {
        ObjectNode values = NODES.objectNode();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            JsonNode value = value(row, i + 1, column.kind);
            if (value == null) {
                continue;
            }
            if (value.isDouble() && Double.isInfinite(value.doubleValue())) {
                sink.error(new RowError(line, column.name, value.asString(), "a finite number"));
                return;
            }
            int dot = column.name.indexOf('.');
            String parent = dot > 0 ? column.name.substring(0, dot) : "";
            if (NESTED.contains(parent)) {
                ObjectNode holder = values.get(parent) instanceof ObjectNode known ? known : values.putObject(parent);
                holder.set(column.name.substring(dot + 1), value);
            } else {
                values.set(column.name, value);
            }
        }
        sink.row(new Row(line, values));
    }

    /** Null where there is none; NaN is none too. */
    private static JsonNode value(ResultSet row, int index, Kind kind) throws SQLException {
        JsonNode value = switch (kind) {
            case WHOLE -> NODES.numberNode(row.getLong(index));
            case NUMBER -> {
                double number = row.getDouble(index);
                yield Double.isNaN(number) ? null : NODES.numberNode(number);
            }
            case TRUTH -> NODES.booleanNode(row.getBoolean(index));
            case LOCAL_TIME ->
                NODES.stringNode(instant(row.getLong(index))
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDateTime()
                        .toString());
            case INSTANT -> NODES.stringNode(instant(row.getLong(index)).toString());
            case TEXT -> {
                String text = row.getString(index);
                yield text == null ? null : NODES.stringNode(text);
            }
        };
        return row.wasNull() ? null : value;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}

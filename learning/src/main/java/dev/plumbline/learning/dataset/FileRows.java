package dev.plumbline.learning.dataset;

import dev.plumbline.files.DataFile;
import dev.plumbline.files.FieldException;
import dev.plumbline.files.Row;
import dev.plumbline.files.RowError;
import dev.plumbline.files.RowSink;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The rows of files: which column is the label, which the time and the group. Any bad value refuses the whole. */
final class FileRows implements RowSink {

    private final DatasetSchema schema;
    private final RowTable table;
    private final Set<String> wanted = new HashSet<>(); // columns that were named and not yet seen
    private DataFile file;
    private long read;
    private long withoutLabel;

    FileRows(DatasetSchema schema, String source) {
        this.schema = schema;
        for (String column : new String[] {schema.label(), schema.time(), schema.group()}) {
            if (column != null) {
                wanted.add(column);
            }
        }
        this.table = new RowTable(schema, source, Set.copyOf(wanted));
    }

    void file(DataFile next) {
        file = next;
    }

    @Override
    public void header(List<String> columns) {
        for (String column : new String[] {schema.label(), schema.time(), schema.group()}) {
            if (column != null && !columns.contains(column)) {
                throw new TrainingDataException(file.name() + ": there is no column " + column + " (" + what(column)
                        + "); its columns are " + RowTable.shortened(String.join(", ", columns)));
            }
        }
        wanted.clear();
        table.header(columns);
        table.requireDeclared(); // before a column that is not declared under its name is refused for what it holds
    }

    private String what(String column) {
        if (column.equals(schema.label())) {
            return "the labels; name theirs with --label, or label in the schema";
        }
        return column.equals(schema.time()) ? "the times" : "the groups";
    }

    @Override
    public void row(Row row) {
        read++;
        wanted.removeIf(row::has);
        try {
            if (row.isMissing(schema.label())) {
                withoutLabel++;
                return;
            }
            table.add(row, label(row), time(row), group(row));
        } catch (FieldException e) {
            throw refused(e.at(row.line()));
        }
    }

    @Override
    public void error(RowError error) {
        throw refused(error);
    }

    private TrainingDataException refused(RowError error) {
        return new TrainingDataException(file.name() + " " + error);
    }

    private int label(Row row) {
        String column = schema.label();
        JsonNode node = row.node(column);
        double label;
        try {
            label = row.number(column);
        } catch (FieldException e) {
            label = Double.NaN;
        }
        if (!(label >= 0 && label <= Integer.MAX_VALUE && label == Math.rint(label))) {
            throw new FieldException(column, node.asString(), "a label is a whole number of 0 or more, such as 1 to 5");
        }
        return (int) label;
    }

    private Long time(Row row) {
        if (schema.time() == null) {
            return null;
        }
        return ChronoUnit.MICROS.between(Instant.EPOCH, row.time(schema.time()));
    }

    private String group(Row row) {
        return schema.group() == null || row.isMissing(schema.group()) ? null : row.word(schema.group());
    }

    /** The table, once all files are read. */
    RowTable finish(String source) {
        if (!wanted.isEmpty()) {
            String column = wanted.iterator().next();
            throw new TrainingDataException(source + ": no row has a field " + column + " (" + what(column) + ")");
        }
        if (table.size() == 0) {
            throw new TrainingDataException(
                    source + ": none of the " + read + " rows has a label in " + schema.label());
        }
        table.requireDeclared();
        return table;
    }

    long read() {
        return read;
    }

    long withoutLabel() {
        return withoutLabel;
    }
}

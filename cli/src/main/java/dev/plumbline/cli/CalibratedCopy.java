package dev.plumbline.cli;

import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.files.Column;
import dev.plumbline.files.Column.Type;
import dev.plumbline.files.ColumnChoice;
import dev.plumbline.files.ColumnMap;
import dev.plumbline.files.DataException;
import dev.plumbline.files.DataFile;
import dev.plumbline.files.DataSet;
import dev.plumbline.files.FieldException;
import dev.plumbline.files.FileScale;
import dev.plumbline.files.Role;
import dev.plumbline.files.Row;
import dev.plumbline.files.RowError;
import dev.plumbline.files.RowSink;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows of files as they are, with one more column. */
final class CalibratedCopy implements AutoCloseable {
    static final String COLUMN = "calibrated";

    private final DataSet data;
    private final ColumnChoice choice;
    private final FileScale scale;
    private final Calibrator map;
    private final Set<String> numbers = new LinkedHashSet<>(); // columns of scores
    private boolean typed;
    private RowFile target;

    CalibratedCopy(DataSet data, ColumnChoice choice, FileScale scale, Calibrator map) {
        this.data = data;
        this.choice = choice;
        this.scale = scale;
        this.map = map;
    }

    /** @param file null for {@code out} */
    void write(Path file, PrintWriter out) {
        DataFile first = data.files().get(0);
        char separator = first.separator().orElse(',');
        RowFile.Shape shape = file != null
                ? RowFile.Shape.byEnding(file)
                : first.separator().isEmpty()
                        ? RowFile.Shape.NDJSON
                        : separator == '\t' ? RowFile.Shape.TSV : RowFile.Shape.CSV;
        target = new RowFile(shape, file, out);
        typed = shape == RowFile.Shape.PARQUET;
        char written = file == null ? separator : shape.separator();
        // one table into text: its header says all; else what the files hold has to be seen before the first row
        boolean headerTells =
                !typed && data.files().size() == 1 && first.separator().isPresent();
        if (!headerTells) {
            target.openCopy(columns(), written);
        }
        try (LongWork progress = LongWork.of("writing", data.size(), "MB", 1_000_000)) {
            for (DataFile each : data.files()) {
                ColumnMap score = scores(each);
                Consumer<List<String>> names = headerTells
                        ? header -> {
                            score.header(header);
                            target.openCopy(columns(header), written);
                        }
                        : score::header;
                each.read(new Each(names, row -> copy(score, row)), progress::step);
            }
        }
        target.finish();
    }

    private ColumnMap scores(DataFile file) {
        return new ColumnMap(file.name(), choice, EnumSet.of(Role.SCORE), text -> {});
    }

    /** Those of all files, in the order of first sight, with a type that holds what they hold. */
    private List<Column> columns() {
        Map<String, Set<String>> types = new LinkedHashMap<>();
        for (DataFile file : data.files()) {
            file.read(
                    new Each(
                            names -> {
                                names.forEach(name -> types.computeIfAbsent(name, each -> new LinkedHashSet<>()));
                                ColumnMap score = scores(file);
                                score.header(names);
                                numbers.add(score.columnOf(Role.SCORE.wire()));
                            },
                            row -> addTypes(types, "", row.values())),
                    bytes -> {});
        }
        refuseOwn(types.keySet());
        List<Column> columns = new ArrayList<>();
        types.forEach(
                (name, of) -> columns.add(new Column(name, numbers.contains(name) ? Type.NUMBER : RowFile.type(of))));
        columns.add(new Column(COLUMN, Type.NUMBER));
        return columns;
    }

    private List<Column> columns(List<String> header) {
        refuseOwn(header);
        return Stream.concat(header.stream(), Stream.of(COLUMN))
                .map(name -> new Column(name, Type.TEXT)) // text takes any
                .toList();
    }

    private void refuseOwn(Collection<String> names) {
        if (names.contains(COLUMN)) {
            throw new DataException(
                    data.files().get(0).name(), "has a column " + COLUMN + " already: rename or remove it first");
        }
    }

    private static void addTypes(Map<String, Set<String>> types, String prefix, ObjectNode values) {
        for (Map.Entry<String, JsonNode> field : values.properties()) {
            JsonNode value = field.getValue();
            String name = prefix + field.getKey();
            if (value instanceof ObjectNode nested && prefix.isEmpty()) {
                addTypes(types, name + ".", nested);
            } else {
                types.computeIfAbsent(name, each -> new LinkedHashSet<>()).add(typeOf(value));
            }
        }
    }

    private static String typeOf(JsonNode value) {
        if (value.isBoolean()) {
            return "true";
        }
        return value.isNull() ? "null" : value.isIntegralNumber() ? "integer" : value.isNumber() ? "real" : "text";
    }

    private void copy(ColumnMap score, Row row) {
        double value;
        ObjectNode values = row.values();
        try {
            Row mapped = score.map(row);
            if (mapped.has(Role.SCORE.wire())) {
                double given = mapped.number(Role.SCORE.wire());
                value = given / scale.one();
                if (!(value >= 0 && value <= 1)) {
                    return; // told when the scores were read
                }
                if (typed) {
                    values.put(score.columnOf(Role.SCORE.wire()), given);
                }
                values.put(COLUMN, map.apply(value));
            } else {
                values.putNull(COLUMN);
            }
        } catch (FieldException e) {
            return; // told when the scores were read
        }
        target.row(values);
    }

    @Override
    public void close() {
        if (target != null) {
            target.close();
        }
    }

    /** Good rows; what is bad was told when the scores were read. */
    private record Each(Consumer<List<String>> names, Consumer<Row> rows) implements RowSink {
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
}

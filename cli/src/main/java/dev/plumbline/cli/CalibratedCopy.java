package dev.plumbline.cli;

import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.files.Column;
import dev.plumbline.files.Column.Type;
import dev.plumbline.files.ColumnChoice;
import dev.plumbline.files.ColumnMap;
import dev.plumbline.files.DataFile;
import dev.plumbline.files.DataSet;
import dev.plumbline.files.FieldException;
import dev.plumbline.files.FileScale;
import dev.plumbline.files.Role;
import dev.plumbline.files.Row;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
                each.read(new RowsOnly(names, row -> copy(score, row)), progress::step);
            }
        }
        target.finish();
    }

    private ColumnMap scores(DataFile file) {
        return new ColumnMap(file.name(), choice, EnumSet.of(Role.SCORE), text -> {});
    }

    private List<Column> columns() {
        ColumnTypes types = new ColumnTypes();
        for (DataFile file : data.files()) {
            file.read(
                    new RowsOnly(
                            names -> {
                                types.header(names);
                                ColumnMap score = scores(file);
                                score.header(names);
                                numbers.add(score.columnOf(Role.SCORE.wire()));
                            },
                            row -> types.add(row.values())),
                    bytes -> {});
        }
        types.requireFree(COLUMN, data.files().get(0).name());
        List<Column> columns = types.columns(numbers);
        columns.add(new Column(COLUMN, Type.NUMBER));
        return columns;
    }

    private List<Column> columns(List<String> header) {
        ColumnTypes names = new ColumnTypes();
        names.header(header);
        names.requireFree(COLUMN, data.files().get(0).name());
        return Stream.concat(header.stream(), Stream.of(COLUMN))
                .map(name -> new Column(name, Type.TEXT)) // text takes any
                .toList();
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
}

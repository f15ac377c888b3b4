package dev.plumbline.cli;

import dev.plumbline.files.ColumnChoice;
import dev.plumbline.files.ColumnMap;
import dev.plumbline.files.DataException;
import dev.plumbline.files.DataFile;
import dev.plumbline.files.FieldException;
import dev.plumbline.files.Role;
import dev.plumbline.files.Row;
import dev.plumbline.files.RowError;
import dev.plumbline.files.RowSink;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import tools.jackson.databind.node.ObjectNode;

/** Reads one file as a history: each row a prediction, its outcome, or both, under the wire names and with an id. */
final class RecordReader implements RowSink {
    private final DataFile file;
    private final ColumnMap columns;
    private final String version;
    private final boolean nameIsUnique;
    private final Sink sink;
    private long lastLine;
    private int onSameLine;

    /** Takes what a file holds. */
    interface Sink {
        /** @throws FieldException for a bad field: the row is then told as an error */
        void row(Row row);

        void error(RowError error);
    }

    /**
     * @param version the model version of rows that name none; or null
     * @param nameIsUnique whether no other file of the same import has this name: ids are made of it
     * @param say told which columns were guessed
     */
    RecordReader(
            DataFile file, ColumnChoice choice, String version, boolean nameIsUnique, Consumer<String> say, Sink sink) {
        this.file = file;
        this.columns = new ColumnMap(file.name(), choice, say);
        this.version = version;
        this.nameIsUnique = nameIsUnique;
        this.sink = sink;
    }

    /** Reads all; what is malformed is a {@link DataException}. */
    void read(LongConsumer bytes) {
        file.read(this, bytes);
        columns.finish();
    }

    @Override
    public void header(List<String> names) {
        columns.header(names);
        boolean outcomes = columns.has(Role.OUTCOME) || columns.has(Role.CLASS);
        boolean ids = columns.has(Role.ID) || columns.has(Role.PREDICTION_ID);
        if (!columns.has(Role.SCORE) && !(outcomes && ids)) {
            throw new DataException(
                    file.name(),
                    "there is no column of scores (" + String.join(", ", Role.SCORE.plainNames())
                            + "); name it with --score. Its columns are " + String.join(", ", names));
        }
    }

    @Override
    public void row(Row row) {
        try {
            sink.row(complete(columns.map(row)));
        } catch (FieldException e) {
            RowError error = e.at(row.line());
            sink.error(new RowError(error.line(), columns.columnOf(e.field()), error.value(), error.allowed()));
        }
    }

    @Override
    public void error(RowError error) {
        sink.error(error);
    }

    /** The name of the column that a field under its wire name came from. */
    String columnOf(String wire) {
        return wire == null ? null : columns.columnOf(wire);
    }

    private Row complete(Row row) {
        ObjectNode values = row.values();
        boolean outcomeOnly =
                !row.has("score") && !columns.has(Role.SCORE) && (columns.hasHeader() || row.has("predictionId"));
        if (!row.has("score") && !outcomeOnly) {
            throw new FieldException("score", null, "is required: a number");
        }
        if (!row.has("id") && row.has("predictionId")) {
            values.set("id", values.get("predictionId"));
        }
        if (!row.has("id") && !columns.has(Role.ID)) {
            values.put("id", madeId(row.line()));
        }
        values.remove("predictionId");
        if (!row.has("version") && version != null) {
            values.put("version", version);
        }
        boolean happened = row.has("actual") || row.has("class");
        if (!happened) {
            values.remove("observedAt");
        } else if (!row.has("observedAt") && row.has("predictedAt")) {
            values.set("observedAt", values.get("predictedAt"));
        }
        return row;
    }

    /** FILE#LINE, so that the same file imported again is the same rows. */
    private String madeId(long line) {
        if (!nameIsUnique) {
            throw new DataException(
                    file.name(),
                    "its rows have no ids, and those made of the file's name and line would be those of another file of"
                            + " the same name: name the column with --id, or import the files one by one under names of"
                            + " their own");
        }
        onSameLine = line == lastLine ? onSameLine + 1 : 1;
        lastLine = line;
        String id = file.plainName() + "#" + line;
        return onSameLine == 1 ? id : id + "." + onSameLine;
    }
}

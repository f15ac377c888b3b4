package dev.plumbline.cli;

import dev.plumbline.files.Column;
import dev.plumbline.files.Column.Type;
import dev.plumbline.monitor.intake.RecordHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Writes an export. */
final class Exporter implements RecordHistory.Sink, AutoCloseable {
    private final RowFile target;
    private LongWork progress = LongWork.none();
    private long rows;

    Exporter(RowFile target) {
        this.target = target;
    }

    long rows() {
        return rows;
    }

    @Override
    public void begin(long total, Set<String> segments, Map<String, Set<String>> features) {
        target.open(columns(segments, features));
        progress = LongWork.of("exporting", total, " rows", 1);
    }

    private static List<Column> columns(Set<String> segments, Map<String, Set<String>> features) {
        List<Column> columns = new ArrayList<>(List.of(
                new Column("id", Type.TEXT),
                new Column("score", Type.NUMBER),
                new Column("probability", Type.NUMBER),
                new Column("calibratorVersion", Type.WHOLE),
                new Column("version", Type.TEXT),
                new Column("predictedAt", Type.TIME),
                new Column("group", Type.TEXT),
                new Column("weight", Type.NUMBER)));
        segments.forEach(name -> columns.add(new Column("segments." + name, Type.TEXT)));
        features.forEach((name, types) -> columns.add(new Column("features." + name, RowFile.type(types))));
        columns.add(new Column("actual", Type.NUMBER));
        columns.add(new Column("class", Type.TEXT));
        columns.add(new Column("observedAt", Type.TIME));
        return columns;
    }

    @Override
    public void row(ObjectNode row) {
        target.row(row);
        if ((++rows & 1023) == 0) {
            progress.stepTo(rows);
        }
    }

    /** Makes what was written appear. */
    void finish() {
        target.finish();
    }

    /** What is not finished goes. */
    @Override
    public void close() {
        progress.close();
        target.close();
    }
}

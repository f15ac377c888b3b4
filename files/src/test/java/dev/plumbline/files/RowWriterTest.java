package dev.plumbline.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.files.Column.Type;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RowWriterTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("id", Type.TEXT),
            new Column("score", Type.NUMBER),
            new Column("calibratorVersion", Type.WHOLE),
            new Column("predictedAt", Type.TIME),
            new Column("segments.land", Type.TEXT),
            new Column("features.old", Type.TRUTH));
    private static final List<String> ROWS = List.of(
            "{\"id\":\"007\",\"score\":0.1,\"calibratorVersion\":3,\"predictedAt\":\"2026-03-01T00:30:00.123456Z\","
                    + "\"segments\":{\"land\":\"DE\"},\"features\":{\"old\":true}}",
            "{\"id\":\"=cmd()\",\"score\":1.0E-300}",
            "{\"id\":\"a,\\\"b\\\"\\nc\",\"score\":0.30000000000000004}");

    @TempDir
    private Path folder;

    @Test
    void parquet_comesBackToTheBit_withItsTypes() throws IOException {
        Path file = folder.resolve("it's.parquet");
        try (RowWriter writer = RowWriter.parquet(file, COLUMNS)) {
            write(writer);
        }

        Collected read = new Collected();
        DataFile.of(file.toString()).read(read, bytes -> {});
        assertThat(read.rows).extracting(row -> row.values().toString()).isEqualTo(ROWS);
        assertThat(read.rows).extracting(Row::line).containsExactly(1L, 2L, 3L);
        assertThat(read.header).isEqualTo(COLUMNS.stream().map(Column::name).toList());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).as("no scratch is left").containsExactly(file);
        }
    }

    @Test
    void csv_guardsFormulas_andQuotes() throws IOException {
        StringWriter text = new StringWriter();
        write(RowWriter.csv(text, COLUMNS, ','));

        assertThat(text.toString()).isEqualTo("""
                id,score,calibratorVersion,predictedAt,segments.land,features.old
                007,0.1,3,2026-03-01T00:30:00.123456Z,DE,true
                '=cmd(),1.0E-300,,,,
                "a,""b""\nc",0.30000000000000004,,,,
                """);
    }

    @Test
    void ndjson_isTheRows() throws IOException {
        StringWriter text = new StringWriter();
        write(RowWriter.ndjson(text));

        assertThat(text.toString().lines()).isEqualTo(ROWS);
    }

    private static void write(RowWriter writer) throws IOException {
        for (String row : ROWS) {
            writer.row((ObjectNode) JsonMapper.shared().readTree(row));
        }
        writer.finish();
    }
}

package dev.plumbline.learning.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.files.Column;
import dev.plumbline.files.Column.Type;
import dev.plumbline.files.DataSet;
import dev.plumbline.files.RowWriter;
import dev.plumbline.monitor.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetReaderTest {

    private static final String SCHEMA = "{\"features\":[{\"name\":\"code\",\"type\":\"category\"}]}";
    private static final String CSV = """
            age,code,paid,label
            31,007,true,1
            32,7,false,2
            ,007,True,1
            NA,x,false,2
            35,NA,true,1
            36,007,FALSE,2
            """;

    @TempDir
    private Path folder;

    private static DatasetSchema schema(String json) {
        return DatasetSchemaReader.of(Json.read(json));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private LoadedTrainingData read(String name, String text, String schema) throws IOException {
        return DatasetReader.read(file(name, text), schema(schema), List.of());
    }

    /** Label, age, code and paid of every row of both sets, as texts in order. */
    private static List<String> rows(TrainingData data) {
        TreeSet<String> rows = new TreeSet<>();
        for (LabelledRows set : List.of(data.train(), data.test())) {
            for (int i = 0; i < set.size(); i++) {
                double[] row = set.copyRow(i);
                String code = Double.isNaN(row[1])
                        ? "-"
                        : data.schema().feature(1).categories().get((int) row[1]);
                rows.add(set.label(i) + " " + row[0] + " " + code + " " + row[2]);
            }
        }
        return List.copyOf(rows);
    }

    @Test
    void read_csv_numbersCategoriesTruthValuesAndMissing() throws IOException {
        LoadedTrainingData loaded = read("some.csv", CSV, SCHEMA);

        assertThat(loaded.data().featureNames()).containsExactly("age", "code", "paid");
        assertThat(loaded.data().schema().feature(1).categories()).containsExactly("007", "7", "x");
        assertThat(rows(loaded.data()))
                .containsExactly(
                        "1 31.0 007 1.0",
                        "1 35.0 - 1.0",
                        "1 NaN 007 1.0",
                        "2 32.0 7 0.0",
                        "2 36.0 007 0.0",
                        "2 NaN x 0.0");
        assertThat(loaded.preparation().split()).isEqualTo(new Preparation.Parting("stratified", 0.2, 0));
        assertThat(loaded.sourceName()).isEqualTo("some.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"some.tsv", "some.csv.gz", "some.ndjson", "some.parquet", "plain"})
    void read_sameRowsInAnotherShape_areTheSame(String name) throws IOException {
        LoadedTrainingData expected = read("expected.csv", CSV, SCHEMA);
        Path file = folder.resolve(name);
        if (name.endsWith("gz")) {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                out.write(CSV.getBytes(StandardCharsets.UTF_8));
            }
        } else if (name.endsWith("ndjson")) {
            Files.writeString(file, """
                    {"age":31,"code":"007","paid":true,"label":1}
                    {"age":32,"code":"7","paid":false,"label":2}
                    {"code":"007","paid":true,"label":1}
                    {"age":null,"code":"x","paid":false,"label":2}
                    {"age":35,"code":null,"paid":true,"label":1}
                    {"age":36,"code":"007","paid":false,"label":2.0}
                    """);
        } else if (name.endsWith("parquet")) {
            parquet(file);
        } else {
            Files.writeString(file, name.endsWith("tsv") ? CSV.replace(',', '\t') : CSV);
        }
        LoadedTrainingData loaded = DatasetReader.read(file, schema(SCHEMA), List.of());

        assertThat(rows(loaded.data())).isEqualTo(rows(expected.data()));
        assertThat(loaded.data().test().copyLabels())
                .isEqualTo(expected.data().test().copyLabels());
    }

    private static void parquet(Path file) throws IOException {
        List<Column> columns = List.of(
                new Column("age", Type.WHOLE),
                new Column("code", Type.TEXT),
                new Column("paid", Type.TRUTH),
                new Column("label", Type.WHOLE));
        try (RowWriter writer = RowWriter.parquet(file, columns)) {
            for (String line : CSV.lines().skip(1).toList()) {
                String[] cells = line.split(",");
                var row = Json.object()
                        .put("paid", Boolean.parseBoolean(cells[2]))
                        .put("label", Integer.parseInt(cells[3]));
                if (!cells[0].isEmpty() && !cells[0].equals("NA")) {
                    row.put("age", Integer.parseInt(cells[0]));
                }
                if (!cells[1].equals("NA")) {
                    row.put("code", cells[1]);
                }
                writer.row(row);
            }
            writer.finish();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a,label\\n1,1\\nred,2 | {} | FILE line 3: a: got red; a number such as 0.72; texts are read where a schema declares a category
                    a,label\\n1,1\\n1e400,2 | {} | FILE line 3: a: got 1e400; value 1e400 is outside the range of a double
                    a,label\\n1,1\\n2 | {} | FILE line 3: got 1 cell; 2 cells as in the header
                    a,label\\n1,good\\n2,bad | {} | FILE line 2: label: got good; a label is a whole number of 0 or more, such as 1 to 5
                    a,label\\n1,1.5\\n2,2 | {} | FILE line 2: label: got 1.5; a label is a whole number of 0 or more, such as 1 to 5
                    a,label\\n1,3\\n2,3\\n3,3 | {} | trainSet.labels has only the class 3: there is nothing to learn
                    a,b\\n1,3 | {} | FILE: there is no column label (the labels; name theirs with --label, or label in the schema); its columns are a, b
                    a,label\\n1,\\n2,NA | {} | NAME: none of the 2 rows has a label in label
                    a,label\\n1,1\\n2,2 | {"features":[{"name":"x","type":"number"}]} | the schema declares x, but NAME has no such column; its columns are a
                    a,label\\n1,1\\n2,2 | {"features":[{"name":"a","type":"category","categories":["1","3"]}]} | FILE line 3: a: got 2; one of the categories that the schema declares: [1, 3]
                    a,label\\n1,1\\n2,2 | {"time":"when"} | FILE: there is no column when (the times); its columns are a, label
                    a,when,label\\n1,2026-01-01,1\\n2,soon,2 | {"time":"when"} | FILE line 3: when: got soon; a time in ISO 8601 such as 2026-03-01T00:30:00Z, year 1 to 9999
                    a,label\\n1,1\\n2,2 | {"split":{"by":"time"}} | a split by time needs times: name their column (time in the schema)
                    a,label\\n1,1\\n2,2 | {"split":{"by":"group"}} | a split by group needs groups: name their column (group in the schema)
                    a,label\\n1,1\\n2,2 | {"features":[{"name":"a","type":"number","availableAtPrediction":false}]} | NAME has no feature to learn from: all are declared not to be available at prediction
                    """)
    void read_badFile_namesLineColumnAndValue(String text, String schema, String message) throws IOException {
        Path file = file("bad.csv", text.replace("\\n", "\n"));
        assertThatThrownBy(() -> DatasetReader.read(file, schema(schema), List.of()))
                .isInstanceOf(TrainingDataException.class)
                .hasMessage(message.replace("FILE", file.toString()).replace("NAME", "bad.csv"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"feature":[]} | schema has the member "feature", allowed are features, label, time, group, split, allowUnavailable
                    {"features":[{"name":"a","type":"text"}]} | schema.features[0].type must be number or category, got "text"
                    {"features":[{"type":"number"}]} | schema.features[0].name must be a text, got nothing
                    {"features":[{"name":"a","type":"number","categories":["x"]}]} | schema.features[0]: the number a has no categories, got ["x"]
                    {"features":[{"name":"a","type":"number"},{"name":"a","type":"number"}]} | the schema declares the feature "a" twice
                    {"features":[{"name":"label","type":"number"}]} | the schema declares "label" as a feature and as the column of labels, times or groups: it can be one of them
                    {"split":{"by":"row"}} | schema.split.by must be one of stratified, time, group, got "row"
                    {"split":{"test":1}} | split.test must be above 0 and below 1, got 1.0
                    {"split":{"seed":0.5}} | schema.split.seed must be a whole number, got 0.5
                    {"allowUnavailable":"yes"} | schema.allowUnavailable must be true or false, got "yes"
                    [] | schema must be an object, got []
                    """)
    void schema_bad_namesPlaceAndValue(String json, String message) {
        assertThatThrownBy(() -> schema(json))
                .isInstanceOf(TrainingDataException.class)
                .hasMessage(message);
    }

    @Test
    void read_columnThatIsNotAvailable_isNotEvenLookedAt() throws IOException {
        String schema = "{\"features\":[{\"name\":\"code\",\"type\":\"number\",\"availableAtPrediction\":false}]}";
        LoadedTrainingData loaded = read("some.csv", CSV, schema);

        assertThat(loaded.data().featureNames()).containsExactly("age", "paid");
        assertThat(loaded.preparation().unavailable()).containsExactly("code");
    }

    @Test
    void read_rowsInAnotherOrderAndFile_giveTheSameSets() throws IOException {
        StringBuilder text = new StringBuilder("x,label\n");
        for (int i = 0; i < 200; i++) {
            text.append(i * 37 % 101).append(',').append(i % 3).append('\n');
        }
        List<String> lines = text.toString().lines().toList();
        List<String> reversed = new java.util.ArrayList<>(lines.subList(1, lines.size()));
        java.util.Collections.reverse(reversed);
        TrainingData one = read("one.csv", text.toString(), "{}").data();
        file("a.csv", "x,label\n" + String.join("\n", reversed.subList(0, 80)));
        file("b.csv", "x,label\n" + String.join("\n", reversed.subList(80, 200)));
        LoadedTrainingData two = DatasetReader.read(
                DataSet.of(List.of(folder.resolve("[ab].csv").toString())), DatasetSchema.NONE, List.of(), bytes -> {});

        assertThat(two.sourceName()).isEqualTo("a.csv and 1 more");
        assertThat(two.data().train().copyColumn(0)).isEqualTo(one.train().copyColumn(0));
        assertThat(two.data().train().copyLabels()).isEqualTo(one.train().copyLabels());
        assertThat(two.data().test().copyColumn(0)).isEqualTo(one.test().copyColumn(0));
        assertThat(one.test().size()).isEqualTo(39); // a fifth of 67, 67 and 66
    }

    @Test
    void split_stratified_takesTheShareOfEachClassAndFollowsTheSeed() throws IOException {
        StringBuilder text = new StringBuilder("x,label\n");
        for (int i = 0; i < 1_000; i++) {
            text.append(i).append(',').append(i % 10 == 0 ? 2 : 1).append('\n');
        }
        TrainingData zero =
                read("some.csv", text.toString(), "{\"split\":{\"test\":0.3}}").data();
        TrainingData one = read("some.csv", text.toString(), "{\"split\":{\"test\":0.3,\"seed\":1}}")
                .data();

        assertThat(Arrays.stream(zero.test().copyLabels()).filter(label -> label == 2))
                .hasSize(30);
        assertThat(zero.test().size()).isEqualTo(300);
        assertThat(one.test().copyColumn(0)).isNotEqualTo(zero.test().copyColumn(0));
    }

    @Test
    void split_byTime_testsOnTheNewestAndKeepsEqualTimesTogether() throws IOException {
        StringBuilder text = new StringBuilder("x,at,label\n");
        for (int i = 0; i < 100; i++) {
            text.append(i)
                    .append(",2026-01-")
                    .append(String.format("%02d", 1 + (i / 15)))
                    .append(',')
                    .append(i % 2)
                    .append('\n');
        }
        LoadedTrainingData loaded = read("some.csv", text.toString(), "{\"time\":\"at\"}");
        double[] tested = loaded.data().test().copyColumn(0);
        Arrays.sort(tested);

        assertThat(loaded.preparation().split().by()).isEqualTo("time");
        // the newest 20 of 100 begin at row 80, inside the day of the rows 75 to 89: it goes along whole
        assertThat(tested).hasSize(25).startsWith(75).endsWith(99);
        assertThat(loaded.data().featureNames()).containsExactly("x");
    }

    @Test
    void split_byGroup_neverHasAGroupInBothSets() throws IOException {
        StringBuilder text = new StringBuilder("x,who,label\n");
        for (int i = 0; i < 400; i++) {
            text.append(i)
                    .append(",user")
                    .append(i % 23)
                    .append(',')
                    .append(i % 2)
                    .append('\n');
        }
        LoadedTrainingData loaded = read("some.csv", text.toString(), "{\"group\":\"who\"}");
        TreeSet<Integer> trained = groups(loaded.data().train());
        TreeSet<Integer> tested = groups(loaded.data().test());

        assertThat(loaded.preparation().split().by()).isEqualTo("group");
        assertThat(trained).doesNotContainAnyElementsOf(tested);
        assertThat(trained.size() + tested.size()).isEqualTo(23);
        assertThat(loaded.data().test().size()).isBetween(80, 80 + 18);
    }

    private static TreeSet<Integer> groups(LabelledRows rows) {
        TreeSet<Integer> groups = new TreeSet<>();
        for (double x : rows.copyColumn(0)) {
            groups.add((int) x % 23);
        }
        return groups;
    }

    @Test
    void read_moreColumnsThanARecordMayHave_isRefused() {
        String names = "f"
                + String.join(
                        ",f",
                        java.util.stream.IntStream.range(0, 100_000)
                                .mapToObj(Integer::toString)
                                .toList());
        assertThatThrownBy(() -> read("wide.csv", names + ",label\n", "{}"))
                .isInstanceOf(TrainingDataException.class)
                .hasMessageContaining("wide.csv line 1")
                .hasMessageContaining("10000 cells");
    }
}

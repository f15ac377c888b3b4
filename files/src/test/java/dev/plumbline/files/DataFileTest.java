package dev.plumbline.files;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataFileTest {
    private static final String PLAIN = "id,score\n007,0.5\nb,1\n";
    private static final List<String> ROWS =
            List.of("2:{\"id\":\"007\",\"score\":\"0.5\"}", "3:{\"id\":\"b\",\"score\":\"1\"}");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "|", "\t"})
    void csv_whateverTheSeparator_isReadLikeThePlainFile(String separator) throws IOException {
        assertThat(read("a.csv", PLAIN.replace(",", separator)).lines()).isEqualTo(ROWS);
    }

    @Test
    void csv_withMarkLineFeedsAndQuotes_isReadLikeThePlainFile() throws IOException {
        String excel = "\ufeff\"id\",\"score\"\r\n\"007\",0.5\r\nb,\"1\"";

        assertThat(read("a.csv", excel).lines()).isEqualTo(ROWS);
        assertThat(read("a.tsv", excel.replace(",", "\t")).lines()).isEqualTo(ROWS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "rows.csv ~ id,score|007,0.5",
                "rows.ndjson ~ {\"id\":\"007\",\"score\":\"0.5\"}",
                "rows.json ~ [{\"id\":\"007\",|\"score\":\"0.5\"}]",
                "rows ~ id,score|007,0.5",
                "rows ~ {\"id\":\"007\",\"score\":\"0.5\"}",
                "rows ~ [{\"id\":\"007\",\"score\":\"0.5\"}]",
            })
    void format_byNameElseByContent_plainOrGzip(String name, String text) throws IOException {
        byte[] bytes = text.replace('|', '\n').getBytes(UTF_8);
        Path plain = Files.write(folder.resolve(name), bytes);
        Path gzip = Files.write(folder.resolve("named-anything"), Collected.gzip(bytes));

        for (Path each : name.contains(".") ? List.of(plain) : List.of(plain, gzip)) {
            assertThat(read(each).rows)
                    .singleElement()
                    .satisfies(row -> assertThat(row.text("id")).isEqualTo("007"));
        }
        assertThat(read(Files.write(folder.resolve(name + ".gz"), Collected.gzip(bytes))).rows)
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "id,score|a,0.5|b,0.5,1~line 3: got 3 cells; 2 cells as in the header",
                "id,score|a~line 2: got 1 cell; 2 cells as in the header",
                "id,score|a,\"0.5~quotes around whole cells",
                "id,score|a\u0000,0.5~line 2: id: got a\\u0000; text without NUL bytes",
                "id,id|a,0.5~each column once",
                "id,score~holds no rows",
                "''~the body is empty",
            })
    void csv_malformed_isRefusedWithFileAndLine(String text, String message) {
        assertThatThrownBy(() -> read("a.csv", text.replace('|', '\n')))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(folder.resolve("a.csv").toString())
                .hasMessageContaining(message);
    }

    @Test
    void ndjson_lineThatIsNoJson_isRefused_aBadValueIsNot() throws IOException {
        assertThatThrownBy(() -> read("a.ndjson", "{\"id\":\"a\"}\n{\"id\":"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a.ndjson line 2");
        assertThat(read("b.ndjson", "{\"score\":1e400}\n{\"score\":0.5}").messages())
                .containsExactly("line 1: score: got 1e400; value 1e400 is outside the range of a double");
    }

    @Test
    void otherBytes_areRefused() throws IOException {
        byte[] gzip = Collected.gzip(PLAIN.repeat(1000).getBytes(UTF_8));
        gzip[gzip.length / 2] ^= 0x55;

        assertRefused("a.csv", PLAIN.getBytes(UTF_16), "UTF-16");
        assertRefused("a.csv.gz", gzip, "gzip");
        assertRefused("b.csv.gz", Arrays.copyOf(Collected.gzip(PLAIN.getBytes(UTF_8)), 20), "cut off");
        assertRefused("a.csv", new byte[] {'i', 'd', '\n', (byte) 0xff, '\n'}, "valid UTF-8");
        assertRefused("a.parquet", PLAIN.getBytes(UTF_8), "no Parquet file");
        assertRefused("a.parquet", "PAR1 and then nonsense PAR1".getBytes(UTF_8), "cannot be read as Parquet");
    }

    private void assertRefused(String name, byte[] bytes, String message) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void plainName_isWithoutFolderAndGz() {
        assertThat(DataFile.of("/x/a.csv.gz").plainName()).isEqualTo("a.csv");
        assertThat(DataFile.of("a.csv").plainName()).isEqualTo("a.csv");
    }

    @Test
    void dataSet_findsFilesOfAPatternByName() throws IOException {
        for (String name : List.of("b.csv", "a.csv", "c.txt")) {
            Files.writeString(folder.resolve(name), PLAIN);
        }

        assertThat(DataSet.of(List.of(folder + "/*.csv", folder + "/c.txt")).files())
                .extracting(DataFile::plainName)
                .containsExactly("a.csv", "b.csv", "c.txt");
        assertThatThrownBy(() -> DataSet.of(List.of(folder + "/*.tsv"))).hasMessageContaining("no file fits");
        assertThatThrownBy(() -> DataSet.of(List.of(folder + "/d.csv"))).hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> DataSet.of(List.of(folder.toString()))).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> DataSet.of(List.of("-", "-"))).hasMessageContaining("once only");
    }

    private Collected read(String name, String text) throws IOException {
        return read(Files.writeString(folder.resolve(name), text));
    }

    private static Collected read(Path file) {
        Collected collected = new Collected();
        DataFile.of(file.toString()).read(collected, bytes -> {});
        return collected;
    }
}

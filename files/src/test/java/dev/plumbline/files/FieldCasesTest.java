package dev.plumbline.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs on which other tools failed; each says which tool and how. */
class FieldCasesTest {
    private static Collected read(RowFormat format, String name) throws IOException {
        try (var in = FieldCasesTest.class.getResourceAsStream("/cases/" + name)) {
            return Collected.from(format, in, false);
        }
    }

    /** Wave-RF/WaveHouse#398: the second object of a line was lost with a 200. */
    @Test
    void read_twoObjectsOnOneLine_takesBoth() throws IOException {
        var read = read(RowFormat.NDJSON, "J1-glued.ndjson");
        assertThat(read.rows).hasSize(61);
        assertThat(read.errors).isEmpty();
        assertThat(read.rows.stream().filter(row -> row.line() == 30).map(row -> row.text("id")))
                .containsExactly("q29", "q30");
    }

    /** duckdb/duckdb#25824: a decimal below 20,480 whole numbers was rounded. */
    @Test
    void read_decimalsFarDown_stayDecimals() {
        String text = "score\n" + "1\n".repeat(20_600) + "0.4\n".repeat(400);
        var read = Collected.from(RowFormat.CSV, text.getBytes(StandardCharsets.UTF_8));
        assertThat(read.rows).hasSize(21_000);
        assertThat(read.rows.stream().filter(row -> row.number("score") == 0.4)).hasSize(400);
    }

    /** duckdb/duckdb#5782: 7, 07 and 007 became one customer. */
    @Test
    void read_idsWithLeadingZeros_staySixty() throws IOException {
        var read = read(RowFormat.CSV, "C3-predictions.csv");
        assertThat(read.rows.stream().map(row -> row.text("id")).distinct()).hasSize(60);
    }

    /** duckdb/duckdb#2908: a byte-order mark became a part of the first name. */
    @ParameterizedTest
    @ValueSource(strings = {"C7-excel.csv", "C7-excel_no_last_newline.csv"})
    void read_fileOfExcel_isReadLikeThePlainOne(String name) throws IOException {
        var read = read(RowFormat.CSV, name);
        assertThat(read.errors).isEmpty();
        assertThat(read.rows).hasSize(60);
        assertThat(read.rows)
                .extracting(Row::line)
                .isEqualTo(IntStream.rangeClosed(2, 61).mapToObj(i -> (long) i).toList());
        assertThat(read.rows).allSatisfy(row -> assertThat(row.number("score")).isEqualTo(0.6));
    }
}

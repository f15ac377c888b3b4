package dev.plumbline.files;

import static dev.plumbline.files.RowFormat.CSV;
import static dev.plumbline.files.RowFormat.TSV;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {
    @Test
    void read_cells_stayText() {
        var read = Collected.from(CSV, "id,score\n007,0.50\n7,1\n");
        assertThat(read.lines())
                .containsExactly("2:{\"id\":\"007\",\"score\":\"0.50\"}", "3:{\"id\":\"7\",\"score\":\"1\"}");
        assertThat(read.header).containsExactly("id", "score");
        assertThat(read.rows.get(0).typed()).isFalse();
    }

    @Test
    void read_dottedColumns_becomeNestedObjects() {
        var read = Collected.from(CSV, "id,segments.land,features.a.b,model.x,features.c\n1,de,2,3,\n2,,,,\n");
        assertThat(read.lines())
                .containsExactly(
                        "2:{\"id\":\"1\",\"segments\":{\"land\":\"de\"},\"features\":{\"a.b\":\"2\"},\"model.x\":\"3\"}",
                        "3:{\"id\":\"2\"}");
        var row = read.rows.get(0);
        assertThat(row.number("features.a.b")).isEqualTo(2);
        assertThat(row.number("model.x")).isEqualTo(3);
        assertThat(row.has("features.c")).isFalse();
    }

    @Test
    void read_quotesAndLineBreaks_countLinesOfTheFile() {
        var read = Collected.from(CSV, "\uFEFF\"id\",\"no\r\nte\"\r\n\"a\",\"x\r\ny, \"\"z\"\"\"\r\n\r\nb\r\nc,3\r\n");
        assertThat(read.header).containsExactly("id", "no\r\nte");
        assertThat(read.rows).extracting(Row::line).containsExactly(3L, 7L);
        assertThat(read.rows.get(0).text("no\r\nte")).isEqualTo("x\r\ny, \"z\"");
        assertThat(read.messages()).containsExactly("line 6: got 1 cell; 2 cells as in the header");
    }

    @Test
    void read_fieldCountDiffers_isAnErrorOfItsRow() {
        var read = Collected.from(CSV, "id,score\na,0.1\nb\nc,0.3,x\nd,0.4");
        assertThat(read.rows).extracting(Row::line).containsExactly(2L, 5L);
        assertThat(read.messages())
                .containsExactly(
                        "line 3: got 1 cell; 2 cells as in the header",
                        "line 4: got 3 cells; 2 cells as in the header");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "id,score\\nb,2~line 1: got score; each column once; column 3 repeats a name, nothing was read~,score",
                "a,features.x,features~line 1: got features; either features or features.NAME as columns; nothing was read~''",
            })
    void read_badHeader_isOneErrorAndNoRows(String text, String message, String added) {
        var read = Collected.from(CSV, text.replace("\\n", added + "\n") + "\na,1,2\n");
        assertThat(read.rows).isEmpty();
        assertThat(read.messages()).containsExactly(message);
    }

    @Test
    void read_emptyBody_isOneErrorAndHeaderAloneNone() {
        assertThat(Collected.from(CSV, "").messages())
                .containsExactly("line 1: the body is empty; the first line must name the columns");
        assertThat(Collected.from(CSV, "id,score\n").messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void read_separator_isTakenFromTheHeader(String separator) {
        String text = "\n\"i,;d\",score,t\na,\"1,5\",x;|y\n"
                .replace(",score,", separator + "score" + separator)
                .replace("a,", "a" + separator)
                .replace(",x;|y", separator + "\"x;|y\"");
        assertThat(Collected.from(CSV, text).lines())
                .containsExactly("3:{\"i,;d\":\"a\",\"score\":\"1,5\",\"t\":\"x;|y\"}");
    }

    @Test
    void read_tsv_splitsAtTabsOnly() {
        assertThat(Collected.from(TSV, "a,b\tc\n1,2\t3\n").lines()).containsExactly("2:{\"a,b\":\"1,2\",\"c\":\"3\"}");
    }

    @Test
    void read_utf16_isOneError() {
        assertThat(Collected.from(CSV, "id\n1\n".getBytes(UTF_16)).messages())
                .containsExactly("line 1: UTF-8 is read; this is UTF-16 or UTF-32, nothing was read");
    }

    @Test
    void read_invalidUtf8AndNul_areErrorsOfTheirCell() {
        var read =
                Collected.from(CSV, "id,note\na,M\u00fcller\nb,ok\nc,x\0\nd,\u00ed\u00a0\u0080".getBytes(ISO_8859_1));
        assertThat(read.rows).extracting(Row::line).containsExactly(3L);
        assertThat(read.messages())
                .containsExactly(
                        "line 2: note: got M\\xfcller; valid UTF-8",
                        "line 4: note: got x\\u0000; text without NUL bytes",
                        "line 5: note: got \\xed\\xa0\\x80; valid UTF-8");
    }

    @Test
    void read_invalidUtf8AtEveryPlaceOfTheBuffer_isKeptApart() {
        for (int filler = 8_150; filler < 8_250; filler++) {
            byte[] bytes = ("id\n" + "x".repeat(filler) + "\nM\u00fcl\n\ud83d\ude00ok\n").getBytes(UTF_8);
            byte[] bad = new String(bytes, ISO_8859_1)
                    .replace("\u00c3\u00bc", "\u00fc")
                    .getBytes(ISO_8859_1);
            var read = Collected.from(CSV, bad);
            assertThat(read.messages()).containsExactly("line 3: id: got M\\xfcl; valid UTF-8");
            assertThat(read.rows.get(1).text("id")).isEqualTo("\ud83d\ude00ok");
        }
    }

    @Test
    void read_unbalancedQuote_keepsWhatStoodBefore() {
        var read = Collected.from(CSV, "id,score\na,1\n\"b,2\nc,3\n");
        assertThat(read.rows).extracting(Row::line).containsExactly(2L);
        assertThat(read.messages())
                .containsExactly("line 3: quotes around whole cells, doubled inside them."
                        + " Unclosed quoted field at end of input; the rest was not read");
        assertThat(Collected.from(CSV, "id\n\"a\"b\nc\n").messages())
                .containsExactly("line 2: quotes around whole cells, doubled inside them."
                        + " Unexpected character after closing quote: 'b' (0x62); the rest was not read");
    }

    @Test
    void read_cellBeyondTheBuffer_saysItsLength() {
        assertThat(Collected.from(CSV, "id,score\na,1\nb,0." + "1".repeat(2_000_000) + "\n")
                        .messages())
                .containsExactly(
                        "line 3: cells of at most 1048576 characters (a quote that is not closed makes one of all that"
                                + " follows); the rest was not read");
    }

    @Test
    void read_longCellsAndRecords_costOnlyTheirRow() {
        String big = "x".repeat(100_001);
        String many = "y".repeat(99_000) + ",";
        var read = Collected.from(
                CSV,
                "a,b,c,d,e,f,g,h,i,j,k,l\n" + big + ",".repeat(11) + "\n" + many.repeat(11) + "z\n" + ",".repeat(20_000)
                        + "\n" + "1,".repeat(11) + "2\n");
        assertThat(read.rows).extracting(Row::line).containsExactly(5L);
        assertThat(read.messages())
                .containsExactly(
                        "line 2: cells of at most 100000 characters; cell 1 holds 100001",
                        "line 3: records of at most 1048576 characters",
                        "line 4: at most 10000 cells");
    }

    @Test
    void read_clientGone_keepsRowsAndThrowsItsException() {
        var gone = new IOException("connection reset");
        InputStream in =
                new SequenceInputStream(new ByteArrayInputStream("id\na\nb\nc".getBytes(UTF_8)), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw gone;
                    }
                });
        var read = new Collected();
        assertThatThrownBy(() -> RowStream.read(in, CSV, false, read)).isSameAs(gone);
        assertThat(read.rows).extracting(row -> row.text("id")).containsExactly("a", "b");
        assertThat(read.errors).isEmpty();
    }

    @Test
    void read_oneByteAtATime_givesTheSame() throws IOException {
        byte[] bytes = "\uFEFF\"id\";score\r\n\"\u00fc\"\"\";1\r\nb\r\nc;3".getBytes(UTF_8);
        var whole = Collected.from(CSV, bytes);
        var slow = Collected.from(CSV, Streams.slow(bytes), false);
        assertThat(slow.lines()).isEqualTo(whole.lines()).hasSize(2);
        assertThat(slow.messages()).isEqualTo(whole.messages()).hasSize(1);
    }
}

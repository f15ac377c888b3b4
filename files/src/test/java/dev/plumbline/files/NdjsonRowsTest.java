package dev.plumbline.files;

import static dev.plumbline.files.RowFormat.NDJSON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonRowsTest {
    @Test
    void read_linesWithBlanksAndCrlf_numbersThemAsTheyStand() {
        var read = Collected.from(NDJSON, "{\"a\":1}\r\n\n  \r\n{\"a\":2}\n");
        assertThat(read.lines()).containsExactly("1:{\"a\":1}", "4:{\"a\":2}");
        assertThat(read.errors).isEmpty();
        assertThat(read.rows.get(0).typed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \r\n\n", "\uFEFF"})
    void read_nothing_givesNeitherRowsNorErrors(String text) {
        var read = Collected.from(NDJSON, text);
        assertThat(read.rows).isEmpty();
        assertThat(read.errors).isEmpty();
    }

    @Test
    void read_byteOrderMark_isSkipped() {
        assertThat(Collected.from(NDJSON, "\uFEFF{\"a\":1}").lines()).containsExactly("1:{\"a\":1}");
    }

    @Test
    void read_badLine_isOneErrorAndTakesNoOtherWithIt() {
        var read = Collected.from(NDJSON, "{\"a\":1}\n{\"a\":x}\n{\"a\":3}\n");
        assertThat(read.lines()).containsExactly("1:{\"a\":1}", "3:{\"a\":3}");
        assertThat(read.messages())
                .singleElement()
                .asString()
                .startsWith("line 2: got {\"a\":x}; one JSON object; column 6: Unrecognized token 'x'");
    }

    @Test
    void read_gluedObjects_areAllRowsOfTheirLine() {
        var read = Collected.from(NDJSON, "{\"a\":1}{\"a\":2} {\"a\":3}\n{\"a\":4}");
        assertThat(read.lines()).containsExactly("1:{\"a\":1}", "1:{\"a\":2}", "1:{\"a\":3}", "2:{\"a\":4}");
    }

    @Test
    void read_partlyGoodLine_keepsTheGoodObject() {
        var read = Collected.from(NDJSON, "{\"a\":1}{\"b\":\n{\"a\":2}\n");
        assertThat(read.lines()).containsExactly("1:{\"a\":1}", "2:{\"a\":2}");
        assertThat(read.errors).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(1);
            assertThat(error.value()).isEqualTo("{\"a\":1}{\"b\":");
        });
    }

    @Test
    void read_cutOffLastLine_isAnError() {
        var read = Collected.from(NDJSON, "{\"a\":1}\n{\"a\":2");
        assertThat(read.lines()).containsExactly("1:{\"a\":1}");
        assertThat(read.messages()).singleElement().asString().startsWith("line 2: got {\"a\":2; one JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"text\"", "null", "[{\"a\":1}]", "true"})
    void read_lineWithoutObject_isAnErrorWithItsText(String line) {
        var read = Collected.from(NDJSON, line + "\n{\"a\":2}\n");
        assertThat(read.lines()).containsExactly("2:{\"a\":2}");
        assertThat(read.messages()).containsExactly("line 1: got " + line + "; a JSON object");
    }

    @Test
    void read_utf16_isOneErrorAndNoRows() {
        for (byte[] bytes : new byte[][] {
            "{\"a\":1}\n".getBytes(UTF_16), "{\"a\":1}\n".getBytes(UTF_16LE), {(byte) 0xff, (byte) 0xfe}
        }) {
            var read = Collected.from(NDJSON, bytes);
            assertThat(read.rows).isEmpty();
            assertThat(read.messages())
                    .containsExactly("line 1: UTF-8 is read; this is UTF-16 or UTF-32, nothing was read");
        }
    }

    @Test
    void read_nulByte_isAnErrorOfItsLine() {
        var read = Collected.from(NDJSON, "{\"a\":1}\n{\"a\":\"x\0y\"}\n{\"a\":3}\n");
        assertThat(read.lines()).containsExactly("1:{\"a\":1}", "3:{\"a\":3}");
        assertThat(read.messages())
                .containsExactly("line 2: got {\"a\":\"x\\x00; text without NUL bytes; the last byte shown is byte 8");
    }

    @Test
    void read_invalidUtf8_isAnErrorOfItsLineAndKeepsObjectsBeforeIt() {
        var read = Collected.from(NDJSON, "{\"a\":1}{\"a\":\"M\u00fcller\"}\n{\"a\":3}\n".getBytes(ISO_8859_1));
        assertThat(read.lines()).containsExactly("1:{\"a\":1}", "2:{\"a\":3}");
        assertThat(read.messages())
                .containsExactly("line 1: got {\"a\":1}{\"a\":\"M\\xfc; valid UTF-8; the last byte shown is byte 15");
    }

    @Test
    void read_overlongFormAndEncodedSurrogate_areInvalidUtf8() {
        byte[] overlong = "{\"a\":\"\u00c0\u00af\"}\n".getBytes(ISO_8859_1);
        byte[] surrogate = "{\"a\":\"\u00ed\u00a0\u0080\"}\n".getBytes(ISO_8859_1);
        assertThat(Collected.from(NDJSON, overlong).messages())
                .singleElement()
                .asString()
                .contains("\\xc0; valid UTF-8");
        assertThat(Collected.from(NDJSON, surrogate).messages())
                .singleElement()
                .asString()
                .contains("\\xed; valid UTF-8");
    }

    @Test
    void read_loneSurrogate_isAnErrorOfItsField() {
        var read = Collected.from(NDJSON, "{\"id\":\"x\\ud800\"}\n{\"id\":\"\\ud83d\\ude00\"}\n");
        assertThat(read.messages()).containsExactly("line 1: id: got x\\ud800; text without half a surrogate pair");
        assertThat(read.rows)
                .singleElement()
                .satisfies(row -> assertThat(row.text("id")).isEqualTo("\ud83d\ude00"));
    }

    @Test
    void read_doubledKey_isAnErrorNamingIt() {
        var read = Collected.from(
                NDJSON, "{\"id\":\"a\",\"score\":0.1,\"score\":0.2}{\"id\":\"b\"}\n{\"features\":{\"x\":1,\"x\":1}}\n");
        assertThat(read.lines()).containsExactly("1:{\"id\":\"b\"}");
        assertThat(read.messages())
                .containsExactly(
                        "line 1: score: each key once; this one is given twice",
                        "line 2: features.x: each key once; this one is given twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
    void read_wordsForNumbers_areErrorsOfTheirField(String word) {
        var read = Collected.from(NDJSON, "{\"id\":\"a\",\"score\":" + word + "}{\"id\":\"b\"}");
        assertThat(read.messages()).containsExactly("line 1: score: got " + word + "; a finite number");
        assertThat(read.lines()).containsExactly("1:{\"id\":\"b\"}");
    }

    @Test
    void read_numberOutsideTheRangeOfADouble_isAnErrorOfItsField() {
        String digits = "9".repeat(400);
        var read = Collected.from(
                NDJSON, "{\"score\":1e400}\n{\"features\":{\"x\":-1e999}}\n{\"score\":" + digits + "}\n");
        assertThat(read.rows).isEmpty();
        assertThat(read.messages().subList(0, 2))
                .containsExactly(
                        "line 1: score: got 1e400; value 1e400 is outside the range of a double",
                        "line 2: features.x: got -1e999; value -1e999 is outside the range of a double");
        assertThat(read.errors.get(2).allowed()).contains("outside the range of a double");
    }

    @Test
    void read_numbers_keepTheirPrecision() {
        var row = Collected.from(
                        NDJSON,
                        "{\"a\":0.1234567890123456789,\"b\":9007199254740993,\"c\":123456789012345678901,\"d\":-0.0,\"e\":1e-400}")
                .rows
                .get(0);
        assertThat(row.number("a")).isEqualTo(0.1234567890123456789);
        assertThat(row.values().get("b").longValue()).isEqualTo(9007199254740993L);
        assertThat(row.values().get("c").bigIntegerValue()).hasToString("123456789012345678901");
        assertThat(1 / row.number("d")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(row.number("e")).isZero();
    }

    @Test
    void read_hostileRows_areErrorsOfTheirLine() {
        var read = Collected.from(
                NDJSON,
                "{\"a\":" + "[".repeat(50_000) + "}\n"
                        + "{\"a\":" + "[".repeat(19) + "1" + "]".repeat(19) + "}\n"
                        + "{\"a\":\"" + "x".repeat(100_001) + "\"}\n"
                        + "{\"a\":\"" + "x".repeat(100_000) + "\"}\n"
                        + "{\"a\":[" + "[],".repeat(200_000) + "1]}\n"
                        + "{\"" + "n".repeat(1_001) + "\":1}\n"
                        + "{\"a\":" + "1".repeat(1_001) + "}\n"
                        + "{\"a\":8}\n");
        assertThat(read.rows).extracting(Row::line).containsExactly(2L, 4L, 8L);
        assertThat(read.errors).extracting(RowError::line).containsExactly(1L, 3L, 5L, 6L, 7L);
        assertThat(read.errors).allSatisfy(error -> {
            assertThat(error.allowed())
                    .startsWith("a row nested at most 20 deep, with texts of at most 100000 characters");
            assertThat(error.value()).hasSizeLessThanOrEqualTo(100);
        });
    }

    @Test
    void read_lineOfExactlyTheLimit_isRead() {
        String filler = " ".repeat(ByteWindow.LIMIT - "{\"a\":1}".length());
        var read = Collected.from(NDJSON, "{\"a\":1}" + filler + "\n{\"a\":2}" + filler + " \n{\"a\":3}");
        assertThat(read.rows).extracting(Row::line).containsExactly(1L, 3L);
        assertThat(read.messages()).containsExactly("line 2: a line of at most 1048576 bytes; this one is longer");
    }

    @Test
    void read_clientGone_keepsRowsAndThrowsItsException() {
        var gone = new IOException("connection reset");
        InputStream in = new SequenceInputStream(
                new ByteArrayInputStream("{\"a\":1}\n{\"a\":2}\n{\"a\":3}".getBytes(ISO_8859_1)), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw gone;
                    }
                });
        var read = new Collected();
        assertThatThrownBy(() -> RowStream.read(in, NDJSON, false, read)).isSameAs(gone);
        assertThat(read.lines()).containsExactly("1:{\"a\":1}", "2:{\"a\":2}");
        assertThat(read.errors).isEmpty();
    }

    @Test
    void read_oneByteAtATime_givesTheSame() throws IOException {
        byte[] bytes = "{\"a\":\"\u00fc\"}{\"a\":2}\r\n\n{\"a\":x}\n{\"a\":4}"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var whole = Collected.from(NDJSON, bytes);
        var slow = Collected.from(NDJSON, Streams.slow(bytes), false);
        assertThat(slow.lines()).isEqualTo(whole.lines()).hasSize(3);
        assertThat(slow.messages()).isEqualTo(whole.messages());
    }
}

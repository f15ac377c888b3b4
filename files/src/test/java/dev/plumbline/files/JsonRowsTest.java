package dev.plumbline.files;

import static dev.plumbline.files.RowFormat.JSON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRowsTest {
    @Test
    void read_oneObject_isRowOne() {
        assertThat(Collected.from(JSON, " {\"a\":{\"b\":\"]}\\\"\"}}\n").lines())
                .containsExactly("1:{\"a\":{\"b\":\"]}\\\"\"}}");
    }

    @Test
    void read_array_numbersItsElements() {
        var read = Collected.from(JSON, "[{\"a\":1},\n {\"a\":2} ,{\"a\":3}]");
        assertThat(read.lines()).containsExactly("1:{\"a\":1}", "2:{\"a\":2}", "3:{\"a\":3}");
        assertThat(read.errors).isEmpty();
    }

    @Test
    void read_severalRootValues_areCountedOn() {
        var read = Collected.from(JSON, "{\"a\":1}{\"a\":2}\n[{\"a\":3}] [] {\"a\":4}");
        assertThat(read.lines()).containsExactly("1:{\"a\":1}", "2:{\"a\":2}", "3:{\"a\":3}", "4:{\"a\":4}");
        assertThat(read.errors).isEmpty();
    }

    @Test
    void read_emptyArray_givesNeitherRowsNorErrors() {
        var read = Collected.from(JSON, "\uFEFF[ ]");
        assertThat(read.rows).isEmpty();
        assertThat(read.errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "\uFEFF"})
    void read_emptyBody_isOneError(String body) {
        var read = Collected.from(JSON, body);
        assertThat(read.messages())
                .containsExactly("line 1: the body is empty; send one object, an array of objects,"
                        + " or objects one after another");
    }

    @Test
    void read_elementsThatAreNoObjects_areErrorsAndTheOthersGoOn() {
        var read = Collected.from(JSON, "[7, {\"a\":2}, \"x\", null, [{\"a\":1}], {\"a\":6}]");
        assertThat(read.lines()).containsExactly("2:{\"a\":2}", "6:{\"a\":6}");
        assertThat(read.messages())
                .containsExactly(
                        "line 1: got 7; a JSON object",
                        "line 3: got \"x\"; a JSON object",
                        "line 4: got null; a JSON object",
                        "line 5: got [{\"a\":1}]; a JSON object");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "[{'a':1},\\n {'a':x},{'a':3}]~2~line 2, column 7: Unrecognized token 'x'",
                "[{'a':1},\\n {'a':2]},{'a':3}]~2~line 2, column 8: Unexpected close marker ']'",
                "[{'a':1}\\n {'a':2}]~1~line 2, column 2: expected , or ] after an element",
                "[{'a':1},]~2~line 1, column 10: expected a value",
                "[{'a':1},{'a':2~2~line 1, column 16: Unexpected end-of-input: expected close marker for Object;",
                "[{'a':1}~1~line 1, column 9: the body ends too early, expected , or ] after an element",
                "[{'a':1},~2~line 1, column 10: the body ends too early, expected a value",
                "{'a':1},{'a':2}~2~line 1, column 8: expected a value",
                "{'a':1} hello~2~line 1, column 9: Unrecognized token 'hello'",
                "{'a':1}]~2~line 1, column 8: expected a value",
                "[{'a':1},{'b:2},{'a':3}]~2~line 1, column 19: Unexpected character ('a'",
            })
    void read_syntaxError_keepsWhatStoodBeforeAndNamesItsPlace(String body, long line, String message) {
        var read = Collected.from(JSON, body.replace('\'', '"').replace("\\n", "\n"));
        assertThat(read.lines()).containsExactly("1:{\"a\":1}");
        assertThat(read.errors).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(line);
            assertThat(error.allowed()).startsWith("valid JSON; " + message).endsWith("; the rest was not read");
        });
    }

    @Test
    void read_rowErrors_costOnlyTheirElement() {
        var read = Collected.from(
                JSON,
                ("[{\"a\":NaN},{\"a\":1e400},{\"a\":1,\"a\":2},{\"a\":\"\\udc00\"},{\"a\":\"\u00fc\"},"
                                + "{\"a\":\"x\0\"},{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "},{\"a\":8}]")
                        .getBytes(ISO_8859_1));
        assertThat(read.lines()).containsExactly("8:{\"a\":8}");
        assertThat(read.errors).extracting(RowError::line).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(read.messages().subList(0, 6))
                .containsExactly(
                        "line 1: a: got NaN; a finite number",
                        "line 2: a: got 1e400; value 1e400 is outside the range of a double",
                        "line 3: a: each key once; this one is given twice",
                        "line 4: a: got \\udc00; text without half a surrogate pair",
                        "line 5: got {\"a\":\"\\xfc; valid UTF-8; the last byte shown is byte 7",
                        "line 6: got {\"a\":\"x\\x00; text without NUL bytes; the last byte shown is byte 8");
    }

    @Test
    void read_elementLongerThanTheLimit_isAnErrorAndTheOthersGoOn() throws IOException {
        var read =
                Collected.from(JSON, Streams.repeated("[{\"a\":1},{\"a\":\"", "x", 3_000_000, "\"},{\"a\":3}]"), false);
        assertThat(read.lines()).containsExactly("1:{\"a\":1}", "3:{\"a\":3}");
        assertThat(read.messages()).containsExactly("line 2: an element of at most 1048576 bytes; this one is longer");
    }

    @Test
    void read_missingQuoteInALongBody_namesThePlaceOfTheQuote() throws IOException {
        var read = Collected.from(
                JSON, Streams.repeated("[{\"a\":1},\n{\"a\":\"x},", "{\"a\":\"y\"},", 3_000_000, "{}]"), false);
        assertThat(read.lines()).containsExactly("1:{\"a\":1}");
        assertThat(read.messages()).singleElement().asString().contains("line 2, column 12: ", "the rest was not read");
    }

    @Test
    void read_oneByteAtATime_givesTheSame() throws IOException {
        byte[] bytes = "[{\"a\":\"\u00fc\\\"\"}, 7,\n{\"a\":[1,{}]}, {\"a\":y}]".getBytes(UTF_8);
        var whole = Collected.from(JSON, bytes);
        var slow = Collected.from(JSON, Streams.slow(bytes), false);
        assertThat(slow.lines()).isEqualTo(whole.lines()).hasSize(2);
        assertThat(slow.messages()).isEqualTo(whole.messages()).hasSize(2);
    }
}

package dev.plumbline.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

class RowTest {
    private static Row json(String text) {
        return Collected.from(RowFormat.NDJSON, text).rows.get(0);
    }

    /** A row of one CSV cell in column {@code x}. */
    private static Row cell(String text) {
        return new Row(2, JsonNodeFactory.instance.objectNode().put("x", text), false);
    }

    @Test
    void text_jsonNumber_isRefusedByName() {
        assertThat(json("{\"id\":\"007\"}").text("id")).isEqualTo("007");
        assertThatThrownBy(() -> json("{\"id\":7}").text("id"))
                .isInstanceOf(FieldException.class)
                .hasMessage("id: got 7; a text in quotes");
        assertThatThrownBy(() -> json("{\"a\":7}").text("id")).hasMessage("id: is required: a text");
        assertThat(cell("007").text("x")).isEqualTo("007");
    }

    @Test
    void number_jsonText_isRefusedAndCsvTextIsRead() {
        assertThat(json("{\"x\":0.25}").number("x")).isEqualTo(0.25);
        assertThatThrownBy(() -> json("{\"x\":\"0.25\"}").number("x"))
                .hasMessage("x: got 0.25; a number without quotes");
        assertThatThrownBy(() -> json("{\"x\":true}").number("x")).hasMessage("x: got true; a number");
        assertThatThrownBy(() -> json("{\"x\":null}").number("x")).hasMessage("x: is required: a number");
        assertThat(cell(" 0.25 ").number("x")).isEqualTo(0.25);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "-0.5,-0.5",
        "+3,3",
        ".5,0.5",
        "5.,5",
        "1e3,1000",
        "2E-2,0.02",
        "0.1234567890123456789,0.12345678901234568"
    })
    void number_csvText_readsDecimals(String text, double expected) {
        assertThat(cell(text).number("x")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x10",
                "0x1p3",
                "1d",
                "1f",
                "NaN",
                "Infinity",
                "-Infinity",
                "NA",
                "0,5",
                "1 000",
                "e5",
                "-",
                ".",
                " ",
                "1e",
                "\u0661"
            })
    void number_csvTextThatIsNone_isRefusedByName(String text) {
        assertThatThrownBy(() -> cell(text).number("x"))
                .isInstanceOf(FieldException.class)
                .hasMessage("x: got " + text + "; a number such as 0.72");
    }

    @Test
    void number_outsideTheRangeOfADouble_isRefused() {
        assertThatThrownBy(() -> cell("1e400").number("x"))
                .hasMessage("x: got 1e400; value 1e400 is outside the range of a double");
        var infinite = new Row(1, JsonNodeFactory.instance.objectNode().put("x", Double.POSITIVE_INFINITY));
        assertThatThrownBy(() -> infinite.number("x")).hasMessageContaining("outside the range of a double");
    }

    @Test
    void has_nullAndMissing_areNotSent() {
        var row = json("{\"a\":null,\"b\":0,\"segments\":{\"s\":\"x\",\"n\":null}}");
        assertThat(row.has("a")).isFalse();
        assertThat(row.has("c")).isFalse();
        assertThat(row.has("b")).isTrue();
        assertThat(row.has("segments.s")).isTrue();
        assertThat(row.has("segments.n")).isFalse();
        assertThat(row.has("b.x")).isFalse();
        assertThat(row.has(".s")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T00:30:00Z,2026-03-01T00:30:00Z,false",
        "2026-03-01T00:30:00.123456789z,2026-03-01T00:30:00.123456789Z,false",
        "2026-03-01T00:30:00.5+05:30,2026-02-28T19:00:00.5Z,false",
        "2026-03-01T00:30-0500,2026-03-01T05:30:00Z,false",
        "2026-03-01 00:30:00+00,2026-03-01T00:30:00Z,false",
        "2026-03-01T00:30,2026-03-01T00:30:00Z,true",
        "2026-03-01 00:30:15.25,2026-03-01T00:30:15.25Z,true",
        "2026-03-01,2026-03-01T00:00:00Z,true",
        "9999-12-31T23:59:59.999999999Z,9999-12-31T23:59:59.999999999Z,false",
    })
    void time_iso8601_isReadAndAnAssumedZoneIsTold(String text, Instant expected, boolean assumed) {
        assertThat(cell(text).time("x")).isEqualTo(expected);
        assertThat(cell(text).zoneAssumed("x")).isEqualTo(assumed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026",
                "2026-3-1",
                "2026-02-30",
                "2026-03-01T25:00Z",
                "2026-03-01T",
                "2026-03-01T10",
                "2026-03-01T10:00:60Z",
                "2026-03-01T10:00:00.Z",
                "2026-03-01T10:00:00.1234567890Z",
                "2026-03-01T10:00+19:00",
                "2026-03-01T10:00+05:",
                "2026-03-01T10:00Zx",
                "10000-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "9999-12-31T23:30:00-01:00",
                "0000-12-31T00:00:00Z",
                "-0001-01-01",
                "1772323200",
                "01.03.2026"
            })
    void time_anythingElse_isRefusedByName(String text) {
        assertThatThrownBy(() -> cell(text).time("x"))
                .isInstanceOf(FieldException.class)
                .hasMessage("x: got " + text + "; a time in ISO 8601 such as 2026-03-01T00:30:00Z, year 1 to 9999");
    }

    @Test
    void time_jsonNumber_isRefused() {
        assertThatThrownBy(() -> json("{\"t\":1772323200}").time("t"))
                .hasMessage("t: got 1772323200; a time in ISO 8601 such as 2026-03-01T00:30:00Z, year 1 to 9999");
        assertThat(json("{\"t\":1772323200}").zoneAssumed("t")).isFalse();
    }

    @Test
    void object_otherValues_areRefused() {
        assertThat(json("{\"segments\":{\"a\":\"b\"}}")
                        .object("segments")
                        .get("a")
                        .stringValue())
                .isEqualTo("b");
        assertThatThrownBy(() -> json("{\"segments\":[1]}").object("segments"))
                .hasMessage("segments: got [1]; an object");
    }

    @Test
    void at_line_makesTheErrorOfARow() {
        var wrong = new FieldException("score", "72", "a probability from 0 to 1");
        assertThat(wrong.at(9)).isEqualTo(new RowError(9, "score", "72", "a probability from 0 to 1"));
    }

    @Test
    void error_textFromOutside_isShortenedAndEscaped() {
        var error = new RowError(1, "a\nb", "\u202e\u0007" + "x".repeat(200) + "\ud83d\ude00", "c\rd");
        assertThat(error.field()).isEqualTo("a\\u000ab");
        assertThat(error.value())
                .startsWith("\\u202e\\u0007xxx")
                .endsWith("x\u2026")
                .hasSize(100);
        assertThat(error.allowed()).isEqualTo("c\\u000dd");
        assertThat(new RowError(1, null, "y".repeat(100), "z").value()).isEqualTo("y".repeat(100));
    }

    @Test
    void error_lineZero_isRefused() {
        assertThatThrownBy(() -> new RowError(0, null, null, "x")).hasMessage("line must be 1 or more, got 0");
        assertThatThrownBy(() -> new Row(0, JsonNodeFactory.instance.objectNode()))
                .hasMessage("line must be 1 or more, got 0");
    }
}

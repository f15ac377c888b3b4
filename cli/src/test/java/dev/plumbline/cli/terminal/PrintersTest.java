package dev.plumbline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.monitor.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is expected here was drawn by hand. */
class PrintersTest {
    private final StringWriter out = new StringWriter();

    @Test
    void table_firstColumnLeft_othersRight() {
        Table table = new Table("Feature", "AUC", "log loss");
        table.row("weekday", "0.5", "1.6094").row("views", "0.999", "0.1");

        assertThat(table.lines())
                .containsExactly(
                        "Feature     AUC   log loss", //
                        "weekday     0.5     1.6094",
                        "views     0.999        0.1");
    }

    @Test
    void table_rowOfAnotherWidth_isRefused() {
        Table table = new Table("a", "b");

        assertThatThrownBy(() -> table.row("1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row must have 2 cells like the head, got 1");
    }

    /** Honest (no gap under half a row), too high by 0.4, too low by 0.2, and an empty bin. */
    @Test
    void chart_showsWhatCameTrueAndTheGap() {
        JsonNode bins = Json.read("""
                [{"avgPredicted": 0.30, "avgActual": 0.34, "count": 7},
                 {"avgPredicted": 0.90, "avgActual": 0.50, "count": 999},
                 {"avgPredicted": 0.60, "avgActual": 0.80, "count": 1499},
                 {"avgPredicted": 0, "avgActual": 0, "count": 0}]
                """);

        assertThat(ReliabilityChart.lines("Issued", bins).stream().map(String::stripTrailing))
                .containsExactly(
                        "Issued",
                        "  1.0 ┤",
                        "      │    ░░░",
                        "  0.8 ┤    ░░░ ▓▓▓",
                        "      │    ░░░ ▓▓▓",
                        "  0.6 ┤    ░░░ ███",
                        "      │    ███ ███",
                        "  0.4 ┤    ███ ███",
                        "      │███ ███ ███",
                        "  0.2 ┤███ ███ ███",
                        "      │███ ███ ███",
                        "  0.0 └───────────────",
                        "said %  30  90  60",
                        "true %  34  50  80",
                        "cases    7 999  1k");
    }

    @Test
    void charts_besideEachOther_lineUpOrStandBelow() {
        List<String> chart =
                ReliabilityChart.lines("A", Json.read("[{\"avgPredicted\": 0.5, \"avgActual\": 0.5, \"count\": 1}]"));

        List<String> wide = ReliabilityChart.beside(chart, chart, 3, 23);
        assertThat(wide.get(13)).isEqualTo("true %  50   true %  50");
        assertThat(wide).allMatch(line -> line.length() == 10 + 3 + 10);
        List<String> narrow = ReliabilityChart.beside(chart, chart, 3, 22);
        assertThat(narrow)
                .hasSize(2 * chart.size() + 1)
                .startsWith(chart.get(0))
                .endsWith(chart.get(14));
    }

    @Test
    void table_narrowsItsGapsBeforeItIsTooWide() {
        Table table = new Table("a", "b", "c").row("1", "2", "3");
        assertThat(table.lines(9).get(0)).isEqualTo("a   b   c");
        assertThat(table.lines(8).get(0)).isEqualTo("a  b  c");
        assertThat(table.lines(2).get(0)).isEqualTo("a b c");
    }

    /** A line that is longer than the terminal breaks in the middle of a number. */
    @Test
    void table_shortensNamesBeforeItIsTooWide() {
        Table table = new Table("feature", "log loss")
                .row("a_feature_with_a_long_name", "1.5")
                .row("b", "2.5");
        assertThat(table.lines(28))
                .containsExactly(
                        "feature             log loss", //
                        "a_feature_with_a_l…      1.5",
                        "b                        2.5");
        assertThat(table.lines(10).get(1)).isEqualTo("a_feature_w…      1.5");
    }

    @Test
    void chart_painted_coloursTheGapsOnly() {
        assertThat(ReliabilityChart.painted("│███ ░░░")).isEqualTo("│███ \u001b[31m░░░\u001b[0m");
    }

    @Test
    void numbers_areRoundedOnly() {
        assertThat(Numbers.whole(Json.read("12345"))).isEqualTo("12,345");
        assertThat(Numbers.fixed(Json.read("0.16349"), 3)).isEqualTo("0.163");
        assertThat(Numbers.fixed(Json.read("null"), 3)).isEqualTo("-");
        assertThat(Numbers.percent(Json.read("0.1234"))).isEqualTo("12.3 %");
        assertThat(Numbers.pValue(Json.read("0.00099"))).isEqualTo("below 0.001");
        assertThat(Numbers.pValue(Json.read("0.25"))).isEqualTo("0.250");
    }

    @Test
    void page_wrapsUnderTheLabel() {
        new Page(new PrintWriter(out), false, 120).item("Verdict", "word ".repeat(30));

        assertThat(out.toString().lines())
                .containsExactly(
                        "  Verdict     " + "word ".repeat(16) + "word", //
                        "              " + "word ".repeat(12) + "word");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= Page.WIDTH);
    }

    @Test
    void page_colourOnlyWhereItIsWanted() {
        new Page(new PrintWriter(out), true, 120).item("Verdict", "Calibrated", Ink.GOOD);
        new Page(new PrintWriter(out), false, 120).item("Verdict", "Calibrated", Ink.GOOD);

        assertThat(out.toString().lines())
                .containsExactly("  Verdict     \u001b[32mCalibrated\u001b[0m", "  Verdict     Calibrated");
    }
}

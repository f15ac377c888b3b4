package dev.plumbline.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColumnMapTest {
    private final List<String> said = new ArrayList<>();

    @Test
    void plainNames_areTakenAndSaid() {
        assertThat(csv(Map.of(), "id,p,y,predictedAt\n007,0.5,1,2026-01-01\n"))
                .containsExactly("{\"id\":\"007\",\"score\":0.5,\"actual\":1.0,\"predictedAt\":\"2026-01-01\"}");
        assertThat(said).containsExactly("a.csv: takes column p as score, y as actual");
    }

    @Test
    void namedColumns_areTaken_andOthersLeft() {
        assertThat(csv(Map.of(Role.SCORE, "s", Role.ID, "customer"), "customer,score,s\n7,0.1,0.2\n"))
                .containsExactly("{\"id\":\"7\",\"score\":0.2}");
        assertThat(said).isEmpty();
    }

    @Test
    void namedColumn_thatIsNotThere_isRefused() {
        assertThatThrownBy(() -> csv(Map.of(Role.SCORE, "scores"), "id,score\na,0.5\n"))
                .isInstanceOf(DataException.class)
                .hasMessage("a.csv: there is no column scores; its columns are id, score");
        assertThatThrownBy(() -> read(RowFormat.NDJSON, Map.of(Role.SCORE, "scores"), "{\"score\":0.5}"))
                .isInstanceOf(DataException.class)
                .hasMessage("a.csv: no row has a field scores");
    }

    @Test
    void missingNumbersAndTimes_areNotThere_textIsTakenAtItsWord() {
        assertThat(csv(Map.of(), "id,score,actual,predictedAt,group\nNA,NA,NaN,NA,NA\nb,0.5,,,\n"))
                .containsExactly("{\"id\":\"NA\",\"group\":\"NA\"}", "{\"id\":\"b\",\"score\":0.5}");
    }

    @Test
    void outcomeWords_areZeroAndOne_anyOtherWordIsNone() {
        assertThat(csv(Map.of(), "actual\nTrue\nFALSE\n1\n"))
                .containsExactly("{\"actual\":1}", "{\"actual\":0}", "{\"actual\":1.0}");
        assertThatThrownBy(() -> csv(Map.of(), "outcome\nyes\n"))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining("outcome: got yes");
        assertThat(read(RowFormat.NDJSON, Map.of(), "{\"label\":true}")).containsExactly("{\"actual\":1}");
    }

    @Test
    void json_isTakenAtItsWord_butAWholeNumberIsAnId() {
        assertThat(read(RowFormat.NDJSON, Map.of(), "{\"id\":7,\"prob\":0.5,\"label\":null,\"features\":{\"n\":5}}"))
                .containsExactly("{\"id\":\"7\",\"score\":0.5,\"features\":{\"n\":5}}");
        assertThat(said).containsExactly("a.csv: takes field prob as score", "a.csv: takes field label as actual");
        assertThatThrownBy(() -> read(RowFormat.NDJSON, Map.of(), "{\"score\":\"0.5\"}"))
                .hasMessageContaining("score: got 0.5; a number, without quotes");
    }

    @Test
    void segmentsAndFeatures_byPrefixAndByName() {
        ColumnChoice choice = new ColumnChoice(Map.of(), List.of("land"), List.of("age"));

        assertThat(read(RowFormat.CSV, choice, "score,land,age,segments.device,features.x\n0.5,DE,41,phone,1\n"))
                .containsExactly(
                        "{\"score\":0.5,\"segments\":{\"device\":\"phone\",\"land\":\"DE\"},\"features\":{\"x\":\"1\",\"age\":\"41\"}}");
    }

    @Test
    void guardedFormula_isTheTextAgain() {
        for (String text : List.of("=1+1", "+49", "-x", "@a", "\tb", "'=1", "''-", "'", "plain", "it's", "")) {
            String guarded = FormulaGuard.guard(text);

            assertThat(FormulaGuard.undo(guarded)).isEqualTo(text);
            assertThat(guarded).doesNotMatch("(?s)[=+\\-@\t].*");
        }
    }

    private List<String> csv(Map<Role, String> named, String text) {
        return read(RowFormat.CSV, named, text);
    }

    private List<String> read(RowFormat format, Map<Role, String> named, String text) {
        return read(format, new ColumnChoice(named, List.of(), List.of()), text);
    }

    private List<String> read(RowFormat format, ColumnChoice choice, String text) {
        Collected collected = Collected.from(format, text);
        ColumnMap map = new ColumnMap("a.csv", choice, said::add);
        if (format == RowFormat.CSV) {
            map.header(collected.header);
        }
        List<String> rows = collected.rows.stream()
                .map(row -> map.map(row).values().toString())
                .toList();
        map.finish();
        return rows;
    }
}

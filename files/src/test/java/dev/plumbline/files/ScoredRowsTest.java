package dev.plumbline.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.RunningFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoredRowsTest {
    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    private ScoredRows read(String text, Map<Role, String> named, FileScale scale, String... by) throws IOException {
        return read(named, scale, List.of(by), file("rows.csv", text));
    }

    private ScoredRows read(Map<Role, String> named, FileScale scale, List<String> by, String... files) {
        said.clear();
        return ScoredRows.read(
                DataSet.of(List.of(files)),
                new ScoredRows.Request(new ColumnChoice(named, by, List.of()), true, scale),
                said::add,
                bytes -> {});
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static List<String> places(ScoredRows rows) {
        return rows.account().unusable().stream()
                .map(each -> each.error().toString())
                .toList();
    }

    @Test
    void missingAndBadRows_areLeftOutAndTold_inTheOrderOfTheFile() throws IOException {
        ScoredRows rows = read("p,y\n0.1,0\n,1\n0.2,NA\nx,1\n0.3,1\n-0.1,0\n1.5,1\n0.4,2e400\n200,1\n", Map.of(), null);

        assertThat(rows.scores()).containsExactly(0.1, 0.3);
        assertThat(rows.outcomes()).containsExactly(0, 1);
        assertThat(rows.account().read()).isEqualTo(9);
        assertThat(rows.account().used()).isEqualTo(2);
        assertThat(rows.account().missing()).isEqualTo(2);
        assertThat(rows.account().rejected()).isEqualTo(5);
        assertThat(places(rows)).hasSize(7);
        assertThat(places(rows).get(0)).startsWith("line 3: p: has no value");
        assertThat(places(rows).get(1)).startsWith("line 4: y: has no value");
        assertThat(places(rows).get(2)).startsWith("line 5: p: got x; a number");
        assertThat(places(rows).get(3)).startsWith("line 7: p: got -0.1; a number from 0 to 1");
        assertThat(places(rows).get(4)).startsWith("line 8: p: got 1.5; a number from 0 to 1");
        assertThat(places(rows).get(5)).startsWith("line 9: y: ").contains("2e400");
        assertThat(places(rows).get(6)).startsWith("line 10: p: got 200");
        assertThat(said).anyMatch(text -> text.contains("although some are above 1"));
    }

    @Test
    void percent_isJudgedForScoresAndOutcomesEach_andSaid() throws IOException {
        ScoredRows rows = read("score,label\n0.5,0\n70,1\n100,1\n", Map.of(), null);
        assertThat(rows.scores()).containsExactly(0.005, 0.7, 1);
        assertThat(rows.outcomes()).containsExactly(0, 1, 1);
        assertThat(rows.scale()).isEqualTo(FileScale.PERCENT);
        assertThat(said).anyMatch(text -> text.contains("scores are taken as percent (0 to 100)"));
        assertThat(said).noneMatch(text -> text.contains("outcomes are taken"));

        ScoredRows both = read("score,label\n0.5,0\n0.7,35\n", Map.of(), null);
        assertThat(both.scores()).containsExactly(0.5, 0.7);
        assertThat(both.outcomes()).containsExactly(0, 0.35);

        ScoredRows told = read("score,label\n0.5,0\n1,1\n", Map.of(), FileScale.PERCENT);
        assertThat(told.scores()).containsExactly(0.005, 0.01);
        assertThat(read("score,label\n0.5,0\n70,1\n", Map.of(), FileScale.UNIT)
                        .account()
                        .rejected())
                .isEqualTo(1);
    }

    /** Its square would be no double; the rows beside it count. */
    @Test
    void weight_beyondTheLargest_isRefusedByLine() throws IOException {
        ScoredRows rows = read("p,y,w\n0.1,0,1e100\n0.2,1,1e155\n0.3,1,-1\n", Map.of(Role.WEIGHT, "w"), null);
        assertThat(rows.weights()[0]).isEqualTo(1e100);
        assertThat(rows.size()).isEqualTo(1);
        assertThat(places(rows).get(0)).startsWith("line 3: w: got 1.0E155; a number from 0 to 1.0E100");
        assertThat(places(rows).get(1)).startsWith("line 4: w: got -1.0; a number from 0 to 1.0E100");
    }

    @Test
    void weightsTimesGroups_areReadOnlyWhenNamed() throws IOException {
        String text = "p,y,weight,group,predictedAt,w,g,t,seg\n0.1,0,9,a,bad,2,B,2026-03-02,north\n"
                + "0.2,1,9,a,bad,0,A,2026-03-01T01:00:00+01:00,\n0.3,1,9,a,bad,1.5,B,2026-03-01T12:00:00.5Z,north\n";
        ScoredRows plain = read(text, Map.of(), null);
        assertThat(plain.size()).isEqualTo(3);
        assertThat(plain.weights()).isNull();
        assertThat(plain.groups()).isNull();
        assertThat(plain.times()).isNull();
        assertThat(plain.range()).isEmpty();

        ScoredRows named = read(text, Map.of(Role.WEIGHT, "w", Role.GROUP, "g", Role.TIME, "t"), null, "seg");
        assertThat(named.weights()).containsExactly(2, 0, 1.5);
        assertThat(named.groups()).containsExactly(0, 1, 0);
        assertThat(named.range())
                .containsExactly(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-02T00:00:00Z"));
        assertThat(named.segments().get("seg").get("north")).containsExactly(0, 2);
        assertThat(named.segments().get("seg").get("")).containsExactly(1);
        assertThat(said).anyMatch(line -> line.contains("read as UTC"));
    }

    @Test
    void rowsLeftOutForTheirScale_takeTheirOtherColumnsWithThem() throws IOException {
        StringBuilder text = new StringBuilder("p,y,w,g,t,seg\n");
        for (int i = 0; i < 5_000; i++) {
            text.append(i % 2 == 0 ? "0.5,1," : "1.5,1,")
                    .append(i)
                    .append(",g")
                    .append(i)
                    .append(",2026-01-01,s");
            text.append(i % 4).append('\n');
        }
        ScoredRows rows =
                read(text.toString(), Map.of(Role.WEIGHT, "w", Role.GROUP, "g", Role.TIME, "t"), FileScale.UNIT, "seg");
        assertThat(rows.size()).isEqualTo(2_500);
        assertThat(rows.weights()[2_499]).isEqualTo(4_998);
        assertThat(rows.groups()[2_499]).isEqualTo(4_998);
        assertThat(rows.segments().get("seg")).containsOnlyKeys("s0", "s2");
        assertThat(rows.account().rejected()).isEqualTo(2_500);
        assertThat(rows.account().unusable()).hasSize(TakenRows.SHOWN);
    }

    @Test
    void severalFiles_areOneDataSet_andColumnsThatAreNotThereAreNamed() throws IOException {
        String one = file("one.csv", "p,y\n0.1,0\n");
        String two = file("two.ndjson", "{\"prediction\":0.9,\"outcome\":true}\n{\"p\":\"0.9\",\"y\":1}\n");
        ScoredRows rows = read(Map.of(), null, List.of(), one, two);
        assertThat(rows.scores()).containsExactly(0.1, 0.9);
        assertThat(rows.account().rejected()).isEqualTo(1);
        assertThat(rows.account().unusable().get(0).toString()).contains("two.ndjson line 2: p: got 0.9; a number");

        assertThatThrownBy(() -> read("a,b\n1,2\n", Map.of(), null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no column of scores")
                .hasMessageContaining("a, b");
        assertThatThrownBy(() -> read("p,b\n1,2\n", Map.of(), null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no column of outcomes");
        assertThatThrownBy(() -> read("p,y\n1,1\n", Map.of(Role.WEIGHT, "w"), null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no column w");
    }

    /** Figures without the rows, of every way that files are read in, on every scale. */
    @Test
    void figures_ofFiles_areThoseOfTheirRows() throws IOException {
        StringBuilder many = new StringBuilder("p,y,w\n");
        for (int i = 0; i < 150_000; i++) { // several pieces of a file, several blocks of sums
            many.append(i % 977 / 977.0)
                    .append(i % 50_000 == 49_999 ? ",maybe," : i % 3 == 0 ? ",1," : ",0,")
                    .append(i % 4)
                    .append('\n');
        }
        List<String> texts = List.of(
                many.toString(),
                many.toString().replace("p,y", "\"p\",y"),
                "p,y,w\n0.1,0,1\n,1,1\n0.9,1,2\n",
                "p,y,w\n0.1,0,1\n70,1,1\n90,1,2\n",
                "p,y,w\n0.1,0,1\n0.7,40,1\n",
                "p,y,w\n0.1,0,1\n7,1,1\n0.9,1,2\n800,1,2\n",
                "{\"p\":0.1,\"y\":0,\"w\":3}\n{\"p\":50,\"y\":1,\"w\":1}\n");
        for (String text : texts) {
            String file = file(text.startsWith("{") ? "rows.ndjson" : "rows.csv", text);
            for (Map<Role, String> named : List.of(Map.<Role, String>of(), Map.of(Role.WEIGHT, "w"))) {
                for (FileScale scale : new FileScale[] {null, FileScale.UNIT, FileScale.PERCENT}) {
                    ScoredRows rows = read(named, scale, List.of(), file);
                    List<String> saidOfRows = List.copyOf(said);
                    said.clear();
                    ScoredRows.Figures figures = ScoredRows.figures(
                            DataSet.of(List.of(file)),
                            new ScoredRows.Request(new ColumnChoice(named, List.of(), List.of()), true, scale),
                            List.of("ece", "totalSamples", "bias"),
                            said::add,
                            bytes -> {});
                    RunningFigures expected =
                            new RunningFigures(List.of("ece", "totalSamples", "bias"), named.size() > 0);
                    expected.add(rows.scores(), rows.outcomes(), rows.weights(), rows.size());
                    assertThat(figures.account()).isEqualTo(rows.account());
                    assertThat(said).isEqualTo(saidOfRows);
                    Map<String, Object> values = figures.figures().values();
                    assertThat(values.get("totalSamples")).isEqualTo((long) rows.size());
                    for (String name : List.of("ece", "bias")) {
                        assertThat((Double) values.get(name))
                                .isCloseTo((Double) expected.values().get(name), within(1e-14));
                    }
                }
            }
        }
    }
}

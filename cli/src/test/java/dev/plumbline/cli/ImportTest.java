package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code import}, {@code export} and {@code verify} on a data folder that no server has open. */
class ImportTest {
    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void nameData() {
        data = folder.resolve("data");
    }

    @Test
    void import_ofPredictionsThenOutcomes_pairsThem_andIdsKeepTheirZeros() throws IOException {
        Path predictions = file("predictions.csv", "id,score\n7,0.2\n07,0.2\n007,0.5\n");
        Path outcomes = file("outcomes.csv", "predictionId,actual\n7,1\n07,0\n007,1\n");

        assertThat(importInto("shop", predictions, outcomes).out())
                .isEqualTo("6 rows for model shop: 6 taken, 0 repeated, 0 corrected, 0 waiting, 0 rejected\n");
        assertThat(importInto("shop", predictions, outcomes).out())
                .isEqualTo("6 rows for model shop: 0 taken, 6 repeated, 0 corrected, 0 waiting, 0 rejected\n");
        assertThat(export("shop")).hasLineCount(4).contains("\n007,0.5,", "\n07,0.2,", "\n7,0.2,");
        assertThat(CommandRun.of("verify", "--data", data).out()).contains("are those of the rows (3 pairs)");
    }

    @Test
    void import_withoutIds_makesThemOfFileAndLine_soThatASecondTimeChangesNothing() throws IOException {
        Path rows = file("rows.csv", "prob,outcome,t\n0.7,1,2026-01-01T00:00:00Z\n0.2,,2026-01-02T00:00:00Z\n");
        importInto("m", rows, "--time", "t");
        String once = export("m");

        assertThat(once).isEqualTo("""
                id,score,probability,calibratorVersion,version,predictedAt,group,weight,actual,class,observedAt
                rows.csv#2,0.7,,,1,2026-01-01T00:00:00Z,,1.0,1.0,,2026-01-01T00:00:00Z
                rows.csv#3,0.2,,,1,2026-01-02T00:00:00Z,,1.0,,,
                """);
        Path moved = Files.createDirectory(folder.resolve("elsewhere")).resolve("rows.csv.gz");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(moved))) {
            Files.copy(rows, gzip);
        }
        assertThat(importInto("m", moved, "--time", "t").out()).contains("0 taken, 2 repeated");
        assertThat(export("m")).isEqualTo(once);
    }

    @Test
    void import_rowOfAnotherContent_isRejected_andItsOutcomeIsNotGivenToTheStoredOne() throws IOException {
        importInto("m", file("rows.csv", "id,score,outcome\na,0.7,1\nb,0.2,\n"));
        CommandRun second = importInto("m", file("rows.csv", "id,score,outcome\na,0.6,0\nb,0.2,1\n"));

        assertThat(second.out()).contains("2 rows", "1 taken", "1 rejected");
        assertThat(second.err()).contains("rows.csv line 2: score: got 0.6; the same content as before (0.7)");
        assertThat(export("m"))
                .contains("\na,0.7,,,1,")
                .containsPattern("(?m)^a,.*,1.0,,")
                .containsPattern("(?m)^b,.*,1.0,,");
    }

    @Test
    void import_correctedOutcome_isCorrected() throws IOException {
        importInto("m", file("rows.csv", "id,score,outcome\na,0.7,1\n"));

        assertThat(importInto("m", file("rows.csv", "id,score,outcome\na,0.7,0\n"))
                        .out())
                .contains("0 taken, 0 repeated, 1 corrected");
    }

    @Test
    void import_twoObjectsOnOneLine_areTwoRows() throws IOException {
        assertThat(importInto("m", file("rows.ndjson", "{\"score\":0.1}{\"score\":0.2}\n{\"score\":0.3}"))
                        .out())
                .contains("3 taken");
        assertThat(export("m")).contains("rows.ndjson#1,0.1", "rows.ndjson#1.2,0.2", "rows.ndjson#2,0.3");
    }

    @Test
    void import_badValues_loseTheirRows_countedAndShownWithTheirLines_strictRefusesTheFile() throws IOException {
        Path rows = file("rows.csv", "p,outcome\n0.7,1\nNA,1\nx,1\n1e400,0\n0.7,200\n0.7,True\n");
        CommandRun lenient = importInto("m", rows);
        CommandRun strict = importInto("strict", rows, "--strict");

        assertThat(lenient.code()).isEqualTo(0);
        assertThat(lenient.out()).contains("6 rows", "2 taken", "4 rejected");
        assertThat(lenient.err())
                .contains(
                        "rows.csv line 3: p: is required",
                        "rows.csv line 4: p: got x; a number",
                        "rows.csv line 5: p: got 1e400",
                        "rows.csv line 6: outcome: got 200");
        assertThat(strict.code()).isEqualTo(2);
        assertThat(strict.err()).contains("rows.csv: line 3: p: is required");
        assertThat(CommandRun.of("export", "--model", "strict", "--data", data).err())
                .contains("Unknown model: strict");
    }

    @Test
    void import_noUsableRow_isExitCodeTwo() throws IOException {
        assertThat(importInto("m", file("rows.csv", "score\nNA\n")).code()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "score,outcome|0.5,1|0.5 ~ rows.csv line 3: got 1 cell",
                "score,score|0.5,1 ~ each column once",
                "id,outcome,x|a,1,\"2 ~ quotes",
                "a,b|0.5,1 ~ there is no column of scores (score, prob, p, prediction); name it with --score. Its columns are a, b",
                "score ~ holds no rows",
            })
    void import_malformedFile_isExitCodeTwo_andNothingOfItIsKept(String text, String message) throws IOException {
        CommandRun run = importInto("m", file("good.csv", "score\n0.5\n"), file("rows.csv", text.replace('|', '\n')));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(run.err()).doesNotContain("\tat ");
        assertThat(CommandRun.of("export", "--model", "m", "--data", data).code())
                .isEqualTo(2);
    }

    @Test
    void import_filesOfOneName_needIds() throws IOException {
        Path first = file("rows.csv", "score\n0.5\n");
        Path second =
                Files.copy(first, Files.createDirectory(folder.resolve("b")).resolve("rows.csv"));

        CommandRun run = importInto("m", first, second);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("those of another file of the same name: name the column with --id");
    }

    @Test
    void import_intoANewModel_judgesScoresAndOutcomesEachByThemselves() throws IOException {
        Path percent = file("percent.csv", "score,outcome\n72,1\n0.5,0\n100,1\n");

        assertThat(importInto("m", percent).err())
                .contains("scores are taken as percent", "outcomes are taken as unit");
        assertThat(importInto("m", percent, "--scale", "unit").err()).contains("scoreScale of model m cannot change");
        assertThat(export("m")).contains("percent.csv#2,72.0,", "percent.csv#3,0.5,");
    }

    @Test
    void import_jsonAnswer_addsUp() throws IOException {
        var answer = Json.read(
                importInto("m", file("rows.csv", "score\n0.5\n200\n"), "--json").out());

        assertThat(answer.get("rows").intValue()).isEqualTo(2);
        assertThat(answer.get("taken").intValue()).isEqualTo(1);
        assertThat(answer.at("/errors/0/file").asString()).endsWith("rows.csv");
        assertThat(answer.at("/errors/0/line").intValue()).isEqualTo(3);
    }

    @Test
    void import_timesWithoutZone_areUtcWhateverTheMachineSays() throws IOException {
        CommandRun run = importInto("m", file("rows.csv", "score,t\n0.5,2026-03-08 02:30:00\n"), "--time", "t");

        assertThat(run.err()).contains("without a zone was read as UTC");
        assertThat(export("m")).contains(",2026-03-08T02:30:00Z,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "ndjson", "parquet", "csv.gz", "ndjson.gz", "parquet.gz"})
    void export_importedIntoAnEmptyFolder_isTheSame(String ending) throws IOException {
        StringBuilder rows =
                new StringBuilder("id,score,probability,calibratorVersion,version,predictedAt,group,weight,"
                        + "segments.land,features.age,actual,observedAt\n");
        for (int i = 0; i < 500; i++) {
            rows.append(String.format(
                    Locale.ROOT,
                    "%s%03d,%s,%s,%s,v%d,2026-01-%02dT00:00:00.%06dZ,g%d,%d.5,%s,%d,%s,%s%n",
                    i % 7 == 0 ? "=" : "0",
                    i,
                    100.0 * i / 499,
                    i % 3 == 0 ? i / 499.0 : "",
                    i % 3 == 0 ? 2 : "",
                    i % 2,
                    1 + i % 28,
                    i * 7,
                    i % 11,
                    i % 4,
                    i % 5 == 0 ? "-DE" : "FR",
                    i,
                    i % 10 == 0 ? "" : i * 31 % 2,
                    i % 10 == 0 ? "" : "2026-02-01T00:00:00Z"));
        }
        importInto("m", file("rows.csv", rows.toString()));
        Path exported = folder.resolve("exported." + ending);
        CommandRun export = CommandRun.of("export", "--model", "m", "--data", data, "-o", exported);
        assertThat(export.code()).as(export.err()).isEqualTo(0);

        Path copy = folder.resolve("copy");
        CommandRun back = CommandRun.of("import", exported, "--model", "m", "--data", copy, "--scale", "percent");
        assertThat(back.out()).as(back.err()).contains("500 taken", " 0 rejected");
        assertThat(CommandRun.of("export", "--model", "m", "--data", copy).out())
                .isEqualTo(export("m"));
        assertThat(importInto("m", exported).out()).contains("500 repeated");
        assertThat(CommandRun.of("verify", "--data", copy).out()).contains("(450 pairs)");
    }

    @Test
    void export_featuresKeepTheirTypes_inNdjsonAndParquet() throws IOException {
        Path rows = file("rows.ndjson", """
                {"id": "a", "score": 0.5, "features": {"n": 5, "x": 1.5, "b": true, "t": "5", "big": 123456789012345678901}}
                {"id": "b", "score": 0.5, "features": {"n": -6, "x": 2.25, "b": false, "t": "=1", "z": null}}
                """);
        importInto("m", rows);
        for (String ending : new String[] {"ndjson", "parquet"}) {
            Path exported = folder.resolve("exported." + ending);
            CommandRun.of("export", "--model", "m", "--data", data, "-o", exported);
            CommandRun.of("import", exported, "--model", "m", "--data", folder.resolve(ending));

            assertThat(CommandRun.of("export", "--model", "m", "--data", folder.resolve(ending), "--as", "ndjson")
                            .out())
                    .contains(
                            "\"b\":true",
                            "\"n\":5",
                            "\"t\":\"5\"",
                            "\"x\":1.5",
                            "\"n\":-6",
                            "\"t\":\"=1\"",
                            "\"big\":1");
        }
    }

    @Test
    void export_window_isByTimeOfPrediction() throws IOException {
        importInto(
                "m", file("rows.csv", "id,score,predictedAt\na,0.1,2026-01-01\nb,0.2,2026-01-02\nc,0.3,2026-01-03\n"));

        String some = CommandRun.of(
                        "export",
                        "--model",
                        "m",
                        "--data",
                        data,
                        "--from",
                        "2026-01-02",
                        "--to",
                        "2026-01-03",
                        "--as",
                        "ndjson")
                .out();
        assertThat(some).hasLineCount(1).contains("\"id\":\"b\"");
        assertThat(CommandRun.of("export", "--model", "m", "--data", data, "--from", "soon")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void export_thatFails_leavesNoFile() throws IOException {
        importInto("m", file("rows.csv", "score\n0.5\n"));
        Path there = file("there.csv", "old");

        assertThat(CommandRun.of("export", "--model", "none", "--data", data, "-o", there)
                        .code())
                .isEqualTo(2);
        assertThat(there).hasContent("old");
        assertThat(CommandRun.of("export", "--model", "m", "--data", data, "-o", folder.resolve("no/x.csv"))
                        .code())
                .isEqualTo(2);
        assertThat(CommandRun.of("export", "--model", "m", "--data", data, "--as", "parquet")
                        .code())
                .isEqualTo(2);
    }

    private CommandRun importInto(String model, Object... words) {
        Object[] line = new Object[words.length + 5];
        line[0] = "import";
        System.arraycopy(words, 0, line, 1, words.length);
        System.arraycopy(new Object[] {"--model", model, "--data", data}, 0, line, words.length + 1, 4);
        return CommandRun.of(line);
    }

    private String export(String model) {
        return CommandRun.of("export", "--model", model, "--data", data).out();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }
}

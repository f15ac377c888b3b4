package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.monitor.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code audit}, {@code fit}, {@code compare}, {@code apply} and {@code export CALIBRATOR} on files. */
class FileVerbsTest {
    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Seeded: scores with an offset of {@code shift} logits. */
    private static List<String> rows(int n, double shift, long seed) {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double p = 0.02 + 0.96 * random.nextDouble();
            double right = 1 / (1 + Math.exp(-(Math.log(p / (1 - p)) + shift)));
            rows.add(String.format(
                    Locale.ROOT,
                    "%.6f,%d,2026-01-%02dT%02d:00:00Z,%s",
                    p,
                    random.nextDouble() < right ? 1 : 0,
                    1 + i * 28 / n,
                    i % 24,
                    i % 2 == 0 ? "north" : "south"));
        }
        return rows;
    }

    private Path scored(String name, List<String> rows) throws IOException {
        return file(name, "score,outcome,t,region\n" + String.join("\n", rows) + "\n");
    }

    /** What the interval leaves open is not called wrong. */
    @Test
    void audit_biasAndSlope_areCalledWrongOnlyWhereTheIntervalsAre() throws IOException {
        assertThat(CommandRun.of("audit", scored("good.csv", rows(500, 0, 1))).out())
                .containsPattern("bias +[^:]*: 0 is right, and may be so")
                .containsPattern("slope +[^:]*: 1 is right, and may be so")
                .doesNotContain("points too", "extreme");
        assertThat(CommandRun.of("audit", scored("bad.csv", rows(500, 1, 1))).out())
                .containsPattern("bias +[^:]*: on average the probabilities are [0-9.]+ points too low");
    }

    @Test
    void audit_exitCodes_sayWhatTheReportSays() throws IOException {
        assertThat(CommandRun.of("audit", scored("good.csv", rows(500, 0, 1))).code())
                .isZero();
        assertThat(CommandRun.of("audit", scored("bad.csv", rows(500, 1, 1))).code())
                .isEqualTo(3);
        CommandRun few = CommandRun.of("audit", scored("few.csv", rows(49, 1, 1)));
        assertThat(few.code()).isEqualTo(4);
        assertThat(few.out()).contains("NotEnoughData", "49", "50 are needed");
        assertThat(Json.read(CommandRun.of("audit", "--json", folder.resolve("few.csv"))
                                .out())
                        .required("totalSamples")
                        .intValue())
                .isEqualTo(49);
    }

    @Test
    void audit_only_givesTheFiguresOfTheFullReport_andNoOthers() throws IOException {
        Path rows = scored("rows.csv", rows(2_000, 0.4, 21));
        JsonNode full = Json.read(CommandRun.of("audit", rows, "--json").out());
        for (String names : List.of("ece", "bias,ece,bins", "logLoss,brier,ece")) {
            CommandRun run = CommandRun.of("audit", rows, "--only", names, "--json");
            assertThat(run.code()).isZero(); // the full report's is 3
            JsonNode only = Json.read(run.out());
            List<String> fields = new ArrayList<>(List.of(names.split(",")));
            fields.addAll(List.of("generatedAt", "provenance"));
            assertThat(only.propertyNames()).containsExactlyInAnyOrderElementsOf(fields);
            assertThat(only.required("ece").doubleValue())
                    .isCloseTo(full.required("ece").doubleValue(), within(1e-14));
            assertThat(only.required("provenance").required("rows"))
                    .isEqualTo(full.required("provenance").required("rows"));
        }
        CommandRun text = CommandRun.of("audit", rows, "--only", "bins,ece");
        assertThat(text.out()).contains("ece 0.", "avgPredicted", "0.9 - 1.0");
        CommandRun few = CommandRun.of("audit", scored("few.csv", rows(49, 1, 1)), "--only", "ece");
        assertThat(few.code()).isEqualTo(4);
        assertThat(few.out()).contains("ece 0.");
    }

    @Test
    void audit_onlyWithWhatItCannotGive_isNamed() throws IOException {
        Path rows = scored("rows.csv", rows(100, 0, 1));
        CommandRun unknown = CommandRun.of("audit", rows, "--only", "ece,auc");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err())
                .isEqualTo(
                        "plumbline audit: --only must be out of totalSamples, totalWeight, baseRate, meanPredicted, bias,"
                                + " clipped, ece, band, bins, mce, eceDebiased, brier, logLoss, got auc\n");
        for (String option : List.of("--by", "--time", "--group", "--svg", "--html")) {
            CommandRun further = CommandRun.of("audit", rows, "--only", "ece", option, "x");
            assertThat(further.code()).as(option).isEqualTo(2);
            assertThat(further.err())
                    .isEqualTo(
                            "plumbline audit: --only gives figures alone, of pairs one by one; --by, --time, --group, --svg,"
                                    + " --html are possible without it, got " + option + "\n");
        }
        assertThat(folder.resolve("x")).doesNotExist();
        CommandRun weightless = CommandRun.of(
                "audit", file("none.csv", "score,outcome,w\n0.5,1,0\n"), "--only", "ece", "--weight", "w");
        assertThat(weightless.code()).isEqualTo(2);
        assertThat(weightless.err()).contains("none.csv: all weights are 0");
    }

    @Test
    void audit_doesNotDependOnTheOrderOfRows_norOnHowTheyComeInFiles() throws IOException {
        List<String> rows = rows(2_000, 0.4, 7);
        Path one = scored("one.csv", rows);
        List<String> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(3));
        Path again = scored("again.csv", shuffled);
        Path first = scored("part-1.csv", rows.subList(0, 700));
        Path second = scored("part-2.csv", rows.subList(700, 2_000));
        JsonNode expected = withoutProvenance(CommandRun.of("audit", "--json", "--time", "t", one));
        for (List<Object> files :
                List.<List<Object>>of(List.of(again), List.of(second, first), List.of(folder.resolve("part-*.csv")))) {
            List<Object> line = new ArrayList<>(List.of("audit", "--json", "--time", "t"));
            line.addAll(files);
            JsonNode report = withoutProvenance(CommandRun.of(line.toArray()));
            expected.properties()
                    .forEach(field -> assertThat(report.required(field.getKey()))
                            .as(field.getKey())
                            .isEqualTo(field.getValue()));
        }
    }

    private static JsonNode withoutProvenance(CommandRun run) {
        var report = (tools.jackson.databind.node.ObjectNode) Json.read(run.out());
        report.remove("provenance");
        report.remove("generatedAt");
        return report;
    }

    @Test
    void audit_readsEveryShapeAsTheSameRows() throws IOException {
        List<String> rows = rows(200, 0.5, 11);
        String csv = "score,outcome,t,region\n" + String.join("\n", rows) + "\n";
        Path plain = file("rows.csv", csv);
        List<Path> others = new ArrayList<>();
        others.add(file("rows.tsv", csv.replace(',', '\t')));
        others.add(file("semicolons.csv", csv.replace(',', ';')));
        others.add(file("windows.csv", "\uFEFF" + csv.replace("\n", "\r\n")));
        StringBuilder ndjson = new StringBuilder();
        for (String row : rows) {
            String[] cells = row.split(",");
            ndjson.append("{\"prob\":")
                    .append(cells[0])
                    .append(",\"label\":")
                    .append(cells[1])
                    .append("}\n");
        }
        others.add(file("rows.ndjson", ndjson.toString()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(csv.getBytes(StandardCharsets.UTF_8));
        }
        others.add(Files.write(folder.resolve("rows.csv.gz"), bytes.toByteArray()));
        String expected = figures(CommandRun.of("audit", "--json", plain));
        for (Path other : others) {
            assertThat(figures(CommandRun.of("audit", "--json", other)))
                    .as(other.toString())
                    .isEqualTo(expected);
        }
    }

    private static String figures(CommandRun run) {
        assertThat(run.code()).as(run.err()).isIn(0, 3);
        var report = (tools.jackson.databind.node.ObjectNode) Json.read(run.out());
        report.remove(List.of("provenance", "generatedAt", "explanation", "window"));
        return Json.text(report);
    }

    @Test
    void audit_reportsSegments_andWritesDiagramAndPage() throws IOException {
        Path rows = scored("rows.csv", rows(400, 0.6, 5));
        Path svg = folder.resolve("diagram.svg");
        Path html = folder.resolve("report.html");
        CommandRun run = CommandRun.of("audit", rows, "--by", "region", "--json", "--svg", svg, "--html", html);
        JsonNode segments = Json.read(run.out()).required("segments");
        assertThat(segments).hasSize(2);
        assertThat(segments.get(0).required("key").stringValue()).isEqualTo("region");
        assertThat(segments.get(0).required("value").stringValue()).isEqualTo("north");
        assertThat(segments.get(0).required("totalSamples").intValue()
                        + segments.get(1).required("totalSamples").intValue())
                .isEqualTo(400);
        assertThat(Files.readString(svg))
                .startsWith("<")
                .contains("<svg", "</svg>")
                .doesNotContain("<script");
        String page = Files.readString(html);
        assertThat(page)
                .contains("<!DOCTYPE html>", "<svg", "Drifted", "<data value=")
                .doesNotContain("<script", "http://", "https://", " src=");
        CommandRun text = CommandRun.of("audit", rows, "--by", "region");
        assertThat(text.out()).contains("region = north", "region = south", "saving", "kolmogorovSmirnov");
    }

    @Test
    void malformedFiles_areOneLine_exit2_andWriteNothing() throws IOException {
        String good = "score,outcome\n" + "0.5,1\n".repeat(60);
        List<Path> files = List.of(
                Files.write(folder.resolve("utf16.csv"), good.getBytes(StandardCharsets.UTF_16)),
                file("nul.csv", good + "0.5,\0\n"),
                file("quotes.csv", good + "\"0.5,1\n"),
                file("ragged.csv", good + "0.5\n"),
                file("doubled.csv", good.replaceFirst("outcome", "score")),
                file("none.csv", "score,outcome\n"),
                file("empty.csv", ""),
                file("columns.csv", "a,b\n1,2\n"),
                file("bad.csv", "score,outcome\nx,1\ny,0\n"),
                file("damaged.csv.gz", "\u001f\u008b"),
                file("damaged.parquet", "PAR1 and no more"),
                folder.resolve("missing.csv"));
        for (Path bad : files) {
            for (String verb : List.of("audit", "fit", "compare")) {
                Path saved = folder.resolve("saved");
                CommandRun run = verb.equals("audit")
                        ? CommandRun.of(verb, bad, "--html", saved)
                        : CommandRun.of(verb, bad, "--save", saved);
                assertThat(run.code()).as(verb + " " + bad + ": " + run.err()).isEqualTo(2);
                assertThat(run.out()).as(bad.toString()).isEmpty();
                assertThat(run.err().lines().filter(line -> !line.contains("takes column")))
                        .as(run.err())
                        .hasSize(1);
                assertThat(run.err()).contains(bad.getFileName().toString());
                assertThat(saved).doesNotExist();
            }
        }
    }

    /** One pair, one class, constant scores, certain ones: every figure is a number, or null with its reason. */
    @Test
    void degenerateFiles_haveNoNaN_andNoInfinity() throws IOException {
        for (String rows :
                List.of("0.5,1", "0.5,1\n0.5,0", "0,0\n1,1", "0,1", "1,1", "0.3,1\n0.6,1", "0.2,0.5", "0.1,0\n0.9,1")) {
            for (int copies : new int[] {1, 60}) {
                Path file = file("few.csv", "p,y\n" + (rows + "\n").repeat(copies));
                CommandRun run = CommandRun.of("audit", file, "--json");
                assertThat(run.code())
                        .as(rows + " x " + copies + ": " + run.err())
                        .isIn(0, 3, 4);
                assertThat(run.out()).as(rows + " x " + copies).doesNotContain("NaN", "Infinity");
                assertThat(CommandRun.of("audit", file).code()).as(rows).isEqualTo(run.code());
                CommandRun compare = CommandRun.of("compare", file, "--json");
                assertThat(compare.code()).as(rows + ": " + compare.err()).isIn(0, 4, 5);
                assertThat(compare.out()).as(rows).doesNotContain("NaN", "Infinity");
            }
        }
    }

    @Test
    void targetThatCannotBeWritten_isOneLine_exit2() throws IOException {
        Path rows = scored("rows.csv", rows(100, 0, 2));
        Path nowhere = folder.resolve("no/such/folder/report.html");
        CommandRun run = CommandRun.of("audit", rows, "--html", nowhere);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("report.html cannot be written: its folder does not exist");
        Path taken = Files.createDirectory(folder.resolve("taken"));
        assertThat(CommandRun.of("audit", rows, "--svg", taken).err())
                .contains("taken cannot be written: it is a folder");
        assertThat(taken).isDirectory();
    }

    @Test
    void fit_picksWhatHelps_orKeepsTheScores() throws IOException {
        Path shifted = scored("shifted.csv", rows(4_000, 0.8, 21));
        Path saved = folder.resolve("fit.json");
        CommandRun run = CommandRun.of("fit", shifted, "--json", "--save", saved, "--time", "t");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode fit = Json.read(run.out());
        assertThat(fit.required("promotion").required("decision").stringValue()).isEqualTo("Promoted");
        assertThat(fit.required("outOfFold").required("logLossGain").doubleValue())
                .isGreaterThan(0.02);
        assertThat(fit.required("logLossAfter").doubleValue())
                .isLessThan(fit.required("logLossBefore").doubleValue());
        assertThat(Json.read(Files.readString(saved)).required("method")).isEqualTo(fit.required("method"));

        // 1 in 2,000 calibrated samples is promoted at the level of the gate; the seed is fixed
        CommandRun kept = CommandRun.of("fit", scored("right.csv", rows(4_000, 0, 22)), "--json", "--save", saved);
        assertThat(kept.code()).isEqualTo(5);
        assertThat(Json.read(kept.out()).required("method").stringValue()).isEqualTo("identity");
        assertThat(Json.read(Files.readString(saved)).required("method").stringValue())
                .isEqualTo("identity");
    }

    @Test
    void fit_ofEachMethod_isSaved_applied_andExportedAsCode() throws IOException {
        Path rows = scored("rows.csv", rows(1_000, 0.5, 31));
        for (String method : List.of(
                "identity",
                "offset",
                "temperature",
                "logit-platt",
                "platt",
                "beta",
                "quadratic",
                "isotonic",
                "venn-abers")) {
            Path saved = folder.resolve(method + ".json");
            CommandRun fit = CommandRun.of("fit", rows, "--method", method, "--save", saved);
            assertThat(fit.code()).as(fit.err()).isZero();
            assertThat(fit.out()).contains(method);
            CommandRun applied = CommandRun.of("apply", rows, "--calibrator", saved);
            assertThat(applied.code()).as(applied.err()).isZero();
            assertThat(applied.out().lines()).hasSize(1_001);
            assertThat(applied.out().lines().findFirst()).contains("score,outcome,t,region,calibrated");
            assertThat(CommandRun.of("export", saved, "--as", "sql").out()).contains("score", method);
            assertThat(CommandRun.of("export", saved, "--as", "java").out()).contains("class Calibration");
            assertThat(CommandRun.of("export", saved, "--as", "json").out()).isEqualTo(Files.readString(saved));
        }
        CommandRun unknown = CommandRun.of("fit", rows, "--method", "magic");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("--method", "venn-abers", "got magic");
    }

    @Test
    void compare_listsEveryMethodOutOfFold() throws IOException {
        Path rows = scored("rows.csv", rows(3_000, 0.7, 41));
        CommandRun run = CommandRun.of("compare", rows, "--json");
        assertThat(run.code()).isZero();
        JsonNode json = Json.read(run.out());
        assertThat(json.required("candidates")).hasSize(9);
        JsonNode identity = json.required("candidates").get(0);
        assertThat(identity.required("method").stringValue()).isEqualTo("identity");
        assertThat(identity.required("outOfFold").required("logLossGain").doubleValue())
                .isEqualTo(0);
        JsonNode offset = json.required("candidates").get(1).required("outOfFold");
        assertThat(offset.required("logLossGain").doubleValue())
                .isCloseTo(
                        identity.required("outOfFold").required("logLoss").doubleValue()
                                - offset.required("logLoss").doubleValue(),
                        within(1e-12));
        assertThat(json.required("promotion").required("decision").stringValue())
                .isEqualTo("Promoted");
        assertThat(CommandRun.of("compare", rows).out()).contains("venn-abers", "is shown to help");
    }

    @Test
    void apply_keepsEveryCell_andDropsOnlyRowsWithABadScore() throws IOException {
        Path saved = folder.resolve("platt.json");
        CommandRun.of("fit", scored("rows.csv", rows(300, 0.5, 51)), "--method", "platt", "--save", saved);
        Path in =
                file("in.csv", "id,score,note\n007,0.5,\"a, b\"\n008,,=1+1\n009,x,bad\n010,0.25,\"say \"\"so\"\"\"\n");
        CommandRun run = CommandRun.of("apply", in, "--calibrator", saved);
        assertThat(run.code()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).isEqualTo("id,score,note,calibrated");
        assertThat(lines.get(1)).startsWith("007,0.5,\"a, b\",0.");
        assertThat(lines.get(2)).isEqualTo("008,,=1+1,");
        assertThat(lines.get(3)).startsWith("010,0.25,\"say \"\"so\"\"\",0.");
        assertThat(run.err()).contains("line 4", "got x", "1 rows without a score", "1 rows left out");
        assertThat(CommandRun.of("apply", in, "--calibrator", saved, "--strict").code())
                .isEqualTo(2);

        Path ndjson =
                file("in.ndjson", "{\"id\":\"007\",\"score\":50,\"x\":{\"y\":[1]}}\n{\"id\":\"2\",\"score\":100}\n");
        CommandRun percent = CommandRun.of("apply", ndjson, "--calibrator", saved);
        assertThat(percent.out().lines().findFirst().orElseThrow())
                .startsWith("{\"id\":\"007\",\"score\":50,\"x\":{\"y\":[1]},\"calibrated\":0.");
        double half = Double.parseDouble(lines.get(1).substring(lines.get(1).lastIndexOf(',') + 1));
        assertThat(Json.read(percent.out().lines().findFirst().orElseThrow())
                        .required("calibrated")
                        .doubleValue())
                .isEqualTo(half);

        Path parquet = folder.resolve("out.parquet");
        assertThat(CommandRun.of("apply", in, "--calibrator", saved, "-o", parquet)
                        .code())
                .isZero();
        CommandRun back = CommandRun.of("apply", parquet, "--calibrator", saved, "-o", folder.resolve("again.csv"));
        assertThat(back.code()).isEqualTo(2);
        assertThat(back.err()).contains("has a column calibrated already");
        CommandRun twice = CommandRun.of("apply", in, "--calibrator", file("broken.json", "{\"format\":1}"));
        assertThat(twice.code()).isEqualTo(2);
        assertThat(twice.err()).contains("broken.json: is no calibrator", "method");
    }

    @Test
    void calibratorThatWasChangedByHand_isRefused() throws IOException {
        Path saved = folder.resolve("platt.json");
        Path rows = scored("rows.csv", rows(300, 0.5, 61));
        CommandRun.of("fit", rows, "--method", "offset", "--save", saved);
        String json = Files.readString(saved);
        Path changed = file("changed.json", json.replaceFirst("\"intercept\":[^}]*", "\"intercept\":0.1234"));
        CommandRun run = CommandRun.of("apply", rows, "--calibrator", changed);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("changed.json: is no calibrator", "golden");
    }
}

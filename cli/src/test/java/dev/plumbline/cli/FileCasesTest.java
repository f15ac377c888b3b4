package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.monitor.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Files on which other tools failed, through the command line; each case's README says which tool and how. */
class FileCasesTest {
    private static final Path CASES = cases();

    @TempDir
    private Path folder;

    private static Path cases() {
        try {
            return Path.of(FileCasesTest.class.getResource("/cases").toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode expected(String name) {
        return json(CASES.resolve(name).resolve("expected.json"));
    }

    private static JsonNode json(Path file) {
        try {
            return Json.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode audit(Object... words) {
        List<Object> line = new ArrayList<>(List.of("audit", "--json"));
        line.addAll(List.of(words));
        CommandRun run = CommandRun.of(line.toArray());
        assertThat(run.code()).as(run.err()).isIn(0, 3);
        return Json.read(run.out());
    }

    private static void assertFigures(JsonNode report, JsonNode expected) {
        for (String name : List.of(
                "totalSamples",
                "totalWeight",
                "baseRate",
                "meanPredicted",
                "bias",
                "ece",
                "mce",
                "brier",
                "logLoss",
                "auc",
                "eceEqualMass")) {
            JsonNode right = expected.get(name);
            if (right != null && right.isNull()) {
                assertThat(report.required(name).isNull()).as(name).isTrue();
                assertThat(report.required("explanation").toString()).contains(name + " is null");
            } else if (right != null) {
                assertThat(report.required(name).doubleValue()).as(name).isCloseTo(right.doubleValue(), within(1e-12));
            }
        }
        JsonNode counts = expected.get("binCounts");
        for (int bin = 0; counts != null && bin < counts.size(); bin++) {
            assertThat(report.required("bins").get(bin).required("count").longValue())
                    .as("count of bin " + bin)
                    .isEqualTo(counts.get(bin).longValue());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "B1-bin-edge-grid, grid.csv",
        "B3-constant-score-equal-mass, constant.csv",
        "C1-decimals-after-20480-lines, scores.csv",
        "C7-bom-crlf-quoted-header, excel.csv",
        "C7-bom-crlf-quoted-header, excel_no_last_newline.csv",
        "C10-percent-with-small-values, percent.csv",
        "E1-boolean-words, words.csv",
        "F7-platt-smoothed-targets-rare, rare.csv",
        "M1-missing-score-not-filled, missing.csv",
        "X1-auc-with-scattered-ties, ties.csv",
        "X1-auc-with-scattered-ties, ties_sorted_asc.csv",
        "X1-auc-with-scattered-ties, ties_sorted_desc.csv"
    })
    void audit_givesTheRightFigures(String name, String file) {
        assertFigures(audit(CASES.resolve(name).resolve(file)), expected(name));
    }

    @Test
    void weights_areTakenWhenNamed_andAreAsGoodAsCopies() {
        Path weighted = CASES.resolve("W1-undersampled-negatives/sampled.csv");
        Path copies = CASES.resolve("W1-undersampled-negatives/copies.csv");
        assertFigures(audit(weighted, "--weight", "w"), expected("W1-undersampled-negatives"));
        JsonNode copied = audit(copies);
        assertThat(copied.required("brier").doubleValue()).isCloseTo(0.09, within(1e-12));

        double right = (30 * 31 / 32.0 + 270 / 272.0) / 300;
        for (List<Object> words : List.<List<Object>>of(List.of(weighted, "--weight", "w"), List.of(copies))) {
            JsonNode fit = fit("platt", words.toArray());
            double a = fit.required("parameters").required("a").doubleValue();
            double b = fit.required("parameters").required("b").doubleValue();
            assertThat(1 / (1 + Math.exp(0.1 * a + b))).isCloseTo(right, within(1e-12));
        }
    }

    @Test
    void impossibleEvent_isNullWithItsReason_andLegalOnesAreCounted() {
        JsonNode expected = expected("D2-impossible-event");
        JsonNode legal = audit(CASES.resolve("D2-impossible-event/legal.csv"));
        assertFigures(legal, expected.required("legal"));
        assertThat(legal.required("clipped").intValue()).isEqualTo(20);
        JsonNode impossible = audit(CASES.resolve("D2-impossible-event/impossible.csv"));
        assertFigures(impossible, expected.required("impossible"));
        assertThat(impossible.required("clipped").intValue()).isEqualTo(21);
    }

    @Test
    void missingScores_areToldWithTheirLines_andStrictRefusesThem() {
        Path file = CASES.resolve("M1-missing-score-not-filled/missing.csv");
        CommandRun run = CommandRun.of("audit", file);
        assertThat(run.err()).contains("line 3:", "line 5:", "line 8:", "line 10:", "line 13:", "40 of 100 rows");
        CommandRun strict = CommandRun.of("audit", file, "--strict");
        assertThat(strict.code()).isEqualTo(2);
        assertThat(strict.out()).isEmpty();
        assertThat(strict.err().lines()).hasSize(1);
        assertThat(strict.err()).contains("missing.csv: line 3", "--strict", "40 of 100 rows");
    }

    @Test
    void realForecasterTooHigh_isNamed_thoughTheThresholdIsSilent() {
        Path flares = Path.of("../../shared/data/flares_metoffice_2014_2016.csv");
        assumeTrue(Files.exists(flares), "skipped: the real files (shared/data beside the repository) are not present");
        JsonNode report =
                audit(flares, "--score", "score", "--outcome", "outcome", "--time", "issued", "--group", "day");
        JsonNode expected = json(CASES.resolve("R1-expected.json"));
        assertFigures(report, expected);
        assertThat(report.required("totalSamples").intValue()).isEqualTo(1_864);
        assertThat(report.required("cox").required("slope").doubleValue())
                .isCloseTo(expected.required("cox_slope").doubleValue(), within(1e-8));
        assertThat(report.required("cox").required("intercept").doubleValue())
                .isCloseTo(expected.required("cox_intercept").doubleValue(), within(1e-8));
        assertThat(report.required("likelihoodRatio").required("statistic").doubleValue())
                .isCloseTo(expected.required("lr").doubleValue(), within(1e-6));
        assertThat(report.required("spiegelhalter").required("z").doubleValue())
                .isCloseTo(expected.required("spiegelhalter_z").doubleValue(), within(1e-9));
        assertThat(report.required("verdict").stringValue()).isNotEqualTo("Calibrated");
        assertThat(report.required("diagnosis").required("kind").stringValue()).isEqualTo("offset");
        assertThat(report.required("explanation").toString()).contains("too high");
    }

    @Test
    void temperature_isNeverNegative_andNeverPromoted() {
        JsonNode expected = expected("F1-temperature-must-stay-positive");
        for (String name : List.of("reversed.csv", "nosignal.csv")) {
            Path file = CASES.resolve("F1-temperature-must-stay-positive").resolve(name);
            JsonNode fit = fit("temperature", file);
            assertThat(fit.required("parameters").required("temperature").isNull())
                    .isTrue();
            assertThat(fit.required("warning").stringValue()).contains("no positive temperature");
            assertThat(fit.required("logLossAfter").doubleValue()).isCloseTo(Math.log(2), within(1e-12));
            JsonNode comparison =
                    Json.read(CommandRun.of("compare", file, "--json").out());
            assertThat(comparison.required("promotion").required("method").asString())
                    .isNotEqualTo("temperature");
        }
        Path reversed = CASES.resolve("F1-temperature-must-stay-positive/reversed.csv");
        JsonNode platt = fit("platt", reversed);
        JsonNode right = expected.required("platt_smoothed");
        assertThat(platt.required("parameters").required("a").doubleValue())
                .isCloseTo(right.required("a").doubleValue(), within(1e-9));
        assertThat(platt.required("parameters").required("b").doubleValue())
                .isCloseTo(right.required("b").doubleValue(), within(1e-9));
        assertThat(platt.required("warning").stringValue()).contains("bad sign");
        JsonNode raw = fit("platt", reversed, "--targets", "raw");
        assertThat(raw.required("parameters").required("a").doubleValue())
                .isCloseTo(expected.required("platt_raw").required("a").doubleValue(), within(1e-8));
    }

    @Test
    void platt_onRareEvents_hasSmoothedTargets() {
        Path rare = CASES.resolve("F7-platt-smoothed-targets-rare/rare.csv");
        JsonNode right = expected("F7-platt-smoothed-targets-rare").required("platt_smoothed");
        JsonNode parameters = fit("platt", rare).required("parameters");
        assertThat(parameters.required("a").doubleValue())
                .isCloseTo(right.required("a").doubleValue(), within(1e-8));
        assertThat(parameters.required("b").doubleValue())
                .isCloseTo(right.required("b").doubleValue(), within(1e-8));
        JsonNode raw = fit("platt", rare, "--targets", "raw").required("parameters");
        assertThat(raw.required("a").isNumber())
                .as("a defined result for separable data")
                .isTrue();
    }

    @Test
    void vennAbers_betweenScores_isThatOfTheTwoFits() throws IOException {
        Path cases = CASES.resolve("F5-venn-abers-between-scores");
        Path saved = folder.resolve("venn.json");
        Path applied = folder.resolve("applied.csv");
        CommandRun fit =
                CommandRun.of("fit", cases.resolve("calibration.csv"), "--method", "venn-abers", "--save", saved);
        assertThat(fit.code()).as(fit.err()).isZero();
        CommandRun apply = CommandRun.of("apply", cases.resolve("apply.csv"), "--calibrator", saved, "-o", applied);
        assertThat(apply.code()).as(apply.err()).isZero();
        JsonNode right = expected("F5-venn-abers-between-scores").required("venn");
        List<String> lines = Files.readAllLines(applied);
        assertThat(lines.get(0)).endsWith("calibrated");
        List<String> columns = List.of(lines.get(0).split(","));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            String score = cells[columns.indexOf("score")];
            assertThat(Double.parseDouble(cells[columns.indexOf("calibrated")]))
                    .as("at " + score)
                    .isCloseTo(right.required(score).required("merged").doubleValue(), within(1e-12));
        }
        assertThat(lines).hasSize(1 + right.size());
    }

    @Test
    void timesWithoutZone_areUtc_whateverTheMachineSays() {
        JsonNode expected = expected("T1-times-without-zone");
        Path cases = CASES.resolve("T1-times-without-zone");
        for (String file : List.of("naive.csv", "utc.csv")) {
            JsonNode report = audit(cases.resolve(file), "--time", "t");
            assertThat(report.required("window")).isEqualTo(expected.required("window"));
            assertFigures(report, expected);
        }
        assertThat(CommandRun.of("audit", cases.resolve("naive.csv"), "--time", "t")
                        .err())
                .contains("read as UTC");
    }

    private static JsonNode fit(String method, Object... words) {
        CommandRun run = CommandRun.of(Stream.concat(Stream.of("fit", "--json", "--method", method), Stream.of(words))
                .toArray());
        assertThat(run.code()).as(run.err()).isZero();
        return Json.read(run.out());
    }
}

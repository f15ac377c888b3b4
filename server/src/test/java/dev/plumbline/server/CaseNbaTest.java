package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.CSV;
import static dev.plumbline.server.HttpKit.audit;
import static dev.plumbline.server.HttpKit.close;
import static dev.plumbline.server.HttpKit.counts;
import static dev.plumbline.server.HttpKit.report;
import static dev.plumbline.server.HttpKit.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.calibration.calibrator.PlattFit;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real file of forecasts over HTTP, against plain recomputations in decimal arithmetic and from rows. */
class CaseNbaTest {
    private static final MathContext DIGITS = new MathContext(40);
    private static TestServer server;
    private static double[] scores;
    private static double[] outcomes;

    @BeforeAll
    static void sendTheFile(@TempDir Path data) throws IOException {
        Path file = find("shared/data/nba_games.csv");
        assumeTrue(file != null, "skipped: there is no shared/data/nba_games.csv in a folder above");
        List<String> lines = Files.readAllLines(file);
        List<String> names = List.of(lines.get(0).split(","));
        int score = names.indexOf("prob1");
        int outcome = names.indexOf("prob1_outcome");
        int date = names.indexOf("date");
        int rows = lines.size() - 1;
        scores = new double[rows];
        outcomes = new double[rows];
        StringBuilder predicted = new StringBuilder("id,score,predictedAt\n");
        StringBuilder observed = new StringBuilder("predictionId,actual,observedAt\n");
        for (int i = 0; i < rows; i++) {
            String[] cells = lines.get(i + 1).split(",");
            scores[i] = Double.parseDouble(cells[score]);
            outcomes[i] = Double.parseDouble(cells[outcome]);
            predicted.append("g" + i + "," + cells[score] + "," + cells[date] + "\n");
            observed.append("g" + i + "," + cells[outcome] + "," + cells[date] + "T23:00:00Z\n");
        }
        server = TestServer.start(data, Map.of("PLUMBLINE_CLOCK", "2026-11-25T08:00:00Z"));
        server.put("/models/nba", "{\"scoreScale\": \"unit\"}");
        counts(
                HttpKit.send(server, "POST", "/models/nba/predictions", CSV, utf8(predicted.toString())),
                rows,
                0,
                0,
                0,
                0);
        counts(HttpKit.send(server, "POST", "/models/nba/outcomes", CSV, utf8(observed.toString())), rows, 0, 0, 0, 0);
    }

    private static Path find(String name) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve(name);
            if (Files.isReadable(file)) {
                return file;
            }
        }
        return null;
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static double mean(BigDecimal sum, int count) {
        return sum.divide(BigDecimal.valueOf(count), DIGITS).doubleValue();
    }

    @Test
    void theReportAgreesWithAPlainRecomputation() {
        int[] count = new int[10];
        BigDecimal[] predicted = new BigDecimal[10];
        BigDecimal[] actual = new BigDecimal[10];
        java.util.Arrays.fill(predicted, BigDecimal.ZERO);
        java.util.Arrays.fill(actual, BigDecimal.ZERO);
        for (int i = 0; i < scores.length; i++) {
            int bin = (int) Math.min(Math.floor(scores[i] * 10), 9);
            count[bin]++;
            predicted[bin] = predicted[bin].add(new BigDecimal(scores[i]));
            actual[bin] = actual[bin].add(new BigDecimal(outcomes[i]));
        }
        JsonNode report = report(server, "nba");
        assertThat(report.required("totalSamples").intValue()).isEqualTo(scores.length);
        double worst = 0;
        BigDecimal gaps = BigDecimal.ZERO;
        BigDecimal allPredicted = BigDecimal.ZERO;
        BigDecimal allActual = BigDecimal.ZERO;
        for (int k = 0; k < 10; k++) {
            JsonNode bin = report.required("bins").get(k);
            assertThat(bin.required("count").intValue()).isEqualTo(count[k]);
            gaps = gaps.add(predicted[k].subtract(actual[k]).abs());
            allPredicted = allPredicted.add(predicted[k]);
            allActual = allActual.add(actual[k]);
            if (count[k] > 0) {
                worst = Math.max(worst, off(bin.required("avgPredicted"), mean(predicted[k], count[k])));
                worst = Math.max(worst, off(bin.required("avgActual"), mean(actual[k], count[k])));
            }
        }
        double ece = mean(gaps, scores.length);
        worst = Math.max(worst, off(report.required("ece"), ece));
        worst = Math.max(worst, off(report.required("meanPredicted"), mean(allPredicted, scores.length)));
        worst = Math.max(worst, off(report.required("baseRate"), mean(allActual, scores.length)));
        System.out.printf("nba: %d rows, ECE %s, largest deviation of a figure %.1e%n", scores.length, ece, worst);
        assertThat(worst).isLessThan(1e-12);
        close(report.required("totalWeight"), scores.length, 0);
    }

    private static double off(JsonNode figure, double right) {
        return Math.abs(figure.doubleValue() - right);
    }

    @Test
    void plattParametersFromSumsAgreeWithTheFitOnRows() {
        JsonNode params = audit(server, "nba", "{\"from\": null}").required("plattParams");
        PlattCalibrator exact = PlattFit.fit(scores, outcomes, null, PlattFit.Targets.SMOOTHED);
        double a = Math.abs(params.required("a").doubleValue() / exact.a() - 1);
        double b = Math.abs(params.required("b").doubleValue() / exact.b() - 1);
        System.out.printf(
                "nba: Platt a %s, b %s; from sums off by %.1e and %.1e, relative%n", exact.a(), exact.b(), a, b);
        assertThat(Math.max(a, b)).isLessThan(1e-6);
    }
}

package dev.plumbline.calibration.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.TestData;
import dev.plumbline.calibration.TestData.OracleSet;
import dev.plumbline.calibration.TestData.Worst;
import dev.plumbline.calibration.calibrator.PlattFit.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Every fit against the oracle table (tool and recipe in its header): 1e-9 relative for parameters, 1e-12 for scores. */
class CalibratorsOracleTest {

    private static final JsonNode SETS = new ObjectMapper()
            .readTree(CalibratorsOracleTest.class.getResourceAsStream("/oracles/fits.json"))
            .get("sets");

    @Test
    void fits_syntheticSets_agree() {
        check(TestData.synthetic());
    }

    @Test
    void fits_realSets_agree() {
        check(TestData.real());
    }

    private static void check(List<OracleSet> sets) {
        assertThat(sets).isNotEmpty();
        Worst worst = new Worst();
        for (OracleSet set : sets) {
            compare(worst, set.sample(), SETS.get(set.name()));
            if (SETS.get(set.name()).has("weighted")) {
                CalibrationSample weighted = TestData.weighted(set);
                JsonNode figures = SETS.get(set.name()).get("weighted");
                PlattCalibrator platt = PlattFit.fit(weighted, Targets.RAW);
                worst.see("platt weighted", error(platt.a(), figures.get("platt_raw"), "a"));
                worst.see("platt weighted", error(platt.b(), figures.get("platt_raw"), "b"));
                isotonic(worst, weighted, figures.get("isotonic"));
            }
        }
        System.out.println("fits, largest relative errors: " + worst);
        for (String fit :
                new String[] {"platt raw", "platt smoothed", "logit raw", "logit smoothed", "temperature", "beta"}) {
            assertThat(worst.of(fit)).as(fit).isLessThan(1e-9);
        }
        assertThat(worst.of("log loss")).isLessThan(1e-12);
        assertThat(worst.of("isotonic")).isLessThan(1e-12);
    }

    private static void compare(Worst worst, CalibrationSample sample, JsonNode figures) {
        PlattCalibrator raw = PlattFit.fit(sample, Targets.RAW);
        worst.see("platt raw", error(raw.a(), figures.get("platt_raw"), "a"));
        worst.see("platt raw", error(raw.b(), figures.get("platt_raw"), "b"));
        worst.see("log loss", error(logLoss(sample, raw), figures.get("platt_raw"), "nll_mean"));
        PlattCalibrator smoothed = PlattFit.fit(sample, Targets.SMOOTHED);
        worst.see("platt smoothed", error(smoothed.a(), figures.get("platt_raw_smoothed"), "a"));
        worst.see("platt smoothed", error(smoothed.b(), figures.get("platt_raw_smoothed"), "b"));
        LogitPlattCalibrator logit = LogitPlattCalibrator.fit(sample);
        worst.see("logit raw", error(-logit.slope(), figures.get("platt_logit"), "a"));
        worst.see("logit raw", error(-logit.intercept(), figures.get("platt_logit"), "b"));
        worst.see("log loss", error(logLoss(sample, logit), figures.get("platt_logit"), "nll_mean"));
        LogitPlattCalibrator logitSmoothed = LogitPlattCalibrator.fit(sample, Targets.SMOOTHED);
        worst.see("logit smoothed", error(-logitSmoothed.slope(), figures.get("platt_logit_smoothed"), "a"));
        worst.see("logit smoothed", error(-logitSmoothed.intercept(), figures.get("platt_logit_smoothed"), "b"));
        TemperatureCalibrator temperature = TemperatureCalibrator.fit(sample);
        worst.see("temperature", error(temperature.temperature(), figures.get("temperature"), "T"));
        worst.see("log loss", error(logLoss(sample, temperature), figures.get("temperature"), "nll_mean"));
        BetaCalibrator beta = BetaCalibrator.fit(sample);
        JsonNode abm = figures.get("beta").get("abm");
        worst.see("beta", error(beta.a(), abm, "a"));
        worst.see("beta", error(beta.b(), abm, "b"));
        worst.see("beta", error(beta.c(), abm, "c"));
        worst.see("log loss", error(logLoss(sample, beta), abm, "nll_mean"));
        double[] free = LogisticRegression.fit(RowSource.of(sample), Features.LOG_BOTH);
        worst.see("beta", error(free[1] + free[2], figures.get("beta").get("free"), "a"));
        worst.see("beta", error(free[1] - free[2], figures.get("beta").get("free"), "b"));
        isotonic(worst, sample, figures.get("isotonic"));
        if (figures.has("venn_abers")) {
            VennAbersCalibrator venn = VennAbersCalibrator.fit(sample);
            for (JsonNode row : figures.get("venn_abers")) {
                double score = row.get("score").asDouble();
                assertThat(venn.interval(score).p0()).isEqualTo(row.get("p0").asDouble());
                assertThat(venn.interval(score).p1()).isEqualTo(row.get("p1").asDouble());
                assertThat(venn.apply(score)).isCloseTo(row.get("p").asDouble(), within(1e-15));
            }
        }
    }

    private static void isotonic(Worst worst, CalibrationSample sample, JsonNode figures) {
        IsotonicCalibrator map = IsotonicCalibrator.fit(sample);
        double brier = 0;
        double total = 0;
        for (int i = 0; i < sample.size(); i++) {
            double gap = map.apply(sample.probability(i)) - sample.outcome(i);
            brier += sample.weight(i) * gap * gap;
            total += sample.weight(i);
        }
        worst.see("isotonic", error(brier / total, figures, "brier"));
        if (figures.has("logloss")) {
            worst.see("isotonic", error(logLoss(sample, map), figures, "logloss"));
        }
        if (figures.has("blocks_pava")) {
            assertThat(map.y()).isSorted();
            List<Double> values = new ArrayList<>();
            for (double y : map.y()) {
                if (!values.contains(y)) {
                    values.add(y);
                }
            }
            assertThat(values).hasSize(figures.get("blocks_pava").asInt());
        }
    }

    private static double logLoss(CalibrationSample sample, Calibrator map) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < sample.size(); i++) {
            double q = map.apply(sample.probability(i));
            double y = sample.outcome(i);
            sum -= sample.weight(i) * ((y > 0 ? y * Math.log(q) : 0) + (y < 1 ? (1 - y) * Math.log1p(-q) : 0));
            total += sample.weight(i);
        }
        return sum / total;
    }

    private static double error(double value, JsonNode figures, String name) {
        return TestData.relativeError(value, figures.get(name).asDouble());
    }

    /** F5 of the field cases: fractions that hold at, between and beyond the scores of the data. */
    @Test
    void vennAbers_betweenScores_areTheExactFractions() {
        VennAbersCalibrator venn = VennAbersCalibrator.fit(TestData.fieldCase("f5-calibration.csv"));
        Map<Double, double[]> expected = Map.ofEntries(
                Map.entry(0.05, new double[] {0, 2 / 13.0, 2 / 15.0}),
                Map.entry(0.1, new double[] {1 / 13.0, 2 / 13.0, 1 / 7.0}),
                Map.entry(0.2, new double[] {1 / 13.0, 2 / 5.0, 13 / 43.0}),
                Map.entry(0.3, new double[] {9 / 25.0, 2 / 5.0, 5 / 13.0}),
                Map.entry(0.4, new double[] {9 / 25.0, 2 / 5.0, 5 / 13.0}),
                Map.entry(0.5, new double[] {9 / 25.0, 2 / 5.0, 5 / 13.0}),
                Map.entry(0.6, new double[] {9 / 25.0, 10 / 13.0, 125 / 229.0}),
                Map.entry(0.7, new double[] {9 / 13.0, 10 / 13.0, 5 / 7.0}),
                Map.entry(0.8, new double[] {9 / 13.0, 12 / 13.0, 3 / 4.0}),
                Map.entry(0.9, new double[] {11 / 13.0, 12 / 13.0, 6 / 7.0}),
                Map.entry(0.95, new double[] {11 / 13.0, 1, 13 / 15.0}));
        expected.forEach((score, values) -> {
            assertThat(venn.interval(score)).isEqualTo(new VennAbersCalibrator.Interval(values[0], values[1]));
            assertThat(venn.apply(score)).isCloseTo(values[2], within(1e-15));
        });
    }

    /** F1: scores that point the wrong way, and scores that carry nothing, have no temperature. */
    @Test
    void temperature_reversedOrNoSignal_doesNotExist() {
        for (String name : List.of("f1-reversed.csv", "f1-nosignal.csv")) {
            CalibrationSample sample = TestData.fieldCase(name);
            TemperatureCalibrator fit = TemperatureCalibrator.fit(sample);
            assertThat(fit.exists()).isFalse();
            assertThat(fit.temperature()).isInfinite();
            assertThat(fit.apply(0)).isEqualTo(0.5);
            assertThat(fit.apply(0.8)).isEqualTo(0.5);
            assertThat(logLoss(sample, fit)).isCloseTo(0.6931471805599453, within(1e-15));
        }
        double inverse =
                LogisticRegression.fit(RowSource.of(TestData.fieldCase("f1-reversed.csv")), Features.LOGIT_ONLY)[1];
        assertThat(inverse).isCloseTo(-0.6111962106682238, within(1e-12));
    }
}

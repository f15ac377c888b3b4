package dev.plumbline.calibration.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.TestData;
import dev.plumbline.calibration.TestData.OracleSet;
import dev.plumbline.calibration.TestData.Worst;
import dev.plumbline.calibration.calibrator.PlattFit.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Platt fits against the oracle table: rows to 1e-9 relative, cells to 1e-6. */
class PlattFitOracleTest {

    @Test
    void fit_syntheticSets_agree() {
        check(TestData.synthetic());
    }

    @Test
    void fit_realSets_agree() {
        check(TestData.real());
    }

    private static void check(List<OracleSet> sets) {
        Worst worst = new Worst();
        for (OracleSet set : sets) {
            compare(worst, set.name(), set.sample(), set.figures().get("platt_raw"), Targets.RAW);
            compare(worst, set.name(), set.sample(), set.figures().get("platt_raw_smoothed"), Targets.SMOOTHED);
            if (set.figures().has("weighted")) {
                JsonNode expected = set.figures().get("weighted").get("platt_raw");
                compare(worst, set.name() + " weighted", TestData.weighted(set), expected, Targets.RAW);
            }
        }
        System.out.println("Platt, largest relative errors: " + worst);
        assertThat(worst.of("rows")).isLessThan(1e-9);
        assertThat(worst.of("cells")).isLessThan(1e-6);
    }

    private static void compare(
            Worst worst, String name, CalibrationSample sample, JsonNode expected, Targets targets) {
        double rows = error(PlattFit.fit(sample, targets), expected);
        double cells = error(PlattFit.fit(CalibrationSummary.of(sample), targets), expected);
        System.out.printf("%-40s %-8s rows %.1e cells %.1e%n", name, targets, rows, cells);
        worst.see("rows", rows);
        worst.see("cells", cells);
    }

    private static double error(PlattCalibrator fit, JsonNode expected) {
        return Math.max(
                TestData.relativeError(fit.a(), expected.get("a").asDouble()),
                TestData.relativeError(fit.b(), expected.get("b").asDouble()));
    }

    /** Solved by hand: three scores far outside [0, 1]. */
    @Test
    void fit_threeScores_isTheHandVector() {
        PlattCalibrator fit = PlattFit.fit(new double[] {5, -4, 1}, new double[] {1, 0, 0}, null, Targets.SMOOTHED);
        assertThat(fit.a()).isCloseTo(-0.20261448961847559, within(1e-12));
        assertThat(fit.b()).isCloseTo(0.65236663899844920, within(1e-12));
    }

    /** Two events in sixty: F7 of the field cases. */
    @Test
    void fit_rareEvents_isTheOptimumOfTheSmoothedTargets() {
        CalibrationSample rare = TestData.fieldCase("f7-rare.csv");
        for (PlattCalibrator fit : List.of(
                PlattFit.fit(rare, Targets.SMOOTHED), PlattFit.fit(CalibrationSummary.of(rare), Targets.SMOOTHED))) {
            assertThat(fit.a()).isCloseTo(-9.418611083608583, within(1e-8));
            assertThat(fit.b()).isCloseTo(4.557756089723716, within(1e-8));
            assertThat(fit.apply(0.05)).isCloseTo(0.01651512655483917, within(1e-10));
            assertThat(fit.apply(0.6)).isCloseTo(0.7490234081682228, within(1e-10));
        }
    }

    /** Scores that point the wrong way: F1 of the field cases. */
    @Test
    void fit_reversedScores_aIsPositiveAndReturnedAsItIs() {
        CalibrationSample reversed = TestData.fieldCase("f1-reversed.csv");
        PlattCalibrator smoothed = PlattFit.fit(reversed, Targets.SMOOTHED);
        assertThat(smoothed.a()).isCloseTo(2.7031007207210958, within(1e-9));
        assertThat(smoothed.b()).isCloseTo(-1.3515503603605479, within(1e-9));
        PlattCalibrator raw = PlattFit.fit(CalibrationSummary.of(reversed), Targets.RAW);
        assertThat(raw.a()).isCloseTo(2.8243262012906785, within(1e-9));
        assertThat(raw.b()).isCloseTo(-1.4121631006453395, within(1e-9));
    }

    /** Downsampled negatives, weight 9 each, against the copies: W1 of the field cases. */
    @Test
    void fit_weightsAndCopies_sameMap() {
        double expected = (30 * 31.0 / 32 + 270 / 272.0) / 300;
        for (String name : List.of("w1-sampled.csv", "w1-copies.csv")) {
            PlattCalibrator fit = PlattFit.fit(TestData.fieldCase(name), Targets.SMOOTHED);
            assertThat(fit.a()).isZero();
            assertThat(fit.apply(0.1)).isCloseTo(expected, within(1e-12));
        }
    }
}

package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Metrics and nulls from a summary against the oracle table; tolerance 1e-12 unless said. */
class MetricsOracleTest {

    @Test
    void metrics_syntheticSets_agree() {
        check(TestData.synthetic());
    }

    @Test
    void metrics_realSets_agree() {
        check(TestData.real());
    }

    private static void check(List<TestData.OracleSet> sets) {
        TestData.Worst worst = new TestData.Worst();
        for (TestData.OracleSet set : sets) {
            JsonNode figures = set.figures();
            CalibrationSummary summary = CalibrationSummary.of(set.sample());
            assertThat(summary.count()).isEqualTo(figures.get("n").asLong());
            List<Integer> counts =
                    summary.bins().stream().map(bin -> (int) bin.count()).toList();
            assertThat(counts.toString())
                    .isEqualTo(figures.get("bin_counts").toString().replace(",", ", "));
            worst.see("meanProbability", error(summary.meanProbability(), figures.get("mean_p")));
            worst.see("ece", error(summary.ece(), figures.get("ece10_width")));
            worst.see("mce", error(summary.mce(), figures.get("mce10_width")));
            worst.see("eceDebiased", error(summary.eceDebiased(), figures.get("ece10_width_debiased")));
            worst.see("brier", error(summary.brier(), figures.get("brier")));
            assertThat(summary.logLoss().isEmpty())
                    .isEqualTo(figures.get("logloss").isNull());
            summary.logLoss().ifPresent(loss -> worst.see("logLoss", error(loss, figures.get("logloss"))));
            // the oracle's null mean is the normal approximation in every bin
            EceNull chance = EceNull.of(summary);
            worst.see(
                    "expectedEce (relative)",
                    TestData.relativeError(
                            chance.expected(),
                            figures.get("ece10_width_null_mean").asDouble()));
        }
        System.out.println("metrics, largest errors: " + worst);
        for (String name : List.of("meanProbability", "ece", "mce", "eceDebiased", "brier", "logLoss")) {
            assertThat(worst.of(name)).as(name).isLessThan(1e-12);
        }
        assertThat(worst.of("expectedEce (relative)")).isLessThan(0.05);
    }

    @Test
    void metrics_weightedSyntheticSets_agree() {
        for (TestData.OracleSet set : TestData.synthetic()) {
            JsonNode figures = set.figures().get("weighted");
            CalibrationSummary summary = CalibrationSummary.of(TestData.weighted(set));
            assertThat(summary.weight()).isCloseTo(figures.get("sum_w").asDouble(), within(1e-9));
            assertThat(summary.ece()).isCloseTo(figures.get("ece10_width").asDouble(), within(1e-12));
            assertThat(summary.brier()).isCloseTo(figures.get("brier").asDouble(), within(1e-12));
            assertThat(summary.logLoss().getAsDouble())
                    .isCloseTo(figures.get("logloss").asDouble(), within(1e-12));
        }
    }

    private static double error(double value, JsonNode expected) {
        return Math.abs(value - expected.asDouble());
    }
}

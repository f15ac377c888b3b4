package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CalibrationReportTest {

    private static CalibrationReport report(double p, int positives, int n) {
        CalibrationSummary.Builder builder = CalibrationSummary.builder();
        for (int i = 0; i < n; i++) {
            builder.addPair(p, i < positives ? 1 : 0, 1);
        }
        return CalibrationReport.of(builder.build());
    }

    @Test
    void of_emptySummary_zeroAndReasons() {
        CalibrationReport report = CalibrationReport.of(CalibrationSummary.empty());
        assertThat(report.totalSamples()).isZero();
        assertThat(report.ece()).isZero();
        assertThat(report.bins()).isEmpty();
        assertThat(report.band()).isNull();
        assertThat(report.brier()).isNull();
        assertThat(report.expectedEce()).isNull();
        assertThat(report.reasons())
                .containsEntry("brier", "there are no pairs")
                .hasSize(24);
        assertThat(report.toString()).doesNotContain("NaN");
    }

    /** Fractional outcomes that are all as predicted: nothing is left over, and no figure may be 0/0. */
    @Test
    void of_outcomesThatAreThePredictions_hasNoNaN() {
        for (int n : new int[] {3, 60, 2_000}) {
            double[] half = new double[n];
            Arrays.fill(half, 0.5);
            CalibrationReport report = CalibrationReport.of(CalibrationSample.of(half, half));
            assertThat(report.ece()).isZero();
            assertThat(report.toString()).doesNotContain("NaN");
        }
    }

    /** The resampled errors are all the same here, but for rounding. */
    @Test
    void eceInterval_ofErrorsThatCannotVary_holdsTheError() {
        double[] p = new double[60];
        double[] y = new double[60];
        Arrays.fill(p, 0, 30, 0.2);
        Arrays.fill(p, 30, 60, 0.8);
        Arrays.fill(y, 30, 60, 1);
        CalibrationReport report = CalibrationReport.of(CalibrationSample.of(p, y));
        assertThat(report.ece())
                .isBetween(report.eceInterval().get(0), report.eceInterval().get(1));
    }

    @Test
    void of_onlyWeightsOfZero_saysSo() {
        CalibrationReport report = CalibrationReport.of(
                CalibrationSummary.builder().addPair(0.5, 1, 0).build());
        assertThat(report.totalSamples()).isEqualTo(1);
        assertThat(report.reasons()).containsEntry("ecePValue", "all pairs have weight 0");
    }

    @Test
    void band_edges_areThoseOfTheContract() {
        assertThat(report(0.5, 599, 1000).band()).isEqualTo("well-calibrated"); // ece 0.099
        assertThat(report(0.5, 60, 100).band()).isEqualTo("acceptable"); // 0.10
        assertThat(report(0.5, 65, 100).band()).isEqualTo("acceptable"); // 0.15
        assertThat(report(0.5, 651, 1000).band()).isEqualTo("needs-attention"); // 0.151
    }

    @Test
    void of_oneClass_saysWhichAndKeepsTheRest() {
        CalibrationReport never = report(0.3, 0, 20);
        assertThat(never.cox()).isNull();
        assertThat(never.calibrationInTheLarge()).isNull();
        assertThat(never.likelihoodRatio()).isNull();
        assertThat(never.reasons()).containsEntry("likelihoodRatio", "every outcome is 0");
        assertThat(never.logLoss()).isNotNull();
        assertThat(report(0.3, 20, 20).reasons()).containsEntry("cox", "every outcome is 1");
    }

    @Test
    void of_constantProbability_remarksOnTheDegreesOfFreedom() {
        CalibrationReport report = report(0.5, 6, 10);
        assertThat(report.cox().slope()).isEqualTo(1);
        assertThat(report.reasons().get("likelihoodRatio")).contains("1 degree of freedom");
    }

    @Test
    void components_names_areThoseOfTheJsonReport() {
        assertThat(Arrays.stream(CalibrationReport.class.getRecordComponents()).map(c -> c.getName()))
                .containsExactly(
                        "totalSamples",
                        "totalWeight",
                        "baseRate",
                        "meanPredicted",
                        "bias",
                        "clipped",
                        "ece",
                        "band",
                        "bins",
                        "expectedEce",
                        "ecePValue",
                        "mce",
                        "eceDebiased",
                        "brier",
                        "logLoss",
                        "cox",
                        "calibrationInTheLarge",
                        "likelihoodRatio",
                        "eceInterval",
                        "eceEqualMass",
                        "smoothEce",
                        "auc",
                        "corp",
                        "spiegelhalter",
                        "hosmerLemeshow",
                        "kolmogorovSmirnov",
                        "integrated",
                        "recalibrationGain",
                        "minimumDetectable",
                        "estimates",
                        "reasons");
    }

    /** An unordered map has another order in every process, and a report computed again has to be the same bytes. */
    @Test
    void reasons_keepTheOrderOfTheFigures() {
        CalibrationReport none = CalibrationReport.of(CalibrationSummary.empty());
        assertThat(none.reasons().keySet())
                .startsWith("baseRate", "meanPredicted", "bias", "band", "expectedEce", "ecePValue", "mce");
    }
}

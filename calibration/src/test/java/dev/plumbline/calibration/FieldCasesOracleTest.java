package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Reports on the field cases; right answers at double precision from their authors, tolerance 1e-12. */
class FieldCasesOracleTest {

    private static CalibrationReport report(String name) {
        return CalibrationReport.of(CalibrationSummary.of(TestData.fieldCase(name)));
    }

    private static List<Long> counts(CalibrationReport report) {
        return report.bins().stream().map(ReliabilityBin::count).toList();
    }

    /** B1: 0.3, 0.6 and 0.7 belong to the bins they start. */
    @Test
    void binEdgeGrid_evenCounts() {
        CalibrationReport report = report("b1-grid.csv");
        assertThat(counts(report)).containsExactly(10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 11L);
        assertThat(report.ece()).isCloseTo(9 / 202.0, within(1e-12));
        assertThat(report.brier()).isCloseTo(0.18252475247524752, within(1e-12));
        assertThat(report.logLoss()).isCloseTo(0.556273505693494, within(1e-12));
        assertThat(report.clipped()).isEqualTo(2);
    }

    /** A1: bins count by their size. */
    @Test
    void unevenBins_weightedBySize() {
        CalibrationReport report = report("a1-uneven.csv");
        assertThat(report.ece()).isCloseTo(0.09, within(1e-12));
        assertThat(report.mce()).isCloseTo(0.45, within(1e-12));
        assertThat(report.brier()).isCloseTo(0.1625, within(1e-12));
        assertThat(report.logLoss()).isCloseTo(0.5647689355073127, within(1e-12));
        assertThat(report.band()).isEqualTo("well-calibrated");
    }

    /** W1: one downsampled negative of weight 9 is nine. */
    @Test
    void undersampledNegatives_weightsRestoreThem() {
        for (String name : List.of("w1-sampled.csv", "w1-copies.csv")) {
            CalibrationReport report = report(name);
            assertThat(report.totalSamples()).isEqualTo(name.contains("copies") ? 300 : 60);
            assertThat(report.totalWeight()).isEqualTo(300);
            assertThat(report.baseRate()).isCloseTo(0.1, within(1e-12));
            assertThat(report.ece()).isLessThan(1e-12);
            assertThat(report.brier()).isCloseTo(0.09, within(1e-12));
            assertThat(report.logLoss()).isCloseTo(0.32508297339144826, within(1e-12));
        }
    }

    /** D2: certain and right is legal, certain and wrong is an infinite loss, said and not hidden. */
    @Test
    void impossibleEvent_logLossIsNullWithItsReason() {
        CalibrationReport legal = report("d2-legal.csv");
        assertThat(legal.logLoss()).isCloseTo(0.4620981203732969, within(1e-12));
        assertThat(legal.clipped()).isEqualTo(20);
        assertThat(legal.brier()).isCloseTo(1 / 6.0, within(1e-12));
        assertThat(counts(legal)).containsExactly(10L, 0L, 0L, 0L, 0L, 40L, 0L, 0L, 0L, 10L);

        CalibrationReport impossible = report("d2-impossible.csv");
        assertThat(impossible.logLoss()).isNull();
        assertThat(impossible.reasons())
                .containsEntry("logLoss", "it is infinite: something with probability 0 happened");
        assertThat(impossible.brier()).isCloseTo(0.18032786885245902, within(1e-12));
        assertThat(impossible.ece()).isCloseTo(0.01639344262295082, within(1e-12));
        assertThat(impossible.clipped()).isEqualTo(21);
        assertThat(impossible.cox()).isNotNull();
    }

    /** F7 and F1: metrics of the two files whose fits are tested with the fits. */
    @Test
    void rareAndReversed_metrics() {
        CalibrationReport rare = report("f7-rare.csv");
        assertThat(rare.bias()).isCloseTo(0.07583333333333334, within(1e-12));
        assertThat(rare.ece()).isCloseTo(0.08916666666666667, within(1e-12));
        assertThat(rare.mce()).isCloseTo(0.4, within(1e-12));
        assertThat(rare.brier()).isCloseTo(0.026791666666666665, within(1e-12));
        assertThat(rare.logLoss()).isCloseTo(0.14347500168877184, within(1e-12));
        assertThat(rare.cox()).isNull();
        assertThat(rare.reasons())
                .containsEntry("cox", "a threshold on the probability separates the outcomes, so no finite fit exists");

        CalibrationReport reversed = report("f1-reversed.csv");
        assertThat(reversed.ece()).isCloseTo(0.5, within(1e-12));
        assertThat(reversed.brier()).isCloseTo(0.46, within(1e-12));
        assertThat(reversed.logLoss()).isCloseTo(1.1935496040981333, within(1e-12));
        assertThat(reversed.cox().slope()).isCloseTo(-0.6111962106682238, within(1e-9));
        assertThat(reversed.band()).isEqualTo("needs-attention");
    }
}

package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CalibrationSummaryTest {

    @Test
    void bins_grid_edgesAreTenths() {
        CalibrationSummary summary = CalibrationSummary.of(TestData.fieldCase("b1-grid.csv"));
        assertThat(summary.bins()).hasSize(10);
        for (int k = 0; k < 10; k++) {
            assertThat(summary.bins().get(k).binStart()).isEqualTo(k / 10.0);
            assertThat(summary.bins().get(k).binEnd()).isEqualTo((k + 1) / 10.0);
        }
        assertThat(summary.bins().get(2).binEnd()).hasToString("0.3");
    }

    @Test
    void bins_emptyBin_isAllZero() {
        CalibrationSummary summary =
                CalibrationSummary.builder().addPair(0.55, 1, 1).build();
        assertThat(summary.bins().get(0)).isEqualTo(new ReliabilityBin(0, 0.1, 0, 0, 0, 0));
        assertThat(summary.bins().get(5)).isEqualTo(new ReliabilityBin(0.5, 0.6, 0.55, 1, 1, 1 - 0.55));
    }

    @Test
    void everything_emptySummary_isDefined() {
        CalibrationSummary empty = CalibrationSummary.empty();
        assertThat(empty.isEmpty()).isTrue();
        assertThat(empty.count()).isZero();
        assertThat(empty.bins()).isEmpty();
        assertThat(empty.ece()).isZero();
        assertThat(empty.mce()).isZero();
        assertThat(empty.eceDebiased()).isZero();
        assertThat(empty.logLoss()).isEmpty();
        assertThatThrownBy(empty::baseRate)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a summary without weight has no mean, got 0 rows");
    }

    @Test
    void isEmpty_onlyWeightsOfZero_isTrueButRowsAreCounted() {
        CalibrationSummary summary =
                CalibrationSummary.builder().addPair(0.5, 1, 0).build();
        assertThat(summary.isEmpty()).isTrue();
        assertThat(summary.count()).isEqualTo(1);
        assertThat(summary.ece()).isZero();
    }

    @Test
    void ece_aMillionRowsAtTheirRate_isZero() {
        CalibrationSummary.Builder builder = CalibrationSummary.builder();
        for (int i = 0; i < 1_000_000; i++) {
            builder.addPair(0.1, i % 10 == 0 ? 1 : 0, 1);
        }
        // plain summation is off by 1.3e-12 and more here
        assertThat(builder.build().ece()).isLessThan(1e-15);
    }

    @Test
    void logLoss_everythingCertainAndRight_isZeroAndNotMinusZero() {
        CalibrationSummary summary =
                CalibrationSummary.builder().addPair(0, 0, 1).addPair(1, 1, 1).build();
        assertThat(summary.logLoss()).hasValue(0.0);
        assertThat(1 / summary.logLoss().getAsDouble()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void logLoss_impossibleEventTakenBack_isFiniteAgain() {
        CellSums impossible = CellSums.ofPair(0, 0.3, 0.7);
        CalibrationSummary.Builder builder =
                CalibrationSummary.builder().addPair(0, 0, 0.1).addPair(0.5, 1, 1);
        builder.add(0, impossible);
        assertThat(builder.build().logLoss()).isEmpty();
        builder.add(0, CellSums.ZERO.minus(impossible));
        assertThat(builder.build().logLoss().getAsDouble()).isCloseTo(Math.log(2) / 1.1, within(1e-12));
    }

    @Test
    void logLoss_residueOfSubtracting_isNoImpossibleEvent() {
        CellSums sums = CellSums.ofPair(0, 0, 1);
        for (double w : new double[] {0.1, 0.2, 0.3}) {
            sums = sums.plus(CellSums.ofPair(0, 1, w));
        }
        for (double w : new double[] {0.3, 0.2, 0.1}) {
            sums = sums.minus(CellSums.ofPair(0, 1, w));
        }
        assertThat(sums.wy()).isGreaterThan(0); // 0.1 + 0.2 + 0.3 - 0.3 - 0.2 - 0.1 in doubles
        assertThat(CalibrationSummary.builder().add(0, sums).build().logLoss()).hasValue(0.0);
    }

    @Test
    void build_noRowsButResidue_isAnEmptyCell() {
        CellSums residue = new CellSums(0, 2e-17, 1e-17, 0, 0, 0, 0, 0, 0, 0);
        assertThat(CalibrationSummary.builder().add(500, residue).build().isEmpty())
                .isTrue();
    }

    @Test
    void build_moreTakenAwayThanAdded_namesTheCell() {
        CalibrationSummary.Builder builder =
                CalibrationSummary.builder().add(500, CellSums.ZERO.minus(CellSums.ofPair(0.49, 1, 1)));
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n and w of a cell must be at least 0, got n = -1, w = -1.0 in cell 500");
    }

    @Test
    void add_differenceThatEmptiesACell_leavesNoResidue() {
        CalibrationSummary.Builder builder = CalibrationSummary.builder();
        CellSums a = CellSums.ofPair(0.1, 0.3, 0.7);
        CellSums b = CellSums.ofPair(0.1, 0.9, 1e-3);
        builder.add(ScoreCells.cell(0.1), a).add(ScoreCells.cell(0.1), b);
        builder.add(ScoreCells.cell(0.1), CellSums.ZERO.minus(a.plus(b)));
        assertThat(builder.build().isEmpty()).isTrue();
        assertThat(builder.build().cell(ScoreCells.cell(0.1))).isEqualTo(CellSums.ZERO);
    }

    @Test
    void add_badCell_namesIt() {
        assertThatThrownBy(() -> CalibrationSummary.builder().add(1024, CellSums.ZERO))
                .hasMessage("cell must be in [0, 1023], got 1024");
    }

    @Test
    void builderAdd_wholeSummary_isPlus() {
        CalibrationSummary one = CalibrationSummary.builder()
                .addPair(0.2, 1, 1)
                .addPair(0.7, 0.5, 2)
                .build();
        CalibrationSummary other =
                CalibrationSummary.builder().addPair(0.2, 0, 1).addPair(1, 1, 3).build();
        CalibrationSummary both =
                CalibrationSummary.builder().add(one).add(other).build();
        CalibrationSummary plus = one.plus(other);
        assertThat(both.filledCells()).isEqualTo(3);
        for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
            assertThat(both.cell(cell)).isEqualTo(plus.cell(cell));
        }
    }
}

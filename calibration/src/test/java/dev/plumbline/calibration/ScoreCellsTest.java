package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScoreCellsTest {

    /** Databases hold these numbers: if this test fails, the code is wrong, not the test. */
    @Test
    void cell_pinnedProbabilities_neverChange() {
        assertThat(ScoreCells.COUNT).isEqualTo(1024);
        double[] p = {
            0,
            Double.MIN_VALUE,
            9.9e-8,
            1e-7,
            1e-6,
            0.001,
            0.05,
            0.1,
            0.2,
            0.25,
            0.3,
            0.4,
            0.5,
            0.55,
            0.6,
            0.7,
            0.8,
            0.9,
            0.95,
            0.999,
            1 - 1e-6,
            1 - 1e-7,
            1 - 1e-8,
            1
        };
        int[] cell = new int[p.length];
        for (int i = 0; i < p.length; i++) {
            cell[i] = ScoreCells.cell(p[i]);
        }
        assertThat(cell)
                .containsExactly(
                        0, 1, 1, 2, 74, 293, 418, 442, 468, 477, 485, 499, 512, 518, 525, 539, 556, 582, 605, 730, 949,
                        1021, 1022, 1023);
        assertThat(ScoreCells.firstCell(10)).isEqualTo(1024);
        assertThat(ScoreCells.lowerEdge(200)).isEqualTo(5.254943756007674E-5);
        long digest = 0; // of every bit of every edge
        for (int i = 0; i < ScoreCells.COUNT; i++) {
            digest = digest * 31 + Double.doubleToLongBits(ScoreCells.lowerEdge(i));
        }
        assertThat(digest).isEqualTo(1738277756275056046L);
    }

    @Test
    void cell_decimalEdges_lieInTheirBins() {
        for (int k = 0; k < 10; k++) {
            assertThat(ScoreCells.bin(ScoreCells.cell(k / 10.0))).isEqualTo(k);
            assertThat(ScoreCells.cell(k / 10.0)).isGreaterThanOrEqualTo(ScoreCells.firstCell(k));
        }
        assertThat(ScoreCells.bin(ScoreCells.cell(1))).isEqualTo(9);
    }

    @Test
    void bin_anyProbability_isTheContractsFormula() {
        // also the doubles next to every tenth, where 10 p rounds up or down
        for (int k = 0; k <= 10; k++) {
            double p = k / 10.0;
            for (int ulp = -3; ulp <= 3; ulp++) {
                double q = Math.min(Math.max(p + ulp * Math.ulp(p), 0), 1);
                assertThat(ScoreCells.bin(ScoreCells.cell(q))).isEqualTo(Math.min((int) Math.floor(q * 10), 9));
            }
        }
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100_000; i++) {
            double q = random.nextDouble();
            assertThat(ScoreCells.bin(ScoreCells.cell(q))).isEqualTo(Math.min((int) Math.floor(q * 10), 9));
        }
    }

    @Test
    void edges_everyCell_holdExactlyTheirInterval() {
        for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
            assertThat(ScoreCells.cell(ScoreCells.lowerEdge(cell))).isEqualTo(cell);
            assertThat(ScoreCells.cell(ScoreCells.upperEdge(cell))).isEqualTo(cell);
            if (cell > 0) {
                assertThat(ScoreCells.lowerEdge(cell)).isEqualTo(Math.nextUp(ScoreCells.upperEdge(cell - 1)));
            }
        }
    }

    @Test
    void edges_insideTheTails_areAbout0_03LogitsApart() {
        for (int cell = 2; cell < ScoreCells.COUNT - 2; cell++) {
            double width = Logistic.logit(ScoreCells.upperEdge(cell)) - Logistic.logit(ScoreCells.lowerEdge(cell));
            assertThat(width).isBetween(0.031, 0.032);
        }
    }

    @Test
    void isClipped_everyCell_isWhatALogitClips() {
        for (double p : new double[] {0, 1e-300, Math.nextDown(1e-7), Math.nextUp(1 - 1e-7), 1}) {
            assertThat(ScoreCells.isClipped(ScoreCells.cell(p))).as("%s", p).isTrue();
        }
        for (double p : new double[] {1e-7, 0.5, 1 - 1e-7}) {
            assertThat(ScoreCells.isClipped(ScoreCells.cell(p))).as("%s", p).isFalse();
        }
    }

    @Test
    void cell_negativeZero_isTheCellOfZero() {
        assertThat(ScoreCells.cell(-0.0)).isZero();
    }

    @Test
    void cell_outsideTheRange_namesTheValue() {
        assertThatThrownBy(() -> ScoreCells.cell(1.2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("probability must be in [0, 1], got 1.2");
        assertThatThrownBy(() -> ScoreCells.cell(Double.NaN)).hasMessage("probability must be in [0, 1], got NaN");
        assertThatThrownBy(() -> ScoreCells.bin(1024)).hasMessage("cell must be in [0, 1023], got 1024");
    }
}

package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against sums over the units one by one. */
class BinMomentsTest {

    private static final Binning TEN = Binning.equalWidth(ScoreCells.BINS);

    private static CalibrationSample sample(int n, boolean weighted, boolean grouped) {
        SplittableRandom random = new SplittableRandom(n);
        double[] p = new double[n];
        double[] y = new double[n];
        double[] w = new double[n];
        long[] group = new long[n];
        for (int i = 0; i < n; i++) {
            p[i] = 0.9 * random.nextDouble(); // the last bin is empty
            y[i] = random.nextInt(4) == 0 ? random.nextDouble() : random.nextInt(2);
            w[i] = weighted ? 0.5 + random.nextDouble() : 1;
            group[i] = random.nextInt(n / 4);
        }
        CalibrationSample sample = CalibrationSample.of(p, y, w);
        return grouped ? sample.withGroups(group) : sample;
    }

    @ParameterizedTest
    @CsvSource({"80, true, false", "80, true, true", "2000, true, false", "2000, true, true", "2000, false, false"})
    void ofRows_isThatOfTheUnits(int n, boolean weighted, boolean grouped) {
        SortedRows rows = sample(n, weighted, grouped).rows();
        double[][] units = new double[rows.units()][ScoreCells.BINS + 1];
        double[] weight = new double[ScoreCells.BINS];
        for (int i = 0; i < rows.size(); i++) {
            int bin = (int) (10 * rows.p[i]);
            units[rows.unit(i)][bin] += rows.w[i] * (rows.y[i] - rows.p[i]);
            units[rows.unit(i)][ScoreCells.BINS] += rows.w[i];
            weight[bin] += rows.w[i];
        }
        BinMoments found = BinMoments.of(rows, TEN);
        double[] sums = new double[ScoreCells.BINS + 1];
        for (double[] unit : units) {
            for (int a = 0; a < sums.length; a++) {
                sums[a] += unit[a];
            }
        }
        assertThat(found.centre()).containsExactly(sums, within(1e-10));
        assertThat(found.weight()).containsExactly(weight, within(1e-10));
        for (int a = 0; a < sums.length; a++) {
            for (int b = 0; b <= a; b++) {
                double covariance = -sums[a] * sums[b] / units.length;
                for (double[] unit : units) {
                    covariance += unit[a] * unit[b];
                }
                assertThat(found.covariance()[a][b]).as(a + ", " + b).isCloseTo(covariance, within(1e-9));
            }
        }
        assertThat(found.unitSums() != null).isEqualTo(n <= 500 || grouped);
        if (found.unitSums() != null) {
            assertThat(found.unitSums()).hasDimensions(units.length, sums.length);
        }
    }

    /** Cells know sums of squares only where weights are equal; within a cell all rows count alike. */
    @Test
    void ofSummary_equalWeights_isThatOfTheRows() {
        CalibrationSample sample = sample(2000, false, false);
        BinMoments cells = BinMoments.of(CalibrationSummary.of(sample));
        BinMoments rows = BinMoments.of(sample.rows(), TEN);
        assertThat(cells.centre()).containsExactly(rows.centre(), within(1e-9));
        assertThat(cells.weight()).containsExactly(rows.weight(), within(1e-9));
        for (int a = 0; a <= ScoreCells.BINS; a++) {
            assertThat(cells.covariance()[a]).containsExactly(rows.covariance()[a], within(1e-9));
        }
        assertThat(cells.unitSums()).isNull();
    }
}

package dev.plumbline.calibration.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.IsotonicRegression;
import dev.plumbline.calibration.TestData;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VennAbersCalibratorTest {

    /** The definition itself: the isotonic fit of the pairs and one more, read at its score. */
    private static double bruteForce(CalibrationSample sample, double score, double outcome) {
        int n = sample.size();
        double[] p = Arrays.copyOf(TestData.probabilities(sample), n + 1);
        double[] y = Arrays.copyOf(TestData.outcomes(sample), n + 1);
        double[] w = Arrays.copyOf(TestData.weights(sample), n + 1);
        p[n] = score;
        y[n] = outcome;
        w[n] = 1;
        return IsotonicRegression.of(p, y, w).valueAt(score);
    }

    @Test
    void interval_anySampleAnyScore_isBruteForce() {
        long seed = Long.getLong("laws.seed", 20261128L);
        System.out.println("laws.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 1000; round++) {
            boolean whole = round % 2 == 0;
            int n = 1 + random.nextInt(40);
            double[] p = new double[n];
            double[] y = new double[n];
            double[] w = new double[n];
            int grid = 1 + random.nextInt(20);
            for (int i = 0; i < n; i++) {
                p[i] = random.nextInt(grid + 1) / (double) grid;
                y[i] = whole ? (random.nextDouble() < p[i] ? 1 : 0) : random.nextDouble();
                w[i] = whole ? random.nextInt(3) : Math.exp(6 * random.nextDouble() - 4);
            }
            w[0] = 1;
            CalibrationSample sample = CalibrationSample.of(p, y, w);
            VennAbersCalibrator venn = VennAbersCalibrator.fit(sample);
            for (int k = 0; k <= 4 * grid; k++) {
                double score = k / (4.0 * grid);
                VennAbersCalibrator.Interval interval = venn.interval(score);
                double tolerance = whole ? 0 : 1e-12;
                assertThat(interval.p0()).isCloseTo(bruteForce(sample, score, 0), within(tolerance));
                assertThat(interval.p1()).isCloseTo(bruteForce(sample, score, 1), within(tolerance));
                assertThat(venn.apply(score)).isEqualTo(interval.merged()).isBetween(interval.p0(), interval.p1());
            }
        }
    }

    /** Weights as far apart as files may have them: the one more pair of weight 1 is beside them all or nothing. */
    @Test
    void fit_weightsOfAnySize_isAMap() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 100_000; round++) {
            int n = 1 + random.nextInt(12);
            double[] p = random.doubles(n).map(u -> Math.rint(10 * u) / 10).toArray();
            double[] y = random.doubles(n).map(Math::rint).toArray();
            double[] w = random.doubles(n).map(u -> Math.pow(10, 190 * u - 95)).toArray();
            VennAbersCalibrator venn = VennAbersCalibrator.fit(CalibrationSample.of(p, y, w)); // checks itself
            assertThat(venn.p1()[venn.p1().length - 1]).isGreaterThan(0);
        }
        double huge = 1e20;
        CalibrationSample zeros =
                CalibrationSample.of(new double[] {0.2, 0.5}, new double[2], new double[] {huge, huge});
        assertThat(VennAbersCalibrator.fit(zeros).interval(0.9)).isEqualTo(new VennAbersCalibrator.Interval(0, 1));
    }

    /** Where each place pools with hundreds of others, and where one more pair outweighs all: still linear. */
    @Test
    void fit_adversarialData_isQuick() {
        int n = 200_000;
        double[] p = new double[n];
        double[] y = new double[n];
        double[] w = new double[n];
        for (double weight : new double[] {1, 1e-9, 1e9}) {
            for (int i = 0; i < n; i++) {
                p[i] = i / (double) n;
                y[i] = p[i];
                w[i] = weight;
            }
            long start = System.nanoTime();
            VennAbersCalibrator venn = VennAbersCalibrator.fit(CalibrationSample.of(p, y, w));
            System.out.println("weight " + weight + ": " + (System.nanoTime() - start) / 1_000_000 + " ms");
            assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L); // quadratic: minutes
            assertThat(venn.interval(0.5).p0()).isLessThanOrEqualTo(0.5);
        }
    }

    @Test
    void fit_oneRowAndOneClass_areTheStatedValues() {
        VennAbersCalibrator one = VennAbersCalibrator.fit(CalibrationSample.of(new double[] {0.4}, new double[] {1}));
        assertThat(one.interval(0.4)).isEqualTo(new VennAbersCalibrator.Interval(0.5, 1));
        assertThat(one.interval(0.3)).isEqualTo(new VennAbersCalibrator.Interval(0, 1));
        assertThat(one.interval(0.5)).isEqualTo(new VennAbersCalibrator.Interval(0.5, 1));
        VennAbersCalibrator zeros =
                VennAbersCalibrator.fit(CalibrationSample.of(new double[] {0.2, 0.3, 0.4}, new double[] {0, 0, 0}));
        assertThat(zeros.interval(0.1)).isEqualTo(new VennAbersCalibrator.Interval(0, 0.25));
        assertThat(zeros.interval(0.9)).isEqualTo(new VennAbersCalibrator.Interval(0, 1));
        assertThat(zeros.inverse(0.1)).isEmpty();
    }

    @Test
    void arrays_areCopiedAndChecked() {
        double[] x = {0.5};
        double[] low = {0, 0.1, 0.2};
        double[] high = {0.1, 0.2, 0.3};
        VennAbersCalibrator map = new VennAbersCalibrator(x, low, high);
        x[0] = 0.9;
        map.p0()[0] = 0.7;
        assertThat(map).isEqualTo(new VennAbersCalibrator(new double[] {0.5}, low, high));
        assertThat(map.hashCode()).isEqualTo(new VennAbersCalibrator(new double[] {0.5}, low, high).hashCode());
        assertThat(map.interval(0.5).p0()).isEqualTo(0.1);
        assertThatThrownBy(() -> new VennAbersCalibrator(new double[] {0.5}, high, low))
                .hasMessage("p0 must be at most p1, got 0.1 above 0.0 at index 0");
        assertThatThrownBy(() -> new VennAbersCalibrator(new double[] {0.5}, low, new double[] {0.1}))
                .hasMessage("p0 and p1 must have 2k+1 values for k in x, got 3 and 1 for 1");
        assertThatThrownBy(() -> new VennAbersCalibrator(new double[] {0.5}, new double[] {0, 0.1, 0.05}, high))
                .hasMessage("p0 and p1 must never descend, got 0.05 and 0.3 at index 2");
        assertThatThrownBy(() -> new VennAbersCalibrator(
                        new double[] {0.5, 0.5}, new double[] {0, 0, 0, 0, 0}, new double[] {1, 1, 1, 1, 1}))
                .hasMessage("x must be strictly ascending, got 0.5 at index 1");
        assertThatThrownBy(() -> map.apply(1.5)).hasMessage("probability must be in [0, 1], got 1.5");
    }
}

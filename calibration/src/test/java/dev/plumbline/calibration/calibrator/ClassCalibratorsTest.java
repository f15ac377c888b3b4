package dev.plumbline.calibration.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.TestData;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClassCalibratorsTest {

    private static double[] applied(ClassCalibrator map, double... p) {
        double[] out = new double[p.length];
        map.apply(p, out);
        return out;
    }

    private static List<ClassCalibrator> fits(ClassSample sample) {
        return List.of(
                ClassTemperatureCalibrator.fit(sample), VectorCalibrator.fit(sample), MatrixCalibrator.fit(sample));
    }

    /** Rows from Dirichlet-like scores; the truth is drawn from a distorted version of them. */
    private static ClassSample drawn(int n, int classes, double temperature, double[] shift, double[] weight) {
        SplittableRandom random = new SplittableRandom(3);
        double[][] p = new double[n][classes];
        int[] label = new int[n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < classes; k++) {
                p[i][k] = 3 * random.nextDouble();
            }
            ClassCalibrator.softmax(p[i]);
            double[] truth = new double[classes];
            for (int k = 0; k < classes; k++) {
                truth[k] = Math.log(p[i][k]) / temperature + shift[k];
            }
            ClassCalibrator.softmax(truth);
            double u = random.nextDouble();
            while (label[i] < classes - 1 && u >= truth[label[i]]) {
                u -= truth[label[i]++];
            }
        }
        if (weight == null) {
            return ClassSample.of(p, label);
        }
        double[][] outcome = new double[n][classes];
        for (int i = 0; i < n; i++) {
            outcome[i][label[i]] = 1;
        }
        return ClassSample.of(p, outcome, weight);
    }

    /** With two classes the temperature is that of the binary map, to the oracle's digits. */
    @Test
    void temperature_twoClasses_isTheBinaryOne() {
        CalibrationSample binary = TestData.synthetic().get(0).sample();
        double[][] p = new double[binary.size()][];
        int[] label = new int[p.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = new double[] {1 - binary.probability(i), binary.probability(i)};
            label[i] = (int) binary.outcome(i);
        }
        ClassTemperatureCalibrator fit = ClassTemperatureCalibrator.fit(ClassSample.of(p, label));
        assertThat(fit.temperature())
                .isCloseTo(TemperatureCalibrator.fit(binary).temperature(), within(1e-9));
        ClassTemperatureCalibrator example = ClassTemperatureCalibrator.fit(ClassSample.of(
                new double[][] {{0.9, 0.1}, {0.9, 0.1}, {0.9, 0.1}, {0.9, 0.1}}, new int[] {0, 0, 0, 1}));
        assertThat(example.temperature()).isCloseTo(2, within(1e-12));
    }

    /** Standard errors here are about 0.02; six of them fail by chance once in 10^8. */
    @Test
    void fits_distortedRows_findTheDistortion() {
        ClassSample sample = drawn(20_000, 4, 2, new double[] {0.3, -0.3, 0.2, -0.2}, null);
        assertThat(ClassTemperatureCalibrator.fit(sample).temperature()).isBetween(1.7, 2.4);
        VectorCalibrator vector = VectorCalibrator.fit(sample);
        MatrixCalibrator matrix = MatrixCalibrator.fit(sample);
        assertThat(Arrays.stream(vector.b()).sum()).isCloseTo(0, within(1e-9));
        for (int k = 0; k < 4; k++) {
            assertThat(vector.v()[k]).isCloseTo(0.5, within(0.15));
            assertThat(vector.b()[k]).isCloseTo(new double[] {0.3, -0.3, 0.2, -0.2}[k], within(0.15));
            for (int j = 0; j < 4; j++) {
                // only differences between rows of M show in a softmax
                double seen = matrix.m()[k][j] - matrix.m()[(k + 1) % 4][j];
                double truth = (k == j ? 0.5 : 0) - ((k + 1) % 4 == j ? 0.5 : 0);
                assertThat(seen).isCloseTo(truth, within(0.2));
            }
        }
    }

    /** The gradient of the stated objective, by differences, is 0 at the fit. */
    @Test
    void matrix_fit_isStationary() {
        ClassSample sample = drawn(300, 3, 0.7, new double[] {0.5, 0, -0.5}, null);
        MatrixCalibrator fit = MatrixCalibrator.fit(sample);
        double best = objective(sample, fit.m(), fit.b());
        for (int k = 0; k < 3; k++) {
            for (int j = 0; j <= 3; j++) {
                for (double step : new double[] {-1e-3, 1e-3}) {
                    double[][] m = fit.m();
                    double[] b = fit.b();
                    if (j < 3) {
                        m[k][j] += step;
                    } else {
                        b[k] += step;
                    }
                    double other = objective(sample, m, b);
                    assertThat(other).isLessThan(best);
                }
            }
        }
    }

    private static double objective(ClassSample sample, double[][] m, double[] b) {
        MatrixCalibrator map = new MatrixCalibrator(m, b);
        double sum = 0;
        for (int i = 0; i < sample.size(); i++) {
            double[] p = Arrays.stream(sample.logs[i]).map(Math::exp).toArray();
            double[] q = applied(map, p);
            for (int k = 0; k < q.length; k++) {
                sum += sample.outcome[i][k] * Math.log(q[k]);
            }
        }
        for (int k = 0; k < b.length; k++) {
            sum -= 2 * b[k] * b[k];
            for (int j = 0; j < b.length; j++) {
                double off = m[k][j] - (k == j ? 1 : 0);
                sum -= 2 * (k == j ? 1 : b.length - 1) * off * off;
            }
        }
        return sum;
    }

    @Test
    void fits_degenerateRows_areDefined() {
        double[][] sure = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        List<ClassSample> samples = List.of(
                ClassSample.of(new double[][] {{0.2, 0.3, 0.5}}, new int[] {1}),
                ClassSample.of(sure, new int[] {0, 1, 2}),
                ClassSample.of(sure, new int[] {1, 2, 0}),
                ClassSample.of(sure, new int[] {1, 1, 1}),
                ClassSample.of(sure, sure, new double[] {0, 1e-200, 0}));
        for (ClassSample sample : samples) {
            for (ClassCalibrator map : fits(sample)) {
                for (double[] p : new double[][] {{1, 0, 0}, {0.2, 0.3, 0.5}, {0, 0.5, 0.5}}) {
                    double[] q = applied(map, p);
                    assertThat(Arrays.stream(q).sum()).as("%s", map).isCloseTo(1, within(1e-12));
                    assertThat(q).doesNotContain(Double.NaN);
                }
            }
        }
        ClassTemperatureCalibrator none = ClassTemperatureCalibrator.fit(ClassSample.of(sure, new int[] {1, 2, 0}));
        assertThat(none.exists()).isFalse();
        assertThat(applied(none, 1, 0, 0)).containsExactly(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, within(1e-15));
        double[][] unsure = {{0.5, 0.3, 0.2}, {0.2, 0.6, 0.2}};
        ClassTemperatureCalibrator steep = ClassTemperatureCalibrator.fit(ClassSample.of(unsure, new int[] {0, 1}));
        assertThat(applied(steep, 0.5, 0.3, 0.2)[0]).isGreaterThan(0.99);
    }

    @Test
    void fits_sharesAndRowOrder_areLaws() {
        double[][] p = {{0.5, 0.3, 0.2}, {0.1, 0.8, 0.1}, {0.3, 0.3, 0.4}};
        double[][] shares = {{0.25, 0.75, 0}, {0, 1, 0}, {0.5, 0, 0.5}};
        ClassSample sample = ClassSample.of(p, shares, new double[] {1, 1, 1});
        double[][] splitP = {p[2], p[0], p[1], p[0], p[2]};
        double[][] split = {{1, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 1, 0}, {0, 0, 1}};
        ClassSample rows = ClassSample.of(splitP, split, new double[] {0.5, 0.25, 1, 0.75, 0.5});
        assertThat(ClassTemperatureCalibrator.fit(rows).temperature())
                .isCloseTo(ClassTemperatureCalibrator.fit(sample).temperature(), within(1e-9));
        ClassSample one = drawn(200, 3, 2, new double[3], null);
        double[] twos = new double[200];
        Arrays.fill(twos, 2);
        // weights are scaled to mean 1, so that a common factor is none
        assertThat(VectorCalibrator.fit(drawn(200, 3, 2, new double[3], twos)))
                .isEqualTo(VectorCalibrator.fit(one))
                .hasSameHashCodeAs(VectorCalibrator.fit(one));
        assertThat(MatrixCalibrator.fit(one)).isEqualTo(MatrixCalibrator.fit(one));
    }

    @Test
    void badArguments_areNamed() {
        assertThatThrownBy(() -> ClassSample.of(new double[][] {{0.5, 0.6}}, new int[] {0}))
                .hasMessage("probability must have sum 1 in every row, got 1.1 at index 0");
        assertThatThrownBy(() -> ClassSample.of(new double[][] {{0.5, 0.5}}, new int[] {2}))
                .hasMessage("label must be in [0, 1], got 2 at index 0");
        assertThatThrownBy(() -> ClassSample.of(new double[][] {{0.5, 0.5}}, new int[] {}))
                .hasMessage("label must be as long as probability, got 0 against 1");
        assertThatThrownBy(() -> ClassSample.of(new double[][] {{0.5, 0.5}}, new double[][] {{1, 0}}, new double[] {0}))
                .hasMessage("weight must have a value above 0, got only zeros");
        assertThatThrownBy(() -> applied(new VectorCalibrator(new double[] {1, 1}, new double[2]), 0.2, 0.3, 0.5))
                .hasMessage("p and out must be two arrays of 2 values, got 3 and 3");
        assertThatThrownBy(() -> new MatrixCalibrator(new double[][] {{1, 0}, {1}}, new double[2]))
                .hasMessage("m must have 2 columns, got 1 in row 1");
        double[] wide = new double[31];
        wide[0] = 1;
        assertThatThrownBy(() -> MatrixCalibrator.fit(ClassSample.of(new double[][] {wide}, new int[] {0})))
                .hasMessage("classes must be at most 30, got 31");
    }
}

package dev.plumbline.calibration.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The class maps as values and as functions, by hand. */
class ClassMapsTest {

    private static final double LN2 = Math.log(2);

    private static double[] scores(ClassCalibrator map, double... p) {
        double[] out = new double[p.length];
        map.scores(p, out);
        return out;
    }

    @Test
    void scores_areThoseOfTheFormula() {
        double[] p = {0.25, 0.5, 0.25};
        assertThat(scores(new VectorCalibrator(new double[] {3, 0.5, -1}, new double[] {0.1, -0.2, 4}), p))
                .containsExactly(new double[] {-6 * LN2 + 0.1, -0.5 * LN2 - 0.2, 2 * LN2 + 4}, within(1e-15));
        double[][] m = {{1, 2, 3}, {0, 5, 0}, {-1, 0, 4}};
        assertThat(scores(new MatrixCalibrator(m, new double[] {0.5, 0, -7}), p))
                .containsExactly(new double[] {-10 * LN2 + 0.5, -5 * LN2, -6 * LN2 - 7}, within(1e-14));
        assertThat(scores(new ClassTemperatureCalibrator(4), p))
                .containsExactly(new double[] {-0.5 * LN2, -0.25 * LN2, -0.5 * LN2}, within(1e-15));
    }

    @Test
    void scores_belowTheClip_countAsTheClip() {
        VectorCalibrator map = new VectorCalibrator(new double[] {1, 1}, new double[2]);
        assertThat(scores(map, 0, 1)).containsExactly(new double[] {Math.log(1e-7), 0}, within(1e-14));
        assertThatThrownBy(() -> scores(map, 0.5, Double.NaN)).hasMessage("probability must be in [0, 1], got NaN");
        double[] same = {0.5, 0.5};
        assertThatThrownBy(() -> map.scores(same, same))
                .hasMessage("p and out must be two arrays of 2 values, got 2 and 2, the same array");
        assertThatThrownBy(() -> scores(new MatrixCalibrator(new double[2][2], new double[2]), 1))
                .hasMessage("p and out must be two arrays of 2 values, got 1 and 1");
    }

    @Test
    void constructors_noNumbers_areNamed() {
        double[] two = {0, 0};
        double[] nan = {0, Double.NaN};
        assertThatThrownBy(() -> new VectorCalibrator(nan, two))
                .hasMessage("v must be a number in [-1e300, 1e300], got NaN");
        assertThatThrownBy(() -> new VectorCalibrator(two, nan))
                .hasMessage("b must be a number in [-1e300, 1e300], got NaN");
        assertThatThrownBy(() -> new MatrixCalibrator(new double[2][2], nan))
                .hasMessage("b must be a number in [-1e300, 1e300], got NaN");
        assertThatThrownBy(() -> new MatrixCalibrator(new double[][] {two, nan}, two))
                .hasMessage("m must be a number in [-1e300, 1e300], got NaN");
        assertThatThrownBy(() -> new VectorCalibrator(new double[1], new double[1]))
                .hasMessage("v and b must have one value per class, at least 2, got 1 and 1");
    }

    @Test
    void equals_hashCode_toString_goByContent() {
        VectorCalibrator vector = new VectorCalibrator(new double[] {1, 2}, new double[] {0, 3});
        assertThat(vector)
                .isEqualTo(new VectorCalibrator(new double[] {1, 2}, new double[] {0, 3}))
                .hasSameHashCodeAs(new VectorCalibrator(new double[] {1, 2}, new double[] {0, 3}))
                .isNotEqualTo(new VectorCalibrator(new double[] {1, 2}, new double[] {0, 4}))
                .isNotEqualTo(new VectorCalibrator(new double[] {1, 1}, new double[] {0, 3}))
                .hasToString("VectorCalibrator[v=[1.0, 2.0], b=[0.0, 3.0]]");
        assertThat(vector.hashCode())
                .isNotEqualTo(new VectorCalibrator(new double[] {2, 1}, new double[] {0, 3}).hashCode());
        MatrixCalibrator matrix = new MatrixCalibrator(new double[][] {{1, 2}, {3, 4}}, new double[] {5, 6});
        assertThat(matrix)
                .isEqualTo(new MatrixCalibrator(new double[][] {{1, 2}, {3, 4}}, new double[] {5, 6}))
                .hasSameHashCodeAs(new MatrixCalibrator(new double[][] {{1, 2}, {3, 4}}, new double[] {5, 6}))
                .isNotEqualTo(new MatrixCalibrator(new double[][] {{1, 2}, {3, 5}}, new double[] {5, 6}))
                .isNotEqualTo(new MatrixCalibrator(new double[][] {{1, 2}, {3, 4}}, new double[] {5, 7}))
                .hasToString("MatrixCalibrator[m=[[1.0, 2.0], [3.0, 4.0]], b=[5.0, 6.0]]");
        assertThat(matrix.hashCode())
                .isNotEqualTo(new MatrixCalibrator(new double[][] {{1, 2}, {4, 3}}, new double[] {5, 6}).hashCode());
    }

    @Test
    void arrays_areCopiedInAndOut() {
        double[] v = {1, 2};
        double[][] m = {{1, 2}, {3, 4}};
        double[] b = {0, 3};
        VectorCalibrator vector = new VectorCalibrator(v, b);
        MatrixCalibrator matrix = new MatrixCalibrator(m, b);
        v[0] = b[0] = m[0][0] = 9;
        vector.v()[1] = vector.b()[1] = matrix.b()[1] = matrix.m()[1][1] = 9;
        assertThat(vector).isEqualTo(new VectorCalibrator(new double[] {1, 2}, new double[] {0, 3}));
        assertThat(matrix).isEqualTo(new MatrixCalibrator(new double[][] {{1, 2}, {3, 4}}, new double[] {0, 3}));
    }
}

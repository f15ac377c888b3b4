package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the covariance in plain matrices, about no mean. */
class LogitSandwichTest {

    private static final double INTERCEPT = 0.3;
    private static final double SLOPE = 0.8;

    private static SortedRows rows(int n, boolean grouped) {
        SplittableRandom random = new SplittableRandom(n);
        double[] p = new double[n];
        double[] y = new double[n];
        double[] w = new double[n];
        long[] group = new long[n];
        for (int i = 0; i < n; i++) {
            p[i] = 0.05 + 0.85 * random.nextDouble();
            y[i] = random.nextInt(5) == 0 ? random.nextDouble() : random.nextInt(2);
            w[i] = 0.5 + random.nextDouble();
            group[i] = random.nextInt(n / 3);
        }
        CalibrationSample sample = CalibrationSample.of(p, y, w);
        return (grouped ? sample.withGroups(group) : sample).rows();
    }

    private static double fitted(double z) {
        return Logistic.sigmoid(INTERCEPT + SLOPE * z);
    }

    /** {interceptError, slopeError, optimism}. */
    private static double[] plain(SortedRows rows, double[] z, boolean both) {
        double[][] h = new double[2][2];
        for (int i = 0; i < z.length; i++) {
            double d = rows.w[i] * fitted(z[i]) * (1 - fitted(z[i]));
            add(h, d, both ? z[i] : 0);
        }
        double[][] inverse = both ? inverse(h) : new double[][] {{1 / h[0][0], 0}, {0, 0}};
        double[][] scores = new double[rows.units()][2];
        for (int i = 0; i < z.length; i++) {
            double u = both ? z[i] : 0;
            double d = rows.w[i] * fitted(z[i]) * (1 - fitted(z[i]));
            double leverage = d * (inverse[0][0] + 2 * u * inverse[0][1] + u * u * inverse[1][1]);
            double score = rows.w[i] * (rows.y[i] - fitted(z[i])) / (1 - leverage);
            scores[rows.unit(i)][0] += score;
            scores[rows.unit(i)][1] += score * u;
        }
        double[][] j = new double[2][2];
        for (double[] score : scores) {
            j[0][0] += score[0] * score[0];
            j[0][1] += score[0] * score[1];
            j[1][1] += score[1] * score[1];
        }
        j[1][0] = j[0][1];
        double[][] half = product(inverse, j);
        double[][] covariance = product(half, inverse);
        double small = rows.units() / (rows.units() - 1.0);
        return new double[] {
            Math.sqrt(covariance[0][0] * small), Math.sqrt(covariance[1][1] * small), half[0][0] + half[1][1]
        };
    }

    private static void add(double[][] h, double d, double z) {
        h[0][0] += d;
        h[0][1] += d * z;
        h[1][0] += d * z;
        h[1][1] += d * z * z;
    }

    private static double[][] inverse(double[][] m) {
        double determinant = m[0][0] * m[1][1] - m[0][1] * m[1][0];
        return new double[][] {
            {m[1][1] / determinant, -m[0][1] / determinant}, {-m[1][0] / determinant, m[0][0] / determinant}
        };
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] c = new double[2][2];
        for (int i = 0; i < 2; i++) {
            for (int k = 0; k < 2; k++) {
                c[i][k] = a[i][0] * b[0][k] + a[i][1] * b[1][k];
            }
        }
        return c;
    }

    /** Few rows, and more than are summed at a time. */
    @ParameterizedTest
    @CsvSource({
        "30, true, false",
        "30, false, false",
        "30, true, true",
        "30, false, true",
        "5000, true, false",
        "5000, false, false",
        "5000, true, true"
    })
    void of_isThatOfPlainMatrices(int n, boolean both, boolean grouped) {
        SortedRows rows = rows(n, grouped);
        double[] z = Arrays.stream(rows.p).map(Logistic::logit).toArray();
        double[] q = Arrays.stream(z).map(LogitSandwichTest::fitted).toArray();
        LogitSandwich found = LogitSandwich.of(rows, z, q, both);
        double[] plain = plain(rows, z, both);
        assertThat(found.interceptError()).isCloseTo(plain[0], within(1e-10 * plain[0]));
        assertThat(found.slopeError()).isCloseTo(plain[1], within(1e-10));
        assertThat(found.optimism()).isCloseTo(plain[2], within(1e-10 * plain[2]));
    }

    /** No information: a fit that is certain of every row, or one place for a line. */
    @ParameterizedTest
    @CsvSource({"1, 0, true, 2", "1, 0, false, 1", "0.5, 1, true, 2"})
    void of_noInformation_isInfinite(double q, double same, boolean both, double optimism) {
        CalibrationSample sample = CalibrationSample.of(new double[] {0.2, 0.6}, new double[] {0, 1});
        double[] z = same == 1 ? new double[] {1, 1} : new double[] {-1, 1};
        LogitSandwich found = LogitSandwich.of(sample.rows(), z, new double[] {q, q}, both);
        assertThat(found).isEqualTo(new LogitSandwich(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, optimism));
    }
}

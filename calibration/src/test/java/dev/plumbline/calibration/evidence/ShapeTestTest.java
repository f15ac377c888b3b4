package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** Against Rao's score test computed plainly from the rows: the quadratic term's score over its standard deviation given the line. */
class ShapeTestTest {

    private static final double[] P = {0.1, 0.3, 0.5, 0.7, 0.9};
    private static final int[] EVENTS = {22, 25, 45, 70, 96};
    private static final int EACH = 100;

    private static CalibrationSummary summary(double weight) {
        double[] p = new double[P.length * EACH];
        double[] y = new double[p.length];
        double[] w = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = P[i / EACH];
            y[i] = i % EACH < EVENTS[i / EACH] ? 1 : 0;
            w[i] = weight;
        }
        return CalibrationSummary.of(CalibrationSample.of(p, y, w));
    }

    /** Newton's method for the line, then the score of z^2 with its variance less what the line's coefficients take up. */
    private static double plainBend() {
        double a = 0;
        double b = 1;
        double[] information = new double[5];
        double score = 0;
        for (int step = 0; step < 50; step++) {
            double ga = 0;
            double gb = 0;
            score = 0;
            information = new double[5];
            for (int k = 0; k < P.length; k++) {
                double z = Math.log(P[k] / (1 - P[k]));
                double q = 1 / (1 + Math.exp(-a - b * z));
                double residual = EVENTS[k] - EACH * q;
                ga += residual;
                gb += z * residual;
                score += z * z * residual;
                for (int power = 0; power < 5; power++) {
                    information[power] += EACH * q * (1 - q) * Math.pow(z, power);
                }
            }
            double det = information[0] * information[2] - information[1] * information[1];
            a += (information[2] * ga - information[1] * gb) / det;
            b += (information[0] * gb - information[1] * ga) / det;
        }
        double det = information[0] * information[2] - information[1] * information[1];
        double x = (information[2] * information[2] - information[1] * information[3]) / det;
        double y = (information[0] * information[3] - information[1] * information[2]) / det;
        return score / Math.sqrt(information[4] - x * information[2] - y * information[3]);
    }

    @Test
    void of_fivePositions_isRaosScoreTest() {
        ShapeTest test = ShapeTest.of(summary(1)).orElseThrow();
        double bend = plainBend();
        assertThat(test.bend()).isCloseTo(bend, within(1e-6));
        assertThat(test.bend()).isGreaterThan(2);
        assertThat(test.pValue()).isCloseTo(2 * NormalDistribution.of(0, 1).survivalProbability(bend), within(1e-6));
    }

    @Test
    void of_commonWeight_changesNothing() {
        assertThat(ShapeTest.of(summary(4)).orElseThrow().bend())
                .isCloseTo(ShapeTest.of(summary(1)).orElseThrow().bend(), within(1e-9));
    }

    @Test
    void of_tooLittle_isEmpty() {
        assertThat(ShapeTest.of(CalibrationSummary.empty())).isEmpty();
        // two positions: any line is exact
        assertThat(ShapeTest.of(CalibrationSummary.of(
                        CalibrationSample.of(new double[] {0.2, 0.2, 0.7, 0.7}, new double[] {0, 1, 0, 1}))))
                .isEmpty();
        assertThat(ShapeTest.of(CalibrationSummary.of(
                        CalibrationSample.of(new double[] {0.2, 0.4, 0.7}, new double[] {0, 0, 1}))))
                .isEmpty();
    }
}

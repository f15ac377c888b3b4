package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.Logistic;
import dev.plumbline.calibration.calibrator.BetaCalibrator;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.LogitPlattCalibrator;
import dev.plumbline.calibration.calibrator.OffsetCalibrator;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChallengerTest {
    private static CalibrationSample draw(SplittableRandom random, int n, double slope, double shift) {
        double[] p = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            p[i] = random.nextDouble();
            y[i] = random.nextDouble() < Logistic.sigmoid(slope * Logistic.logit(p[i]) + shift) ? 1 : 0;
        }
        return CalibrationSample.of(p, y);
    }

    @Test
    void nextFit_followsTheSchedule() {
        long[] on = {0, 25, 40, 74, 75, 76, 100, 5000, 5001, 20_000};
        long[] next = {25, 40, 55, 89, 90, 92, 120, 6000, 6001, 21_000};
        for (int i = 0; i < on.length; i++) {
            assertThat(Challenger.nextFit(on[i])).as("after " + on[i]).isEqualTo(next[i]);
        }
    }

    @Test
    void window_isTheNewestPart() {
        assertThat(Challenger.OFFSET.window(25)).isEqualTo(25);
        assertThat(Challenger.BETA.window(199)).isZero();
        assertThat(Challenger.BETA.window(200)).isEqualTo(200);
        assertThat(Challenger.LOGIT_PLATT_HALF.window(25)).isEqualTo(13);
        assertThat(Challenger.LOGIT_PLATT_LATEST.window(25)).isEqualTo(6);
        assertThat(Challenger.LOGIT_PLATT_LATEST.window(8004)).isEqualTo(2000);
    }

    @Test
    void offset_fourPairs_byHand() {
        CalibrationSample sample = CalibrationSample.of(new double[] {0.5, 0.5, 0.5, 0.5}, new double[] {0, 0, 0, 1});
        double t = ((OffsetCalibrator) Challenger.OFFSET.fit(sample)).intercept();
        // the derivative of the log likelihood less 2 t^2: 1 - 4 sigmoid(t) - 4 t = 0, at t = -0.2 all but a little
        assertThat(1 - 4 * Logistic.sigmoid(t) - 4 * t).isCloseTo(0, within(1e-9));
        assertThat(t).isCloseTo(-0.2002, within(1e-4));
    }

    /** The score equations of the shrunk likelihood hold at the fit; scores repeat, so that cells are exact. */
    @Test
    void fits_areStationary() {
        double[] scores = {0.1, 0.3, 0.6, 0.9};
        int n = 200;
        double[] p = new double[n];
        double[] y = new double[n];
        double[] w = new double[n];
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < n; i++) {
            p[i] = scores[random.nextInt(4)];
            y[i] = random.nextInt(5) == 0 ? random.nextDouble() : random.nextDouble() < p[i] * p[i] ? 1 : 0;
            w[i] = 0.5 + random.nextDouble();
        }
        double mean = Arrays.stream(w).average().orElseThrow();
        CalibrationSample sample = CalibrationSample.of(p, y, w);
        LogitPlattCalibrator line = (LogitPlattCalibrator) Challenger.LOGIT_PLATT.fit(sample);
        BetaCalibrator beta = (BetaCalibrator) Challenger.BETA.fit(sample);
        double[] gradient = new double[5];
        for (int i = 0; i < n; i++) {
            double lineMiss = w[i] / mean * (y[i] - line.apply(p[i]));
            double betaMiss = w[i] / mean * (y[i] - beta.apply(p[i]));
            gradient[0] += lineMiss * Logistic.logit(p[i]);
            gradient[1] += lineMiss;
            gradient[2] += betaMiss * Math.log(p[i]);
            gradient[3] -= betaMiss * Math.log(1 - p[i]);
            gradient[4] += betaMiss;
        }
        double[] shrinkage = {line.slope() - 1, line.intercept(), beta.a() - 1, beta.b() - 1, beta.c()};
        for (int j = 0; j < gradient.length; j++) {
            assertThat(gradient[j]).as("equation " + j).isCloseTo(4 * shrinkage[j], within(1e-6));
        }
        assertThat(line.slope()).isNotCloseTo(1, within(0.02));
    }

    @Test
    void fit_weights_countByTheirRatios() {
        CalibrationSample sample = draw(new SplittableRandom(8), 300, 0.7, 0.2);
        double[] seven = new double[300];
        Arrays.fill(seven, 7);
        CalibrationSample heavy = CalibrationSample.of(sample.probabilities(), sample.outcomes(), seven);
        for (Challenger challenger : Challenger.values()) {
            for (double p : new double[] {0.02, 0.4, 0.95}) {
                assertThat(challenger.fit(heavy).apply(p))
                        .isCloseTo(challenger.fit(sample).apply(p), within(1e-9));
            }
        }
    }

    @Test
    void fit_manyPairs_isMaximumLikelihood() {
        CalibrationSample sample = draw(new SplittableRandom(9), 200_000, 0.7, 0.3);
        LogitPlattCalibrator exact = LogitPlattCalibrator.fit(sample);
        LogitPlattCalibrator line = (LogitPlattCalibrator) Challenger.LOGIT_PLATT.fit(sample);
        // what cells lose, about 1e-4 of the slope, and the shrinkage
        assertThat(line.slope()).isCloseTo(exact.slope(), within(3e-4));
        assertThat(line.intercept()).isCloseTo(exact.intercept(), within(3e-4));
        BetaCalibrator exactBeta = BetaCalibrator.fit(sample);
        BetaCalibrator beta = (BetaCalibrator) Challenger.BETA.fit(sample);
        for (double p : new double[] {0.01, 0.3, 0.7, 0.99}) {
            assertThat(beta.apply(p)).isCloseTo(exactBeta.apply(p), within(2e-4));
        }
    }

    @Test
    void fit_awkwardPairs_isFinite() {
        double[] ends = {0, 1, 0, 1, 0.5, 1e-9};
        CalibrationSample[] samples = {
            CalibrationSample.of(ends, new double[] {0, 0, 0, 0, 0, 0}),
            CalibrationSample.of(ends, new double[] {1, 0, 1, 0, 1, 1}),
            CalibrationSample.of(new double[] {0.3, 0.3, 0.3}, new double[] {1, 1, 1}),
            CalibrationSample.of(new double[] {1}, new double[] {0.5})
        };
        for (CalibrationSample sample : samples) {
            for (Challenger challenger : Challenger.values()) {
                Calibrator map = challenger.fit(sample);
                assertThat(map.apply(0.3)).as(challenger + " " + map).isBetween(0.0, 1.0);
            }
        }
    }

    @Test
    void beta_reversedScores_dropsNegativeCoefficients() {
        CalibrationSample sample = draw(new SplittableRandom(10), 5000, -2, 0.5);
        BetaCalibrator beta = (BetaCalibrator) Challenger.BETA.fit(sample);
        assertThat(beta.a()).isZero();
        assertThat(beta.b()).isZero();
        double rate = CalibrationSummary.of(sample).baseRate();
        assertThat(beta.apply(0.5)).isCloseTo(rate, within(1e-3));
        double[] p = {0.05, 0.3, 0.6, 0.95};
        double[] y = new double[400];
        double[] scores = new double[400];
        for (int i = 0; i < 400; i++) {
            scores[i] = p[i % 4];
            y[i] = i % 4 == 0 ? (i < 200 ? 1 : 0) : i % 4 == 3 ? (i < 390 ? 1 : 0) : i < 120 ? 1 : 0;
        }
        BetaCalibrator bent = (BetaCalibrator) Challenger.BETA.fit(CalibrationSample.of(scores, y));
        assertThat(bent.a()).isZero();
        assertThat(bent.b()).isPositive();
    }

    /** Windows slide over pairs; fits on them are those of a summary of the same stretch. */
    @Test
    void cellWindow_slides_isTheSummaryOfItsStretch() {
        SplittableRandom random = new SplittableRandom(11);
        PairHistory pairs = new PairHistory();
        double[] p = new double[3000];
        double[] y = new double[3000];
        double[] w = new double[3000];
        for (int i = 0; i < p.length; i++) {
            p[i] = random.nextInt(20) == 0 ? random.nextInt(2) : random.nextDouble();
            y[i] = random.nextInt(4) == 0 ? random.nextDouble() : random.nextInt(2);
            w[i] = random.nextInt(3) + random.nextDouble();
            pairs.add(p[i], y[i], w[i]);
        }
        CellWindow window = new CellWindow(100);
        int[][] stretches = {{100, 125}, {400, 1000}, {1200, 1201}, {1500, 3000}};
        for (int[] each : stretches) {
            FitRows rows = window.rows(pairs, each[0], each[1]);
            CalibrationSample sample = CalibrationSample.of(
                    Arrays.copyOfRange(p, each[0], each[1]),
                    Arrays.copyOfRange(y, each[0], each[1]),
                    Arrays.copyOfRange(w, each[0], each[1]));
            for (Challenger challenger : Challenger.values()) {
                Calibrator slid = challenger.fit(rows, null);
                Calibrator summed = challenger.fit(sample);
                for (double q : new double[] {0, 0.2, 0.7, 1}) {
                    assertThat(slid.apply(q)).isCloseTo(summed.apply(q), within(1e-7));
                }
                assertThat(challenger.fit(rows, summed).apply(0.3)).isCloseTo(slid.apply(0.3), within(1e-9));
            }
        }
    }

    @Test
    void fit_emptyWindow_saysSo() {
        assertThatThrownBy(() -> Challenger.OFFSET.fit(CalibrationSummary.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("window must have at least 1 pair with weight, got 0 pairs and weight 0.0");
    }
}

package dev.plumbline.calibration.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.Logistic;
import dev.plumbline.calibration.TestData;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the maps have in common, the examples of their Javadoc, and their degenerate data. */
class CalibratorsTest {

    private static double[] v(double... values) {
        return values;
    }

    /** Pairs at a few scores: count and number of outcomes 1 at each. */
    private static CalibrationSample counts(double[] score, int[] count, int[] ones) {
        int n = Arrays.stream(count).sum();
        double[] p = new double[n];
        double[] y = new double[n];
        int at = 0;
        for (int k = 0; k < score.length; k++) {
            for (int i = 0; i < count[k]; i++) {
                p[at] = score[k];
                y[at++] = i < ones[k] ? 1 : 0;
            }
        }
        return CalibrationSample.of(p, y);
    }

    @Test
    void offset_example_isTheLogOfThree() {
        OffsetCalibrator fit = OffsetCalibrator.fit(CalibrationSample.of(v(.5, .5, .5, .5), v(0, 0, 0, 1)));
        assertThat(fit.intercept()).isCloseTo(-1.0986122886681098, within(1e-14));
        assertThat(fit.apply(0.5)).isCloseTo(0.25, within(1e-14));
    }

    @Test
    void temperature_example_isTwo() {
        TemperatureCalibrator fit = TemperatureCalibrator.fit(CalibrationSample.of(v(.9, .9, .9, .9), v(1, 1, 1, 0)));
        assertThat(fit.temperature()).isCloseTo(2, within(1e-13));
        assertThat(fit.exists()).isTrue();
    }

    @Test
    void logitPlatt_example_goesThroughBothLogOdds() {
        CalibrationSample sample = counts(v(0.2, 0.8), new int[] {5, 5}, new int[] {1, 3});
        LogitPlattCalibrator fit = LogitPlattCalibrator.fit(sample);
        assertThat(fit.slope()).isCloseTo(0.6462406251802891, within(1e-12));
        assertThat(fit.intercept()).isCloseTo(-0.49041462650586315, within(1e-12));
        LogitPlattCalibrator cells = LogitPlattCalibrator.fit(CalibrationSummary.of(sample));
        assertThat(cells.slope()).isCloseTo(fit.slope(), within(1e-9));
    }

    @Test
    void beta_example_goesThroughAllThreeLogOdds() {
        BetaCalibrator fit = BetaCalibrator.fit(counts(v(0.2, 0.5, 0.8), new int[] {10, 10, 10}, new int[] {1, 4, 7}));
        assertThat(fit.apply(0.2)).isCloseTo(0.1, within(1e-12));
        assertThat(fit.apply(0.5)).isCloseTo(0.4, within(1e-12));
        assertThat(fit.apply(0.8)).isCloseTo(0.7, within(1e-12));
        assertThat(fit.a()).isCloseTo(1.7019467961, within(1e-9));
        assertThat(fit.b()).isCloseTo(0.4942119153, within(1e-9));
        assertThat(fit.c()).isCloseTo(0.4316729194, within(1e-9));
    }

    @Test
    void quadratic_example_goesThroughAllThreeLogOdds() {
        QuadraticCalibrator fit = QuadraticCalibrator.fit(
                counts(v(0.2, 0.5, 0.8), new int[] {1000, 1000, 1000}, new int[] {200, 502, 801}));
        assertThat(fit.apply(0.2)).isCloseTo(0.2, within(1e-12));
        assertThat(fit.apply(0.5)).isCloseTo(0.502, within(1e-12));
        assertThat(fit.apply(0.8)).isCloseTo(0.801, within(1e-12));
        assertThat(fit.t()).isCloseTo(0.0080000427, within(1e-9));
        assertThat(fit.s()).isCloseTo(1.0022584530, within(1e-9));
        assertThat(fit.r()).isCloseTo(-0.0025336307, within(1e-9));
    }

    @Test
    void isotonic_example_hasTheStatedPoints() {
        CalibrationSample sample = CalibrationSample.of(v(0, .1, .1, .2, .3), v(0, 0, 1, 0, 1));
        IsotonicCalibrator fit = IsotonicCalibrator.fit(sample);
        assertThat(fit.x()).containsExactly(0, 0.1, 0.2, 0.3);
        assertThat(fit.y()).containsExactly(0, 1 / 3.0, 1 / 3.0, 1);
        assertThat(fit.apply(0.25)).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(fit.apply(0.9)).isEqualTo(1);
        IsotonicCalibrator centred = IsotonicCalibrator.fitCentred(sample);
        assertThat(centred.x()).containsExactly(v(0, 0.4 / 3, 0.3), within(1e-15));
        assertThat(centred.y()).containsExactly(0, 1 / 3.0, 1);
        assertThat(centred.inverse(1 / 3.0).orElseThrow()).isCloseTo(0.4 / 3, within(1e-15));
        assertThat(fit.inverse(1 / 3.0)).isEmpty();
        assertThat(fit.inverse(2 / 3.0).orElseThrow()).isCloseTo(0.25, within(1e-12));
        assertThat(fit.inverse(1)).isEmpty();
        assertThat(IsotonicCalibrator.fit(CalibrationSummary.of(sample))).isEqualTo(fit);
    }

    /** A straight search for the best of a fine grid inside the condition, as the reference. */
    @Test
    void quadratic_freeFitWouldFall_isTheOptimumOnTheEdge() {
        CalibrationSample sample =
                counts(v(0.05, 0.3, 0.6, 0.95), new int[] {50, 50, 50, 50}, new int[] {20, 8, 25, 45});
        double[] free = LogisticRegression.fit(RowSource.of(sample), Features.SQUARE);
        assertThat(free[2]).isGreaterThan(free[1] / (2 * Features.LARGEST)); // it does fall
        QuadraticCalibrator fit = QuadraticCalibrator.fit(sample);
        double best = ScaledRows.meanLogLikelihood(RowSource.of(sample), Features.SQUARE, v(fit.t(), fit.s(), fit.r()));
        for (double share = -1; share <= 1; share += 0.125) {
            for (double s = 0; s < 2; s += 0.01) {
                for (double t = -1; t < 1; t += 0.05) {
                    double[] other = {t, s, share * s / (2 * Features.LARGEST)};
                    assertThat(ScaledRows.meanLogLikelihood(RowSource.of(sample), Features.SQUARE, other))
                            .isLessThanOrEqualTo(best);
                }
            }
        }
        assertThat(fit.r()).isCloseTo(fit.s() / (2 * Features.LARGEST), within(1e-15));
    }

    @Test
    void beta_negativeCoefficient_isDroppedAndTheRestRefitted() {
        CalibrationSample falling = counts(v(0.1, 0.5, 0.9), new int[] {50, 50, 50}, new int[] {20, 10, 45});
        double[] free = LogisticRegression.fit(RowSource.of(falling), Features.LOG_BOTH);
        assertThat(free[1] + free[2]).isNegative();
        BetaCalibrator fit = BetaCalibrator.fit(falling);
        double[] one = LogisticRegression.fit(RowSource.of(falling), Features.LOG_Q);
        assertThat(fit).isEqualTo(new BetaCalibrator(0, one[1], one[0]));
        BetaCalibrator mirrored =
                BetaCalibrator.fit(counts(v(0.1, 0.5, 0.9), new int[] {50, 50, 50}, new int[] {5, 40, 30}));
        assertThat(mirrored.b()).isZero();
        assertThat(mirrored.a()).isCloseTo(fit.b(), within(1e-12));
        BetaCalibrator reversed = BetaCalibrator.fit(TestData.fieldCase("f1-reversed.csv"));
        assertThat(reversed.a()).isZero();
        assertThat(reversed.b()).isZero();
        assertThat(reversed.apply(0.3)).isCloseTo(0.5, within(1e-12));
        assertThat(QuadraticCalibrator.fit(TestData.fieldCase("f1-reversed.csv"))
                        .apply(0.9))
                .isCloseTo(0.5, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(CalibrationMethod.class)
    void fit_degenerateData_isDefined(CalibrationMethod method) {
        List<CalibrationSample> samples = List.of(
                CalibrationSample.of(v(0.3), v(1)),
                CalibrationSample.of(v(0), v(1)),
                CalibrationSample.of(v(0.5, 0.5), v(0, 1)),
                CalibrationSample.of(v(0.2, 0.4, 0.9), v(1, 1, 1)),
                CalibrationSample.of(v(0.2, 0.4, 0.9), v(0, 0, 0)),
                CalibrationSample.of(v(0.2, 0.2, 0.2), v(0, 1, 0)),
                CalibrationSample.of(v(0.1, 0.2, 0.8, 0.9), v(0, 0, 1, 1)),
                CalibrationSample.of(v(0.1, 0.2, 0.8, 0.9), v(1, 1, 0, 0)),
                CalibrationSample.of(v(0.1, 0.2, 0.8, 0.9), v(0, 1, 1, 0)),
                CalibrationSample.of(v(0, 0, 1, 1), v(0, 1, 0, 1)),
                CalibrationSample.of(v(0, 1e-300, 1, 0.5), v(0, 1, 1, 0), v(1e-300, 1e-300, 1e-300, 0)),
                CalibrationSample.of(v(0.1, 0.5, 0.9), v(1, 0, 1), v(0, 3, 0)),
                CalibrationSample.of(v(0.1, 0.5, 0.9), v(0.3, 0.3, 0.3), v(1e200, 1e200, 1)));
        for (CalibrationSample sample : samples) {
            Calibrator map = method.fit(sample);
            for (double p : v(0, 1e-300, 1e-7, 0.1, 0.5, 0.9, 1)) {
                assertThat(map.apply(p)).as("%s at %s of %s", map, p, sample).isBetween(0.0, 1.0);
            }
        }
    }

    @Test
    void fit_separable_isSteepAndRight() {
        CalibrationSample sample = CalibrationSample.of(v(0.1, 0.2, 0.8, 0.9), v(0, 0, 1, 1));
        for (CalibrationMethod method : CalibrationMethod.values()) {
            Calibrator map = method.fit(sample);
            if (List.of("temperature", "logit-platt", "beta", "quadratic", "isotonic")
                    .contains(map.method())) {
                assertThat(map.apply(0.2)).as("%s", map).isLessThan(0.01);
                assertThat(map.apply(0.8)).as("%s", map).isGreaterThan(0.99);
            }
        }
        assertThat(OffsetCalibrator.fit(CalibrationSample.of(v(0.5), v(1))).apply(0.5))
                .isBetween(0.99, 0.999999);
    }

    /** Compressed rows are a way, not a result: a fit of many rows ends where the plain one does. */
    @Test
    void fit_manyRows_doesNotDependOnTheCompression() {
        SplittableRandom random = new SplittableRandom(5);
        int n = 30_000;
        double[] p = new double[n];
        double[] y = new double[n];
        double[] w = new double[n];
        for (int i = 0; i < n; i++) {
            p[i] = i % 50 == 0 ? random.nextInt(2) : Logistic.sigmoid(4 * random.nextDouble() - 3);
            y[i] = random.nextInt(3) == 0 ? random.nextDouble() : random.nextDouble() < p[i] * p[i] ? 1 : 0;
            w[i] = random.nextDouble();
        }
        RowSource rows = RowSource.of(CalibrationSample.of(p, y, w));
        for (Features features : Features.values()) {
            double[] straight = LogisticRegression.fit(rows, null, features);
            double[] compressed = LogisticRegression.fit(rows, features);
            for (int k = 0; k < 3; k++) {
                assertThat(TestData.relativeError(compressed[k], straight[k]))
                        .as("%s", features)
                        .isLessThan(1e-10);
            }
        }
        // separated many rows are seen as such
        for (int i = 0; i < n; i++) {
            y[i] = p[i] > 0.3 ? 1 : 0;
        }
        LogitPlattCalibrator steep = LogitPlattCalibrator.fit(CalibrationSample.of(p, y, w));
        assertThat(steep.slope()).isBetween(20.0, 1e7);
        assertThat(steep.apply(0.35)).isGreaterThan(0.99);
    }

    /** No finite optimum: thresholds for curves that only rise or fall, intervals for those that may turn. */
    @Test
    void separation_isToldFromTheRows() {
        double[] score = v(0.1, 0.2, 0.4, 0.6, 0.8, 0.9);
        double[][] outcomes = {
            v(0, 0, 0, 1, 1, 1),
            v(1, 1, 0, 0, 0, 0),
            v(0, 0, 1, 1, 0, 0),
            v(1, 0, 0, 0, 0, 1),
            v(0, 1, 0, 1, 0, 1),
            v(1, 1, 1, 1, 1, 1)
        };
        boolean[] threshold = {true, true, false, false, false, true};
        boolean[] interval = {true, true, true, true, false, true};
        boolean[] half = {true, false, false, false, false, false};
        for (int k = 0; k < outcomes.length; k++) {
            RowSource rows = RowSource.of(CalibrationSample.of(score, outcomes[k]));
            assertThat(Separation.of(rows, Features.LOGIT, true, false)).isEqualTo(threshold[k]);
            assertThat(Separation.of(rows, Features.LOG_BOTH, true, true)).isEqualTo(interval[k]);
            assertThat(Separation.of(rows, Features.LOGIT_ONLY, true, false)).isEqualTo(half[k]);
            assertThat(Separation.of(rows, Features.OFFSET, true, false)).isEqualTo(k == 5);
        }
        RowSource ties = RowSource.of(CalibrationSample.of(v(0.3, 0.3, 0.7, 0.7), v(0, 1, 0, 1)));
        assertThat(Separation.of(ties, Features.LOGIT, true, false)).isFalse();
        RowSource touching = RowSource.of(CalibrationSample.of(v(0.3, 0.5, 0.5, 0.7), v(0, 0, 1, 1)));
        assertThat(Separation.of(touching, Features.LOGIT, true, false)).isTrue();
    }

    /** So steep that a cell's moments do not say enough: the rows do. */
    @Test
    void fit_manyRowsSteepCurve_isThatOfTheRows() {
        SplittableRandom random = new SplittableRandom(9);
        int n = 20_000;
        double[] p = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            p[i] = 0.2 + 0.4 * random.nextDouble();
            y[i] = random.nextDouble() < Logistic.sigmoid(200 * Features.logOdds(p[i]) + 90) ? 1 : 0;
        }
        RowSource rows = RowSource.of(CalibrationSample.of(p, y));
        double[] straight = LogisticRegression.fit(rows, null, Features.LOGIT);
        double[] compressed = LogisticRegression.fit(rows, Features.LOGIT);
        assertThat(compressed[1]).isCloseTo(straight[1], within(1e-10 * straight[1]));
        assertThat(compressed[0]).isCloseTo(straight[0], within(1e-10 * straight[0]));
    }

    /** Two scores a billionth apart, many times: the line through both, as from a few rows. */
    @Test
    void fit_manyRowsInOneCell_tellsThemApart() {
        int n = 20_000;
        double[] p = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            p[i] = 0.3 + i % 2 * 1e-9;
            y[i] = i % 2 == 0 ? (i % 10 == 0 ? 1 : 0) : (i % 10 < 6 ? 1 : 0);
        }
        LogitPlattCalibrator fit = LogitPlattCalibrator.fit(CalibrationSample.of(p, y));
        assertThat(fit.apply(p[0])).isCloseTo(0.2, within(1e-6));
        assertThat(fit.apply(p[1])).isCloseTo(0.6, within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(CalibrationMethod.class)
    void arrays_inverseAndBadScores(CalibrationMethod method) {
        CalibrationSample sample = TestData.synthetic().get(0).sample();
        Calibrator map = method.fit(sample);
        assertThat(map.method()).isEqualTo(method.toString());
        double[] in = TestData.probabilities(sample);
        double[] out = new double[in.length];
        map.apply(in, out);
        assertThat(in).isEqualTo(TestData.probabilities(sample));
        for (int i = 0; i < in.length; i++) {
            assertThat(out[i]).isEqualTo(map.apply(in[i]));
            OptionalDouble back = map.inverse(out[i]);
            if (method != CalibrationMethod.ISOTONIC && method != CalibrationMethod.VENN_ABERS) {
                assertThat(back.orElseThrow()).isCloseTo(in[i], within(1e-9));
            } else if (back.isPresent()) {
                assertThat(map.apply(back.getAsDouble())).isCloseTo(out[i], within(1e-9));
            }
        }
        assertThatThrownBy(() -> map.apply(new double[2], new double[3]))
                .hasMessage("out must be as long as in, got 3 against 2");
        assertThatThrownBy(() -> map.inverse(1.5)).hasMessage("q must be in [0, 1], got 1.5");
        if (method != CalibrationMethod.PLATT) {
            assertThatThrownBy(() -> map.apply(1.5)).hasMessage("probability must be in [0, 1], got 1.5");
            assertThatThrownBy(() -> map.apply(Double.NaN)).hasMessage("probability must be in [0, 1], got NaN");
        }
        if (method != CalibrationMethod.IDENTITY && method != CalibrationMethod.PLATT) {
            assertThat(map.inverse(0)).isEmpty();
        }
    }

    @Test
    void badParameters_nameThem() {
        assertThatThrownBy(() -> new TemperatureCalibrator(-1.6))
                .hasMessage("temperature must be at least 1e-300, or infinite when none exists, got -1.6");
        assertThatThrownBy(() -> new TemperatureCalibrator(Double.NaN)).hasMessageContaining("got NaN");
        assertThatThrownBy(() -> new OffsetCalibrator(Double.NaN))
                .hasMessage("intercept must be a number in [-1e300, 1e300], got NaN");
        assertThatThrownBy(() -> new BetaCalibrator(-1e-9, 0, 0)).hasMessage("a must be in [0, 1e300], got -1.0E-9");
        assertThatThrownBy(() -> new BetaCalibrator(0, -2, 0)).hasMessage("b must be in [0, 1e300], got -2.0");
        assertThatThrownBy(() -> new LogitPlattCalibrator(Double.POSITIVE_INFINITY, 0))
                .hasMessageContaining("slope");
        assertThatThrownBy(() -> new QuadraticCalibrator(0, 1, 0.04))
                .hasMessageStartingWith("r must be in [-s/(2 L), s/(2 L)] with L = 16.118");
        assertThatThrownBy(() -> new IsotonicCalibrator(v(0.1, 0.1), v(0, 1)))
                .hasMessage("x must be strictly ascending, got 0.1 at index 1");
        assertThatThrownBy(() -> new IsotonicCalibrator(v(0.1, 0.2), v(0.5, 0.4)))
                .hasMessage("y must never descend, got 0.4 at index 1");
        assertThatThrownBy(() -> new IsotonicCalibrator(v(0.1, 0.2), v(0.5, 1.4)))
                .hasMessage("y must be in [0, 1], got 1.4 at index 1");
        assertThatThrownBy(() -> new IsotonicCalibrator(v(), v()))
                .hasMessage("x and y must be equally long with at least 1 value, got 0 and 0");
    }

    @Test
    void method_names_areFixedAndInOrder() {
        assertThat(Arrays.stream(CalibrationMethod.values()).map(CalibrationMethod::toString))
                .containsExactly(
                        "identity",
                        "offset",
                        "temperature",
                        "logit-platt",
                        "platt",
                        "beta",
                        "quadratic",
                        "isotonic",
                        "venn-abers");
        assertThat(CalibrationMethod.parse("logit-platt")).isEqualTo(CalibrationMethod.LOGIT_PLATT);
        assertThatThrownBy(() -> CalibrationMethod.parse("Platt"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("method must be one of identity, offset, temperature, logit-platt, platt, beta, quadratic,"
                        + " isotonic, venn-abers, got Platt");
    }

    @Test
    void last_anyLength_isTheLastNotAbove() {
        for (int n = 1; n < 40; n++) {
            double[] values = IntStream.range(0, n).mapToDouble(i -> i).toArray();
            for (double p = -1; p < n + 1; p += 0.5) {
                assertThat(IsotonicCalibrator.last(values, p)).isEqualTo((int) Math.min(Math.floor(p), n - 1));
            }
        }
    }
}

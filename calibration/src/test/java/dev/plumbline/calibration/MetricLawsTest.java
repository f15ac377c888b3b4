package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Weight k is k copies, and a fractional outcome is its two split rows, in the value of every metric. */
class MetricLawsTest {

    private static Map<String, Double> values(CalibrationSample sample) {
        Map<String, Double> values = new LinkedHashMap<>();
        CalibrationError width = CalibrationError.equalWidth(sample, 7);
        values.put("ece", width.ece());
        values.put("mce", width.mce());
        values.put("rms", width.rms());
        values.put("debiased", width.debiased());
        values.put("squaredDebiased", width.squaredDebiased());
        values.put("equalMass", CalibrationError.equalMass(sample, 10).ece());
        values.put("smooth", SmoothCalibrationError.of(sample).value());
        values.put("ks", KolmogorovSmirnov.of(sample).statistic());
        values.put("auc", AreaUnderCurve.of(sample).map(AreaUnderCurve::value).orElse(0.0));
        values.put("corpBrier", CorpDecomposition.brier(sample).score());
        values.put("corpMiscalibration", CorpDecomposition.brier(sample).miscalibration());
        values.put("corpLogLoss", CorpDecomposition.logLoss(sample).miscalibration());
        values.put("murphy", MurphyDecomposition.of(sample).resolution());
        values.put("bias", Scores.bias(sample).value());
        values.put("logLoss", Scores.logLoss(sample).map(Estimate::value).orElse(0.0));
        values.put("ici", IntegratedCalibration.of(sample).ici());
        CoxRecalibration.of(sample).ifPresent(cox -> {
            values.put("slope", cox.slope().value());
            values.put("intercept", cox.intercept().value());
        });
        return values;
    }

    private static void assertSame(Map<String, Double> a, Map<String, Double> b) {
        assertThat(a.keySet()).isEqualTo(b.keySet());
        // fits of nearly separable samples amplify rounding
        a.forEach((name, value) -> assertThat(value)
                .as(name)
                .isCloseTo(
                        b.get(name),
                        within((name.equals("slope") || name.equals("intercept") ? 1e-6 : 1e-9)
                                * Math.max(1, Math.abs(value)))));
    }

    private static CalibrationSample sample(List<double[]> rows) {
        return CalibrationSample.of(
                rows.stream().mapToDouble(r -> r[0]).toArray(),
                rows.stream().mapToDouble(r -> r[1]).toArray(),
                rows.stream().mapToDouble(r -> r[2]).toArray());
    }

    @Test
    void weights_areCopies() {
        SplittableRandom random = new SplittableRandom(41);
        for (int round = 0; round < 60; round++) {
            CalibrationSample weighted = TestData.random(random);
            List<double[]> copies = new ArrayList<>();
            weighted.forEach((p, y, w) -> {
                for (int k = 0; k < w; k++) {
                    copies.add(new double[] {p, y, 1});
                }
            });
            assertSame(values(weighted), values(sample(copies)));
        }
    }

    @Test
    void fractionalOutcomes_areSplitRows() {
        SplittableRandom random = new SplittableRandom(42);
        for (int round = 0; round < 60; round++) {
            CalibrationSample fractional = TestData.random(random);
            List<double[]> split = new ArrayList<>();
            fractional.forEach((p, y, w) -> {
                split.add(new double[] {p, 1, w * y});
                split.add(new double[] {p, 0, w * (1 - y)});
            });
            Map<String, Double> expected = values(sample(split));
            Map<String, Double> actual = values(fractional);
            // quantile edges count copies: weights that are not whole are scaled first, so these edges differ
            expected.remove("equalMass");
            actual.remove("equalMass");
            assertSame(actual, expected);
        }
    }

    @Test
    void smoothError_isTheFixedPointOfTheDirectSum() {
        SplittableRandom random = new SplittableRandom(43);
        for (int round = 0; round < 10; round++) {
            CalibrationSample sample = TestData.random(random);
            SmoothCalibrationError found = SmoothCalibrationError.of(sample);
            double s = found.bandwidth();
            double w = sample.rows().totalWeight;
            int points = 20_000;
            int terms = (int) Math.ceil(9 / (Math.PI * s));
            double[] c = new double[terms + 1];
            sample.forEach((p, y, weight) -> {
                for (int k = 0; k <= terms; k++) {
                    c[k] += weight * (y - p) * Math.cos(Math.PI * k * p) / w;
                }
            });
            double integral = 0;
            for (int j = 0; j < points; j++) {
                double t = (j + 0.5) / points;
                double r = c[0];
                for (int k = 1; k <= terms; k++) {
                    r += 2 * c[k] * Math.exp(-s * s * Math.PI * Math.PI * k * k / 2) * Math.cos(Math.PI * k * t);
                }
                integral += Math.abs(r) / points;
            }
            assertThat(found.value()).isCloseTo(integral, within(1e-6)).isCloseTo(s, within(1e-8));
        }
    }

    @Test
    void cosineTransform_isTheSumOfCosines() {
        SplittableRandom random = new SplittableRandom(44);
        for (int n : new int[] {2, 4, 8, 64}) {
            double[] a = random.doubles(n + 1).toArray();
            double[] x = a.clone();
            new CosineTransform(n).transform(x);
            for (int k = 0; k <= n; k++) {
                double sum = 0;
                for (int j = 0; j <= n; j++) {
                    sum += a[j] * Math.cos(Math.PI * k * j / n);
                }
                assertThat(x[k]).isCloseTo(sum, within(1e-12));
            }
        }
    }

    @Test
    void groups_ofCopies_widenIntervalsAsIfTheyWereOne() {
        SplittableRandom random = new SplittableRandom(45);
        int n = 300;
        double[] p = new double[2 * n];
        double[] y = new double[2 * n];
        long[] group = new long[2 * n];
        for (int i = 0; i < n; i++) {
            p[i] = p[i + n] = random.nextDouble();
            y[i] = y[i + n] = random.nextDouble() < p[i] ? 1 : 0;
            group[i] = group[i + n] = i;
        }
        CalibrationSample doubled = CalibrationSample.of(p, y).withGroups(group);
        CalibrationSample single = CalibrationSample.of(Arrays.copyOf(p, n), Arrays.copyOf(y, n));
        assertClose(Scores.brier(doubled).interval(), Scores.brier(single).interval());
        assertClose(
                Scores.logLoss(doubled).orElseThrow().interval(),
                Scores.logLoss(single).orElseThrow().interval());
        assertClose(
                AreaUnderCurve.of(doubled).orElseThrow().interval(),
                AreaUnderCurve.of(single).orElseThrow().interval());
        assertThat(Scores.bias(doubled).pValue()).isCloseTo(Scores.bias(single).pValue(), within(1e-9));
        assertThat(KolmogorovSmirnov.of(doubled).pValue())
                .isCloseTo(KolmogorovSmirnov.of(single).pValue(), within(1e-9));
        // 1,000 draws: the ends differ by chance, by a few hundredths of the width
        Interval wide = ErrorEstimates.ece(doubled).interval();
        Interval one = ErrorEstimates.ece(single).interval();
        assertThat(wide.hi()).isCloseTo(one.hi(), within(0.01));
        assertThat(ErrorEstimates.ece(doubled).expectedIfCalibrated())
                .isCloseTo(ErrorEstimates.ece(single).expectedIfCalibrated(), within(3e-3));
    }

    private static void assertClose(Interval a, Interval b) {
        assertThat(a.lo()).isCloseTo(b.lo(), within(1e-9));
        assertThat(a.hi()).isCloseTo(b.hi(), within(1e-9));
    }
}

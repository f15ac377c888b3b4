package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunningFiguresTest {
    private static final List<String> OF_BINS =
            List.of("totalSamples", "totalWeight", "baseRate", "meanPredicted", "bias", "ece", "bins", "mce");

    private static RunningFigures added(List<String> names, CalibrationSample sample, int part) {
        double[] p = sample.probabilities();
        double[] y = sample.outcomes();
        boolean weighted = sample.weightColumn() != null;
        RunningFigures all = new RunningFigures(names, weighted);
        for (int from = 0; from < p.length; from += part) {
            int to = Math.min(from + part, p.length);
            RunningFigures few = all.fresh();
            few.add(
                    Arrays.copyOfRange(p, from, to + 3), // what is behind the size is not looked at
                    Arrays.copyOfRange(y, from, to + 3),
                    weighted ? Arrays.copyOfRange(sample.weights(), from, to + 3) : null,
                    to - from);
            all.plus(few);
        }
        return all;
    }

    private static void assertClose(Map<String, Object> values, String name, Double expected) {
        if (expected == null) {
            assertThat(values.get(name)).as(name).isNull();
        } else {
            assertThat((double) values.get(name))
                    .as(name)
                    .isCloseTo(expected, within(1e-12 * (1 + Math.abs(expected))));
        }
    }

    @Test
    void values_ofAnyParts_areThoseOfTheReport() {
        long seed = 31;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 40; round++) {
            CalibrationSample sample = TestData.random(random);
            CalibrationReport report = CalibrationReport.of(sample.summary());
            for (List<String> names : List.of(OF_BINS, RunningFigures.NAMES)) {
                Map<String, Object> values = added(names, sample, 1 + random.nextInt(2 * sample.size()))
                        .values();
                assertThat(values.keySet()).containsExactlyInAnyOrderElementsOf(names);
                assertThat(values.get("totalSamples")).isEqualTo(report.totalSamples());
                assertClose(values, "totalWeight", report.totalWeight());
                assertClose(values, "baseRate", report.baseRate());
                assertClose(values, "meanPredicted", report.meanPredicted());
                assertClose(values, "bias", report.bias());
                assertClose(values, "ece", report.ece());
                assertClose(values, "mce", report.mce());
                List<?> bins = (List<?>) values.get("bins");
                for (int bin = 0; bin < bins.size(); bin++) {
                    ReliabilityBin got = (ReliabilityBin) bins.get(bin);
                    ReliabilityBin expected = report.bins().get(bin);
                    assertThat(got.count()).isEqualTo(expected.count());
                    assertThat(got.gap()).isCloseTo(expected.gap(), within(1e-12));
                }
                if (names == RunningFigures.NAMES) {
                    assertThat(values.get("clipped")).isEqualTo(report.clipped());
                    assertThat(values.get("band")).isEqualTo(report.band());
                    assertClose(values, "eceDebiased", report.eceDebiased());
                    assertClose(values, "brier", report.brier());
                    assertClose(values, "logLoss", report.logLoss());
                }
            }
        }
    }

    @Test
    void values_ofBinsOfWeight1_doNotDependOnOrderOrParts() {
        long seed = 32;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int n = 3_000;
        Double[][] pairs = new Double[n][];
        for (int i = 0; i < n; i++) {
            // fractional outcomes in some parts only
            double y = i < 500 ? random.nextDouble() : random.nextInt(2);
            pairs[i] = new Double[] {random.nextDouble(), y};
        }
        Map<String, Object> first = null;
        for (int part : new int[] {n, 7, 400}) {
            double[] p = Arrays.stream(pairs).mapToDouble(pair -> pair[0]).toArray();
            double[] y = Arrays.stream(pairs).mapToDouble(pair -> pair[1]).toArray();
            Map<String, Object> values =
                    added(OF_BINS, CalibrationSample.of(p, y), part).values();
            first = first == null ? values : first;
            assertThat(values).isEqualTo(first);
            Collections.shuffle(Arrays.asList(pairs), new Random(seed));
        }
    }

    @Test
    void values_ofNothing_areZeroOrNull() {
        RunningFigures none = new RunningFigures(RunningFigures.NAMES, false);
        assertThat(none.isEmpty()).isTrue();
        assertThat(none.values())
                .containsEntry("totalSamples", 0L)
                .containsEntry("ece", 0.0)
                .containsEntry("brier", null);
        RunningFigures weightless = new RunningFigures(List.of("ece", "bias"), true);
        weightless.add(new double[] {0.5}, new double[] {1}, new double[] {0}, 1);
        assertThat(weightless.isEmpty()).isTrue();
        assertThat(weightless.values()).containsEntry("ece", 0.0).containsEntry("bias", null);
    }

    @Test
    void badArguments_areNamed() {
        assertThatThrownBy(() -> new RunningFigures(List.of("ece", "auc"), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("names must be out of totalSamples, ")
                .hasMessageEndingWith(", logLoss, got auc");
        RunningFigures ece = new RunningFigures(List.of("ece"), false);
        assertThatThrownBy(() -> ece.add(new double[] {0.5, 1.5}, new double[] {0, 1}, null, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("p")
                .hasMessageContaining("[0, 1], got 1.5 at index 1");
        assertThatThrownBy(() -> ece.add(new double[] {0.5}, new double[] {0}, new double[] {2}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("w must be null for figures that were begun unweighted, got weights");
        assertThatThrownBy(() -> ece.plus(new RunningFigures(List.of("bias"), false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("other must have the figures [ece], got [bias]");
        assertThatThrownBy(() -> ece.plus(new RunningFigures(List.of("ece"), true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("other must have the figures [ece], got [ece], weighted");
    }
}

package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

/** Reports on pairs: whatever the sample, every figure is a number or null with its reason, and no row order shows. */
class ReportOfPairsTest {

    private static CalibrationReport checked(CalibrationSample sample) {
        CalibrationReport report = CalibrationReport.of(sample);
        String json = new ObjectMapper().writeValueAsString(report);
        assertThat(json).doesNotContain("NaN").doesNotContain("Infinity");
        new ObjectMapper().readTree(json).properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                assertThat(report.reasons()).containsKey(entry.getKey());
            }
        });
        return report;
    }

    @Test
    void of_rowsInAnyOrder_equalToTheLastBit() {
        SplittableRandom random = new SplittableRandom(21);
        for (int round = 0; round < 6; round++) {
            CalibrationSample sample = TestData.random(random);
            if (round % 2 == 0) {
                long[] groups = new long[sample.size()];
                for (int i = 0; i < groups.length; i++) {
                    groups[i] = random.nextInt(1 + groups.length / 3);
                }
                sample = sample.withGroups(groups);
            }
            assertThat(checked(TestData.shuffled(sample, random))).isEqualTo(checked(sample));
        }
    }

    @Test
    void of_degenerateSamples_noNaNAndReasons() {
        double[][][] samples = {
            {{0.5}, {1}},
            {{0}, {1}},
            {{1}, {1}},
            {{0, 1}, {0, 1}},
            {{0, 1}, {1, 0}},
            {{0.3, 0.3, 0.3}, {1, 0, 1}},
            {{0.3, 0.3}, {0, 0}},
            {{0.1, 0.2, 0.8, 0.9}, {0, 0, 1, 1}},
            {{1e-300, 0.5, 1 - 1e-16}, {0.5, 0.5, 0.5}},
            {{0.2, 0.7}, {0.25, 0.75}},
        };
        for (double[][] pairs : samples) {
            CalibrationSample sample = CalibrationSample.of(pairs[0], pairs[1]);
            checked(sample);
            double weight = pairs[0][0] < 0.3 ? 1e-12 : 1e12;
            checked(CalibrationSample.of(pairs[0], pairs[1], weights(pairs[0].length, weight)));
            checked(sample.withGroups(new long[pairs[0].length]));
            String sums = new ObjectMapper().writeValueAsString(CalibrationReport.of(CalibrationSummary.of(sample)));
            assertThat(sums).doesNotContain("NaN").doesNotContain("Infinity");
        }
        CalibrationReport one = checked(CalibrationSample.of(new double[] {0.4, 0.6}, new double[] {1, 1}));
        assertThat(one.reasons()).containsEntry("auc", "every outcome is 1");
        assertThat(one.auc()).isNull();
    }

    /** No figure stands alone: an interval that holds it, from pairs and from sums, and from pairs what calibration would show. */
    @Test
    void of_everyErrorWithoutBins_hasItsInterval() {
        CalibrationSample sample = TestData.synthetic().get(0).sample();
        CalibrationReport pairs = checked(sample);
        CalibrationReport sums = CalibrationReport.of(CalibrationSummary.of(sample));
        for (String name : List.of(
                "smoothEce",
                "kolmogorovSmirnov",
                "miscalibration",
                "discrimination",
                "logLossMiscalibration",
                "logLossDiscrimination",
                "ici",
                "e50",
                "e90",
                "emax")) {
            Estimate estimate = pairs.estimates().get(name);
            assertThat(estimate.interval().contains(estimate.value())).as(name).isTrue();
            assertThat(estimate.expectedIfCalibrated()).as(name).isNotNull();
            assertThat(estimate.pValue() == null)
                    .as(name)
                    .isEqualTo(name.toLowerCase(Locale.ROOT).contains("discrimination"));
            Interval cells = sums.estimates().get(name).interval();
            double width = estimate.interval().hi() - estimate.interval().lo();
            assertThat(width).as(name).isGreaterThan(0);
            assertThat(cells.lo()).as(name).isCloseTo(estimate.interval().lo(), within(width / 2));
            assertThat(cells.hi()).as(name).isCloseTo(estimate.interval().hi(), within(width / 2));
        }
        assertThat(pairs.estimates().get("ici").value())
                .isEqualTo(pairs.integrated().ici());
        assertThat(pairs.estimates().get("logLossDiscrimination").value())
                .isEqualTo(pairs.corp().logLoss().discrimination());
    }

    /** Rows of one event that all came out alike tell no more than one of them. */
    @Test
    void of_groups_widenTheIntervals() {
        SplittableRandom random = new SplittableRandom(31);
        int n = 1000;
        double[] p = new double[n];
        double[] y = new double[n];
        long[] groups = new long[n];
        for (int i = 0; i < n; i += 5) {
            double q = random.nextDouble();
            double happened = random.nextDouble() < q ? 1 : 0;
            for (int j = i; j < i + 5; j++) {
                p[j] = Math.min(Math.max(q * q + 0.01 * (j - i), 0), 1);
                y[j] = happened;
                groups[j] = i;
            }
        }
        CalibrationSample rows = CalibrationSample.of(p, y);
        for (String name : List.of("smoothEce", "kolmogorovSmirnov", "miscalibration", "ici", "e90")) {
            Interval alone = CalibrationReport.of(rows).estimates().get(name).interval();
            Interval grouped = CalibrationReport.of(rows.withGroups(groups))
                    .estimates()
                    .get(name)
                    .interval();
            // the standard error grows by the root of five
            assertThat((grouped.hi() - grouped.lo()) / (alone.hi() - alone.lo()))
                    .as(name)
                    .isBetween(1.5, 4.0);
        }
    }

    private static double[] weights(int n, double w) {
        double[] weights = new double[n];
        Arrays.fill(weights, w);
        return weights;
    }

    /** What cells can say about metrics that need all pairs, beside the pairs' own figures. */
    @Test
    void of_sums_staysWithinTheStatedDistance() {
        for (TestData.OracleSet set : TestData.syntheticFromPairs()) {
            CalibrationReport pairs = checked(set.sample());
            CalibrationReport sums = CalibrationReport.of(CalibrationSummary.of(set.sample()));
            assertThat(sums.ece()).isEqualTo(pairs.ece(), within(1e-14));
            assertThat(sums.eceEqualMass()).isCloseTo(pairs.eceEqualMass(), within(0.01));
            assertThat(sums.smoothEce()).isCloseTo(pairs.smoothEce(), within(5e-4));
            assertThat(sums.auc()).isCloseTo(pairs.auc(), within(2e-3));
            assertThat(sums.corp().brier().score())
                    .isCloseTo(pairs.corp().brier().score(), within(1e-12));
            assertThat(sums.corp().logLoss().score())
                    .isCloseTo(pairs.corp().logLoss().score(), within(1e-12));
            assertThat(sums.corp().brier().miscalibration())
                    .isCloseTo(pairs.corp().brier().miscalibration(), within(4e-3));
            assertThat(sums.spiegelhalter().z())
                    .isCloseTo(
                            pairs.spiegelhalter().z(),
                            within(1e-3 * pairs.spiegelhalter().z()));
            assertThat(sums.kolmogorovSmirnov().statistic())
                    .isCloseTo(pairs.kolmogorovSmirnov().statistic(), within(2e-3));
            assertThat(sums.integrated().ici()).isCloseTo(pairs.integrated().ici(), within(2e-3));
            assertThat(sums.recalibrationGain().nats())
                    .isCloseTo(pairs.recalibrationGain().nats(), within(2e-4));
            assertThat(sums.eceInterval().get(0)).isCloseTo(pairs.eceInterval().get(0), within(0.01));
            assertThat(sums.eceInterval().get(1)).isCloseTo(pairs.eceInterval().get(1), within(0.01));
            assertThat(sums.minimumDetectable()).isEqualTo(pairs.minimumDetectable());
        }
    }
}

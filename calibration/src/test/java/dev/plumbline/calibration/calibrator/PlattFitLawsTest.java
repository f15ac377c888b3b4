package dev.plumbline.calibration.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.TestData;
import dev.plumbline.calibration.calibrator.PlattFit.Targets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Laws of the Platt fit over random samples. Another seed: -Dlaws.seed=123. */
class PlattFitLawsTest {

    private static void forAll(BiConsumer<SplittableRandom, CalibrationSample> law) {
        long seed = Long.getLong("laws.seed", 20261125L);
        System.out.println("laws.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            law.accept(random, TestData.random(random));
        }
    }

    private static void assertSame(CalibrationSample a, CalibrationSample b) {
        for (Targets targets : Targets.values()) {
            PlattCalibrator fitA = PlattFit.fit(a, targets);
            PlattCalibrator fitB = PlattFit.fit(b, targets);
            assertThat(fitA.a()).isCloseTo(fitB.a(), within(1e-8 * (1 + Math.abs(fitB.a()))));
            assertThat(fitA.b()).isCloseTo(fitB.b(), within(1e-8 * (1 + Math.abs(fitB.b()))));
        }
    }

    private static CalibrationSample rows(List<double[]> rows) {
        return CalibrationSample.of(
                rows.stream().mapToDouble(row -> row[0]).toArray(),
                rows.stream().mapToDouble(row -> row[1]).toArray(),
                rows.stream().mapToDouble(row -> row[2]).toArray());
    }

    @Test
    void rowOrder_changesNothing() {
        forAll((random, sample) -> {
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < sample.size(); i++) {
                rows.add(new double[] {sample.probability(i), sample.outcome(i), sample.weight(i)});
            }
            Collections.shuffle(rows, new Random(random.nextLong()));
            assertSame(sample, rows(rows));
        });
    }

    @Test
    void weight_equalsCopies() {
        forAll((random, sample) -> {
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < sample.size(); i++) {
                for (int k = 0; k < sample.weight(i); k++) {
                    rows.add(new double[] {sample.probability(i), sample.outcome(i), 1});
                }
            }
            assertSame(sample, rows(rows));
        });
    }

    @Test
    void fractionalOutcome_equalsSplitRows() {
        forAll((random, sample) -> {
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < sample.size(); i++) {
                double y = sample.outcome(i);
                rows.add(new double[] {sample.probability(i), 1, sample.weight(i) * y});
                rows.add(new double[] {sample.probability(i), 0, sample.weight(i) * (1 - y)});
            }
            assertSame(sample, rows(rows));
        });
    }

    /**
     * The summary's map is the rows' map on every score. Not for a handful of rows: when they all lie in one or two cells the
     * slope is as large as the cells are narrow, and the expansion means nothing.
     */
    @Test
    void cells_giveTheMapOfTheRows() {
        double[] worst = new double[1];
        forAll((random, sample) -> {
            if (sample.size() < 20) {
                return;
            }
            PlattCalibrator rows = PlattFit.fit(sample, Targets.SMOOTHED);
            PlattCalibrator cells = PlattFit.fit(CalibrationSummary.of(sample), Targets.SMOOTHED);
            for (int i = 0; i < sample.size(); i++) {
                double p = sample.probability(i);
                worst[0] = Math.max(worst[0], Math.abs(rows.apply(p) - cells.apply(p)));
            }
        });
        System.out.println("cells against rows, largest difference of calibrated probabilities: " + worst[0]);
        assertThat(worst[0]).isLessThan(1e-6);
    }

    @Test
    void fit_anySample_isMonotoneAndInRange() {
        forAll((random, sample) -> {
            for (Targets targets : Targets.values()) {
                PlattCalibrator fit = PlattFit.fit(sample, targets);
                double last = fit.apply(0);
                for (double p = 0; p <= 1; p += 0.05) {
                    double q = fit.apply(p);
                    assertThat(q).isBetween(0.0, 1.0);
                    assertThat(Math.signum(q - last) * Math.signum(fit.a())).isLessThanOrEqualTo(0);
                    last = q;
                }
            }
        });
    }
}

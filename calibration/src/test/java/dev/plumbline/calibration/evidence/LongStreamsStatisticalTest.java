package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Years of a perfect model, and a fault that is there but too small to matter. Seeds are fixed, so that only code changes a result. */
class LongStreamsStatisticalTest {

    private static EvidenceBlock day(SplittableRandom random, int pairs, double shift) {
        EvidenceBlock.Builder day = new EvidenceBlock.Builder(EvidenceGrid.wide(), 1, 1);
        for (int i = 0; i < pairs; i++) {
            double p = random.nextDouble();
            day.add(p, Streams.outcome(random, shift == 0 ? p : Streams.moved(p, 1, shift)), 1);
        }
        return day.build();
    }

    private static double calibratedDays(int streams, int days) {
        double[] share = Streams.each(streams, 11, random -> {
            Detector detector = new Detector(EvidenceGrid.wide(), Detector.MATERIAL_LOSS);
            int good = 0;
            for (int i = 0; i < days; i++) {
                detector.enter(day(random, 300, 0));
                good += detector.isSuspected() || detector.isDrifted() ? 0 : 1;
            }
            return good / (double) days;
        });
        double mean = Arrays.stream(share).average().orElseThrow();
        System.out.printf(
                "perfect model, %d streams of %d days of 300, seed 11: calibrated on %.4f%n", streams, days, mean);
        return mean;
    }

    @Tag("full")
    @Test
    void perfectModel_overFiveYears_isCalibratedOnNearlyAllDays() {
        assertThat(calibratedDays(40, 1826)).isGreaterThanOrEqualTo(0.97);
    }

    /** Of so many streams with a shift of 0.05 (a loss of 0.0002 nats an outcome), how many were ever drifted; all must be detectable. */
    private static long drifted(int streams) {
        double[] drifted = Streams.each(streams, 12, random -> {
            Detector detector = new Detector(EvidenceGrid.wide(), Detector.MATERIAL_LOSS);
            ResidualSums.Builder residuals = new ResidualSums.Builder();
            for (int i = 0; i < 1000; i++) {
                EvidenceBlock block = day(random, 200, 0.05);
                detector.enter(block);
                residuals.add(block.residuals());
            }
            assertThat(BiasSequence.of(residuals.build(), 0.05).orElseThrow().lo())
                    .isGreaterThan(0);
            return detector.isDrifted() ? 1.0 : 0.0;
        });
        System.out.println("shift of 0.05 over 200,000, seed 12, drifted: " + Arrays.toString(drifted));
        return Math.round(Arrays.stream(drifted).sum());
    }

    /** A stretch of bad luck on top of a real shift is sure and, while it lasts, material: about one stream in four. */
    @Tag("full")
    @Test
    void smallShift_overManyOutcomes_isRarelyMaterial() {
        assertThat(drifted(20)).isLessThanOrEqualTo(10);
    }

    @Test
    void smallShift_oneStream_isDetectableButNotMaterial() {
        assertThat(drifted(1)).isZero();
    }
}

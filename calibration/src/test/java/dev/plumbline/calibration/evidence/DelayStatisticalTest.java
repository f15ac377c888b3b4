package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many outcomes after a fault the detector speaks, when 2,000 calibrated uniform outcomes came before. Bounds are medians that were
 * simulated independently with 2,000 streams, plus two standard errors of the median of this run; seeds are fixed, so that a test fails
 * only when code changes.
 */
class DelayStatisticalTest {

    private static final int BEFORE = 2000;
    private static final int LONGEST = 60_000;
    private static final long SEED = 2;

    /** Outcomes from the fault until suspected and until drifted; LONGEST where it did not happen. */
    private static double[] delays(SplittableRandom random, double slope, double shift) {
        Detector detector = new Detector(EvidenceGrid.wide(), Detector.MATERIAL_LOSS);
        double suspected = LONGEST;
        int n = 0;
        while (n < BEFORE + LONGEST && !detector.isDrifted()) {
            double p = random.nextDouble();
            double q = n < BEFORE ? p : Streams.moved(p, slope, shift);
            detector.enterPair(p, Streams.outcome(random, q), 1);
            n++;
            if (detector.isSuspected() && n > BEFORE) {
                suspected = Math.min(suspected, n - BEFORE);
            }
        }
        return new double[] {suspected, detector.isDrifted() ? Math.max(0, n - BEFORE) : LONGEST};
    }

    private static void check(int streams, double slope, double shift, double toSuspected, double toDrifted) {
        ConcurrentHashMap<SplittableRandom, double[]> all = new ConcurrentHashMap<>();
        double[] suspected = Streams.each(streams, SEED, random -> {
            double[] both = delays(random, slope, shift);
            all.put(random, both);
            return both[0];
        });
        double[] drifted = all.values().stream().mapToDouble(both -> both[1]).toArray();
        double first = Streams.median(suspected);
        double second = Streams.median(drifted);
        System.out.printf(
                "slope %.1f shift %.1f, %d streams, seed %d: suspected %.0f +- %.0f (%.0f), drifted %.0f +- %.0f (%.0f)%n",
                slope,
                shift,
                streams,
                SEED,
                first,
                Streams.twoErrorsOfMedian(suspected),
                toSuspected,
                second,
                Streams.twoErrorsOfMedian(drifted),
                toDrifted);
        assertThat(first).isLessThanOrEqualTo(toSuspected + Streams.twoErrorsOfMedian(suspected));
        assertThat(second).isLessThanOrEqualTo(toDrifted + Streams.twoErrorsOfMedian(drifted));
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({"1, 0.2, 1120, 2100", "1, 0.5, 275, 410", "1, 1, 95, 129", "0.7, 0, 430, 630"})
    void delay_afterAFault_isAsSimulated(double slope, double shift, double toSuspected, double toDrifted) {
        check(2000, slope, shift, toSuspected, toDrifted);
    }

    @Test
    void delay_fewStreams_isAsSimulated() {
        check(100, 1, 0.5, 275, 410);
        check(100, 0.7, 0, 430, 630);
    }
}

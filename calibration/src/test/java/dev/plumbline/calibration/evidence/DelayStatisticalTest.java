package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
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
        double[] drifted = new double[streams];
        double[] suspected = Streams.each(streams, SEED, (random, stream) -> {
            double[] both = delays(random, slope, shift);
            drifted[stream] = both[1];
            return both[0];
        });
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

    /** The fault bet on alone, and the rule of a threshold: ECE of the last 500 above 0.15. */
    private static double[] besideIt(SplittableRandom random, double slope, double shift) {
        double[] p = new double[BEFORE + LONGEST];
        double[] y = new double[p.length];
        double r = Double.NEGATIVE_INFINITY;
        double s = Double.NEGATIVE_INFINITY;
        double[] first = {LONGEST, LONGEST, LONGEST};
        double[] gap = new double[10];
        for (int n = 0; n < p.length; n++) {
            p[n] = random.nextDouble();
            double q = Streams.moved(p[n], slope, shift);
            y[n] = Streams.outcome(random, n < BEFORE ? p[n] : q);
            double l = y[n] == 1 ? Math.log(q / p[n]) : Math.log((1 - q) / (1 - p[n]));
            r = StartPrior.logAdd(0, r) + l;
            s = StartPrior.logAdd(StartPrior.logMass(n, 1), s) + l;
            gap[(int) (10 * p[n])] += y[n] - p[n];
            if (n >= 500) {
                gap[(int) (10 * p[n - 500])] -= y[n - 500] - p[n - 500];
            }
            double ece = 0;
            for (double bin : gap) {
                ece += Math.abs(bin) / 500;
            }
            boolean[] speaks = {r >= Math.log(Detector.SUSPECTED), s >= Math.log(Detector.SURE), ece > 0.15};
            for (int i = 0; i < 3; i++) {
                first[i] = n >= BEFORE && speaks[i] ? Math.min(first[i], n + 1 - BEFORE) : first[i];
            }
            if (first[0] < LONGEST && first[1] < LONGEST && n > BEFORE + 10_000) {
                break;
            }
        }
        return first;
    }

    /** What a detector would need that knew the fault beforehand, simulated independently, and when the threshold speaks. */
    @Tag("full")
    @ParameterizedTest
    @CsvSource({"1, 0.2, 767, 1560", "1, 0.5, 192, 328", "1, 1, 72, 108", "0.7, 0, 283, 481"})
    void delay_whenTheFaultIsKnown_isAsSimulated(double slope, double shift, double toSuspected, double toSure) {
        int streams = 500;
        double[][] all = new double[3][streams];
        Streams.each(streams, SEED, (random, stream) -> {
            double[] first = besideIt(random, slope, shift);
            for (int i = 0; i < 3; i++) {
                all[i][stream] = first[i];
            }
            return 0.0;
        });
        System.out.printf(
                "slope %.1f shift %.1f known: suspected %.0f (%.0f), sure %.0f (%.0f); ECE > 0.15 at %.0f%n",
                slope,
                shift,
                Streams.median(all[0]),
                toSuspected,
                Streams.median(all[1]),
                toSure,
                Streams.median(all[2]));
        assertThat(Streams.median(all[0])).isBetween(0.85 * toSuspected, 1.15 * toSuspected);
        assertThat(Streams.median(all[1])).isBetween(0.85 * toSure, 1.15 * toSure);
    }
}

package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.Interval;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The smaller parts by hand: dead band, day test, dispersion, interval of the bias, e-BH. */
class EvidencePartsTest {

    @Test
    void missingBand_byHand() {
        MissingBand band = new MissingBand(1.1);
        assertThat(band.ratio()).isEqualTo(1);
        band.enter(40, 60, 0);
        assertThat(band.ratio()).isEqualTo(1);
        band.enter(10, 90, 2);
        assertThat(band.ratio()).isEqualTo(1.04); // 50 ones, 2 missing
        assertThat(band.isAssumed()).isFalse();
        band.enter(0, 100, 20);
        assertThat(band.ratio()).isEqualTo(1.1);
        assertThat(band.isAssumed()).isTrue();
        MissingBand none = new MissingBand(1.2);
        none.enter(0, 5, 1);
        assertThat(none.ratio()).isEqualTo(1.2);
        assertThatThrownBy(() -> new MissingBand(0.5))
                .hasMessage("missingRatio must be finite and at least 1.0, got 0.5");
    }

    private static EvidenceBlock day(double p, int pairs, int happened) {
        EvidenceBlock.Builder block = new EvidenceBlock.Builder(EvidenceGrid.narrow(), 1, 1);
        for (int i = 0; i < pairs; i++) {
            block.add(p, i < happened ? 1 : 0, 1);
        }
        return block.build();
    }

    /** One day: p = .5, so that nothing can be said of slopes; 7 of 10 happened, m = .2, the largest stakes are 2 and -2. */
    @Test
    void dayTest_oneDay_byHand() {
        DayTest test = new DayTest();
        test.enter(day(0.5, 10, 7));
        double sum = 8; // the bets on slopes
        for (double stake : new double[] {0.05, 0.2, 0.5, 0.9}) {
            sum += 1 + stake * 2 * 0.2 + 1 - stake * 2 * 0.2;
        }
        double mass = 1 - 1 / (1 + Math.log(1 + 10 / 3000.0));
        assertThat(test.logD()).isCloseTo(Math.log(mass * sum / 16), within(1e-12));
        assertThat(test.leading()).isEqualTo(DayTest.Fault.TOO_LOW);
    }

    @Test
    void dayTest_namesTheFault_andItsDay() {
        DayTest test = new DayTest();
        for (int i = 0; i < 30; i++) {
            test.enter(day(0.2, 50, 8).plus(day(0.8, 50, 42))); // a little too timid
        }
        assertThat(test.isSure()).isFalse();
        for (int i = 0; i < 60; i++) {
            test.enter(day(0.2, 50, 15).plus(day(0.8, 50, 35)));
        }
        assertThat(test.isSure()).isTrue();
        assertThat(test.leading()).isEqualTo(DayTest.Fault.TOO_EXTREME);
        assertThat(test.since()).isEqualTo(30);
        assertThat(test.sureDay()).isBetween(31, 89);
        assertThat(test.copy().logD()).isEqualTo(test.logD());
    }

    /** Every bet of the day test keeps a mean of at most 1, whatever the dependence and the pattern of missing outcomes. */
    @Test
    void dayTest_gainsNothingOnAverage_withMissingOutcomes() {
        double[] p = {0.3, 0.8};
        double[][] present = {{1, 1 / 1.1}, {0.9, 0.99}};
        for (double[] share : present) {
            double[] mean = new double[4];
            // both outcomes are one: dependent as can be; probabilities of the events "both below", "first not,
            // second", "none"
            double[][] joint = {{1, 1, 0.3}, {0, 1, 0.5}, {0, 0, 0.2}};
            for (double[] event : joint) {
                for (int pattern = 0; pattern < 4; pattern++) {
                    double chance = event[2];
                    EvidenceBlock.Builder block = new EvidenceBlock.Builder(EvidenceGrid.narrow(), 1, 1.1);
                    for (int i = 0; i < 2; i++) {
                        boolean came = (pattern >> i & 1) == 0;
                        double there = share[event[i] == 1 ? 0 : 1];
                        chance *= came ? there : 1 - there;
                        if (came) {
                            block.add(p[i], event[i], 1);
                        } else {
                            block.missing(p[i], 1);
                        }
                    }
                    ResidualSums sums = block.build().residuals();
                    for (int bet = 0; bet < 4; bet++) {
                        assertThat(sums.gain()[bet]).isGreaterThanOrEqualTo(-sums.bound()[bet] - 1e-12);
                        mean[bet] += chance * sums.gain()[bet] / sums.bound()[bet];
                    }
                }
            }
            for (double one : mean) {
                assertThat(one).isLessThanOrEqualTo(1e-12);
            }
        }
    }

    /** Two days of 100 at one half, 60 and 45: S = 10 and -5, V = 25: (0.4 + 0.2)^2 / (2/25) = 4.5. */
    @Test
    void dispersion_byHand() {
        List<ResidualSums> days =
                List.of(day(0.5, 100, 60).residuals(), day(0.5, 100, 45).residuals());
        DayDispersion dispersion = DayDispersion.of(days).orElseThrow();
        assertThat(dispersion.dispersion()).isCloseTo(4.5, within(1e-12));
        assertThat(dispersion.pairsOfDays()).isEqualTo(1);
        // near the chi-squared tail with 1 degree of freedom, 0.0339
        assertThat(dispersion.pValue()).isCloseTo(0.0339, within(0.001));
        assertThat(DayDispersion.of(days.subList(0, 1))).isEmpty();
        assertThat(DayDispersion.of(List.of(ResidualSums.none(), ResidualSums.none())))
                .isEmpty();
        // a bias that both days share is no dispersion
        assertThat(DayDispersion.of(Collections.nCopies(10, day(0.5, 100, 70).residuals()))
                        .orElseThrow()
                        .dispersion())
                .isZero();
    }

    @Test
    void bias_isSymmetric_andSolvesItsEquation() {
        ResidualSums sums = day(0.5, 10_000, 5_200).residuals();
        Interval interval = BiasSequence.of(sums, 0.05).orElseThrow();
        assertThat((interval.lo() + interval.hi()) / 2).isCloseTo(0.02, within(1e-12));
        double u = (interval.hi() - 0.02) * 10_000;
        double mixture = 0;
        for (int j = 1; j <= 16; j++) {
            double rate = Math.pow(2, -j);
            mixture += Math.exp(rate * u - (-Math.log(1 - rate) - rate) * 2500) / 16;
        }
        assertThat(mixture).isCloseTo(40, within(1e-6));
        // no more than 4 standard deviations, twice what may be looked at once
        assertThat(u / 50).isBetween(2.0, 4.0);
        assertThat(BiasSequence.of(ResidualSums.none(), 0.05)).isEmpty();
        Interval one = BiasSequence.of(day(0.5, 1, 1).residuals(), 0.05).orElseThrow();
        assertThat(one.lo()).isEqualTo(-1);
        assertThat(one.hi()).isEqualTo(1);
    }

    /** At most 5 % of streams may ever leave the mean out; 4.5 standard deviations above that fails by chance once in 290,000 runs. */
    @Test
    void bias_lookedAtOften_holdsTheMean() {
        int streams = 200;
        for (double p : new double[] {0.5, 0.05}) {
            double[] missed = Streams.each(streams, 7, random -> {
                ResidualSums.Builder sums = new ResidualSums.Builder();
                double next = 1;
                for (int n = 1; n <= 1000; n++) {
                    sums.add(p, Streams.outcome(random, p + 0.03), 1, 1);
                    if (n >= next) {
                        next = n * 1.05;
                        if (!BiasSequence.of(sums.build(), 0.05).orElseThrow().contains(0.03)) {
                            return 1.0;
                        }
                    }
                }
                return 0.0;
            });
            double share = Arrays.stream(missed).sum() / streams;
            System.out.printf("bias interval at p = %.2f, seed 7: ever missed %.4f%n", p, share);
            assertThat(share).isLessThanOrEqualTo(0.05 + 4.5 * Math.sqrt(0.05 * 0.95 / streams));
        }
    }

    private static double[] logs(double... evidence) {
        return Arrays.stream(evidence).map(Math::log).toArray();
    }

    @Test
    void eBH_byHand() {
        assertThat(EBenjaminiHochberg.rejected(logs(100, 50, 1, 30), 0.05)).containsExactly(0, 1, 3);
        assertThat(EBenjaminiHochberg.rejected(logs(100, 30, 1, 20), 0.05)).containsExactly(0);
        assertThat(EBenjaminiHochberg.rejected(logs(79, 39, 26, 1), 0.05)).isEmpty();
        assertThat(EBenjaminiHochberg.rejected(logs(21), 0.05)).containsExactly(0);
        assertThat(EBenjaminiHochberg.rejected(new double[0], 0.05)).isEmpty();
        assertThat(EBenjaminiHochberg.rejected(new double[] {Double.POSITIVE_INFINITY, -3}, 0.05))
                .containsExactly(0);
        assertThatThrownBy(() -> EBenjaminiHochberg.rejected(new double[] {Double.NaN}, 0.05))
                .hasMessage("logEvidence must be numbers, got NaN at index 0");
        assertThatThrownBy(() -> EBenjaminiHochberg.rejected(new double[1], 1))
                .hasMessage("alpha must be in (0, 1), got 1.0");
    }
}

package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EceNullTest {

    private static CalibrationSummary rows(int n, double p, int positives, double weight) {
        CalibrationSummary.Builder builder = CalibrationSummary.builder();
        for (int i = 0; i < n; i++) {
            builder.addPair(p, i < positives ? 1 : 0, weight);
        }
        return builder.build();
    }

    @Test
    void expected_fiftyCoins_isTheBinomialMean() {
        // E|K - 25| / 50 of Binomial(50, 1/2) is C(50,25)/2^51: here by the product (2k-1)/(2k)
        double central = 1;
        for (int k = 1; k <= 25; k++) {
            central *= (2 * k - 1) / (2.0 * k);
        }
        EceNull chance = EceNull.of(rows(50, 0.5, 25, 1));
        assertThat(chance.expected()).isCloseTo(central / 2, within(1e-12)).isCloseTo(0.0561, within(1e-4));
        assertThat(chance.pValue()).isEqualTo(1);
        // the same weight on every row changes nothing
        assertThat(EceNull.of(rows(50, 0.5, 25, 3.7)).expected()).isCloseTo(central / 2, within(1e-12));
    }

    @Test
    void pValue_coins_isTheBinomialTail() {
        // P(|K - 5| >= 3) of Binomial(10, 1/2) = 2 (1 + 10 + 45) / 1024
        double exact = 112 / 1024.0;
        // 10,000 draws: standard error 0.0031; five of them
        assertThat(EceNull.of(rows(10, 0.5, 2, 1)).pValue()).isCloseTo(exact, within(0.0156));
    }

    @Test
    void expected_largeOrUnequallyWeighted_isTheNormalMean() {
        double normal = Math.sqrt(2 / Math.PI) * Math.sqrt(2000 * 0.25) / 2000;
        assertThat(EceNull.of(rows(2000, 0.5, 1000, 1)).expected()).isCloseTo(normal, within(1e-12));
        CalibrationSummary mixed = rows(5, 0.5, 1, 1).plus(rows(5, 0.5, 1, 2));
        double unequal = Math.sqrt(2 / Math.PI) * Math.sqrt((5 + 20) * 0.25) / 15;
        assertThat(EceNull.of(mixed).expected()).isCloseTo(unequal, within(1e-12));
    }

    @Test
    void of_exactAndNormal_meetAtTheLimit() {
        double exact = EceNull.of(rows(500, 0.3, 150, 1)).expected() * Math.sqrt(500);
        double normal = EceNull.of(rows(501, 0.3, 150, 1)).expected() * Math.sqrt(501);
        assertThat(exact).isCloseTo(normal, within(2e-3 * normal));
    }

    @Test
    void of_onlyCertainProbabilities_hasNoChance() {
        assertThat(EceNull.of(rows(20, 1, 20, 1))).isEqualTo(new EceNull(0, 1, 10_000));
        assertThat(EceNull.of(rows(20, 1, 19, 1)).pValue()).isEqualTo(1 / 10_001.0);
        assertThat(EceNull.of(CalibrationSummary.empty())).isEqualTo(new EceNull(0, 1, 10_000));
    }

    @Test
    void of_rowsOfWeightZero_changeNothing() {
        EceNull without = EceNull.of(rows(50, 0.5, 20, 1));
        assertThat(EceNull.of(rows(50, 0.5, 20, 1).plus(rows(9, 0.51, 9, 0))).expected())
                .isEqualTo(without.expected());
    }

    @Test
    void of_farOff_smallestPValue() {
        assertThat(EceNull.of(rows(100, 0.5, 90, 1)).pValue()).isEqualTo(1 / 10_001.0);
    }

    /**
     * Size: p-values of calibrated samples are at or above uniform ones. 400 samples at level 0.1: the count of rejections is
     * Binomial(400, 0.1) at most, mean 40, standard deviation 6; 70 is five of them: fails by chance once in 10^6 runs (the
     * seed is fixed, so it does not). Power: the same samples, outcomes drawn 0.1 too high, are rejected mostly.
     */
    @Test
    void pValue_calibratedSamples_rejectsAtItsLevel() {
        SplittableRandom random = new SplittableRandom(11);
        int rejected = 0;
        int rejectedWhenOff = 0;
        for (int round = 0; round < 400; round++) {
            CalibrationSummary.Builder right = CalibrationSummary.builder();
            CalibrationSummary.Builder off = CalibrationSummary.builder();
            for (int i = 0; i < 300; i++) {
                double p = 0.8 * random.nextDouble();
                double u = random.nextDouble();
                right.addPair(p, u < p ? 1 : 0, 1);
                off.addPair(p, u < p + 0.1 ? 1 : 0, 1);
            }
            rejected += EceNull.of(right.build()).pValue() <= 0.1 ? 1 : 0;
            rejectedWhenOff += EceNull.of(off.build()).pValue() <= 0.1 ? 1 : 0;
        }
        assertThat(rejected).isBetween(15, 70);
        assertThat(rejectedWhenOff).isGreaterThan(300);
    }
}

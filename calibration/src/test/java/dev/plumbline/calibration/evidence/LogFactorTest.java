package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogFactorTest {
    @Test
    void of_plainOutcomes_isTheLogOfTheRatio() {
        assertThat(LogFactor.of(1, 0.75, 0.5, 1)).isCloseTo(Math.log(1.5), within(1e-15));
        assertThat(LogFactor.of(0, 0.75, 0.5, 1)).isCloseTo(Math.log(0.5), within(1e-15));
        assertThat(LogFactor.of(0.25, 0.75, 0.5, 1))
                .isCloseTo(0.25 * Math.log(1.5) + 0.75 * Math.log(0.5), within(1e-15));
    }

    @Test
    void of_deadBand_movesTheReferenceTowardsTheBet() {
        // odds 3 against 1: the reference moves to odds 1.5, a probability of 0.6
        assertThat(LogFactor.of(1, 0.75, 0.5, 1.5)).isCloseTo(Math.log(0.75 / 0.6), within(1e-14));
        assertThat(LogFactor.of(0, 0.25, 0.5, 1.5)).isCloseTo(Math.log(0.75 / 0.6), within(1e-14));
        assertThat(LogFactor.of(1, 0.75, 0.5, 3.1)).isZero();
        assertThat(LogFactor.of(0, 0.25, 0.5, 3.1)).isZero();
    }

    @Test
    void of_impossibleEvent_isFinite() {
        assertThat(LogFactor.of(1, 0.5, 0, 1)).isCloseTo(Math.log(0.5 / 1e-7), within(1e-9));
        assertThat(LogFactor.of(1, 0, 0, 1)).isZero();
        assertThat(LogFactor.of(0, 1, 1, 1)).isZero();
    }

    /** Outcomes go missing by class with any ratio inside the bound: the mean over all that can happen, exact, no simulation. */
    @Test
    void of_anyProbabilities_hasMeanAtMostOne() {
        long seed = 41;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        double largest = 0;
        for (int round = 0; round < 20_000; round++) {
            double p = random.nextInt(10) == 0 ? random.nextInt(2) : random.nextDouble();
            double q = random.nextDouble();
            double ratio = 1 + random.nextDouble();
            boolean turned = random.nextBoolean();
            double present = 0.3 + 0.7 * random.nextDouble();
            double ifOne = turned ? present : present / ratio;
            double ifZero = turned ? present / ratio : present;
            double mean = p * ifOne * Math.exp(LogFactor.of(1, q, p, ratio))
                    + (1 - p) * ifZero * Math.exp(LogFactor.of(0, q, p, ratio))
                    + p * (1 - ifOne)
                    + (1 - p) * (1 - ifZero);
            largest = Math.max(largest, mean);
            double fair = p * Math.exp(LogFactor.of(1, q, p, 1)) + (1 - p) * Math.exp(LogFactor.of(0, q, p, 1));
            // a forecast of 0 that comes true as it said pays less than one on anything else, never more
            assertThat(fair).isLessThan(1 + 1.1e-7).isGreaterThan(p == 0 || p == 1 ? 0 : 1 - 1.1e-7);
        }
        assertThat(largest).isLessThan(1 + 1.1e-7).isGreaterThan(0.999);
    }
}

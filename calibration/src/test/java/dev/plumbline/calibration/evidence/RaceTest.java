package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.Identity;
import dev.plumbline.calibration.calibrator.LogitPlattCalibrator;
import dev.plumbline.calibration.calibrator.OffsetCalibrator;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaceTest {
    private static BlockSums block(double... logFactors) {
        BlockSums.Builder builder = new BlockSums.Builder(logFactors.length, 1);
        builder.add(logFactors, 1);
        return builder.build();
    }

    @Test
    void logEvidence_twoOutcomes_byHand() {
        Race race = new Race(1);
        assertThat(race.logEvidence()).isCloseTo(Math.log(0.5), within(1e-15));
        race.enter(block(Math.log(10)));
        race.enter(block(Math.log(10)));
        double first = StartPrior.cumulative(1);
        double second = StartPrior.cumulative(2) - first;
        assertThat(Math.exp(race.logEvidence()))
                .isCloseTo((100 + 100 * first + 10 * second) / 2, within(1e-10))
                .isCloseTo(50.0183, within(1e-4));
        assertThat(race.isDecided()).isTrue();
    }

    @Test
    void logEvidence_alternatives_shareTheStake() {
        Race race = new Race(2);
        race.enter(block(Math.log(39), -1000));
        // half a half of 39, and of the start within the first outcome
        double expected = (39 + 39 * StartPrior.cumulative(1)) / 4;
        assertThat(Math.exp(race.logEvidence())).isCloseTo(expected, within(1e-12));
        assertThat(race.leader()).isZero();
        assertThat(race.isDecided()).isFalse();
        assertThat(Math.exp(race.logEvidence(0)) + Math.exp(race.logEvidence(1)))
                .isCloseTo(expected, within(1e-12));
    }

    @Test
    void logEvidence_goodYears_doNotBuryAFault() {
        Race race = new Race(1);
        for (int i = 0; i < 20_000; i++) {
            race.enter(block(-0.01));
        }
        for (int i = 0; i < 400; i++) {
            race.enter(block(0.05));
        }
        // the plain sum stands at -180 nats, the start at the fault at 20 less the log of its mass
        assertThat(race.logEvidence()).isBetween(3.0, 20.0);
    }

    @Test
    void enter_blocks_countUnitsAndMissing() {
        BlockSums.Builder day = new BlockSums.Builder(1, 1);
        day.add(new double[] {0.3}, 1);
        day.add(new double[] {0.1}, 0.5);
        day.missing();
        Race race = new Race(1);
        race.enter(day.build());
        race.enter(BlockSums.none(1));
        assertThat(race.units()).isEqualTo(3);
        double grown = 0.35;
        double expected = Math.exp(grown) * (1 + StartPrior.cumulative(3)) / 2;
        assertThat(Math.exp(race.logEvidence())).isCloseTo(expected, within(1e-12));
        // gains 0.3 and 0.05: mean 0.175, standard error 0.125
        assertThat(race.gain(0).mean()).isCloseTo(0.175, within(1e-15));
        assertThat(race.gain(0).high()).isCloseTo(0.175 + 1.959963984540054 * 0.125, within(1e-12));
        assertThat(race.gain(0).pairs()).isEqualTo(2);
    }

    @Test
    void enter_wrongNumber_saysWhich() {
        assertThatThrownBy(() -> new Race(2).enter(block(0.1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("block must have 2 alternatives, got 1");
        assertThatThrownBy(() -> new Race(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alternatives must be at least 1, got 0");
    }

    /**
     * The property that all rests on, summed over everything that can happen: with {@code E + (1 - G(N))/2} a martingale, its mean after
     * any blocks is 1, to rounding.
     */
    @Test
    void evidence_overAllOutcomes_isAFairBet() {
        double[] p = {0.5, 0.2, 0.8, 0.35, 0.6, 0.1, 0.9, 0.45, 0.55, 0.3};
        int[] blocks = {1, 2, 1, 3, 3};
        List<Calibrator> fits = Arrays.asList(
                new OffsetCalibrator(0.5),
                new LogitPlattCalibrator(0.7, -0.2),
                null,
                new LogitPlattCalibrator(1.6, 0.1),
                new OffsetCalibrator(-1));
        Contestants maps = new Contestants(new Identity(), List.of(), fits, 25);
        double mean = 0;
        double largest = 0;
        for (int all = 0; all < 1 << p.length; all++) {
            LiveRace race = new LiveRace(maps);
            double chance = 1;
            for (int block = 0, i = 0; block < blocks.length; block++) {
                BlockScorer scorer = maps.scorer(RaceRules.PLAIN);
                for (int k = 0; k < blocks[block]; k++, i++) {
                    int y = all >> i & 1;
                    chance *= y == 1 ? p[i] : 1 - p[i];
                    scorer.add(p[i], y, 1);
                }
                race.enter(scorer.build());
            }
            double evidence = Math.exp(race.challengers().logEvidence());
            largest = Math.max(largest, evidence);
            mean += chance * (evidence + (1 - StartPrior.cumulative(p.length)) / 2);
        }
        assertThat(mean).isCloseTo(1, within(1e-12));
        assertThat(largest).isGreaterThan(3);
    }
}

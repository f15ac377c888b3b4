package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.Logistic;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.Identity;
import dev.plumbline.calibration.calibrator.LogitPlattCalibrator;
import dev.plumbline.calibration.calibrator.OffsetCalibrator;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PrequentialRaceTest {
    /** Uniform scores whose log odds are off by a shift in part of the stream; drawn from a fixed seed. */
    private static CalibrationSample stream(long seed, int n, int from, int to, double shift) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] p = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            p[i] = random.nextDouble();
            double off = i >= from && i < to ? shift : 0;
            y[i] = random.nextDouble() < Logistic.sigmoid(Logistic.logit(p[i]) + off) ? 1 : 0;
        }
        return CalibrationSample.of(p, y);
    }

    private static PrequentialRace run(CalibrationSample sample) {
        PrequentialRace race = new PrequentialRace(RaceRules.PLAIN);
        sample.forEach((p, y, w) -> race.add(p, y, w));
        return race;
    }

    private static long[] places(int n) {
        return LongStream.range(0, n).toArray();
    }

    @Test
    void add_firstPairs_areScoredByNoFit() {
        PrequentialRace race = new PrequentialRace(RaceRules.PLAIN);
        for (int i = 0; i < 25; i++) {
            assertThat(race.add(0.5, 1, 1)).isEmpty();
        }
        // no fit yet: factors of 1, and of the bets on later starts only what has started
        assertThat(race.result().logEvidence()).isCloseTo(Math.log((1 + StartPrior.cumulative(25)) / 2), within(1e-12));
        OffsetCalibrator fit =
                (OffsetCalibrator) race.result().standings().get(0).fit();
        assertThat(25 * (1 - Logistic.sigmoid(fit.intercept()))).isCloseTo(4 * fit.intercept(), within(1e-7));
        assertThat(race.result().standings().get(Challenger.BETA.ordinal()).fit())
                .isNull();
        race.add(0.5, 1, 1);
        assertThat(race.result().standings().get(0).gain().total())
                .isCloseTo(Math.log(fit.apply(0.5) / 0.5), within(1e-12));
    }

    @Test
    void add_clearFault_isMended() {
        RaceResult result = run(stream(21, 2000, 0, 2000, 1)).result();
        RaceEvent first = result.events().get(0);
        assertThat(first.move().kind()).isEqualTo(RaceMove.Kind.PROMOTED);
        assertThat(first.from()).isEqualTo(new Identity());
        assertThat(first.after()).isLessThan(400);
        assertThat(first.move().logEvidence()).isBetween(Math.log(20), Math.log(20) + 3);
        assertThat(first.move().gain().mean()).isPositive();
        assertThat(result.serving().apply(0.5)).isCloseTo(Logistic.sigmoid(1), within(0.04));
        assertThat(result.pairs()).isEqualTo(2000);
    }

    @Test
    void add_faultThatGoes_isRolledBackAndOnlyNewPairsCount() {
        CalibrationSample sample = stream(222, 6000, 0, 3000, 1);
        PrequentialRace race = new PrequentialRace(RaceRules.PLAIN);
        RaceEvent back = null;
        int seen = 0;
        while (back == null) {
            RaceEvent event =
                    race.add(sample.probability(seen), sample.outcome(seen), 1).orElse(null);
            seen++;
            back = event != null && event.move().kind() == RaceMove.Kind.ROLLED_BACK ? event : null;
        }
        assertThat(seen).isBetween(3020, 3400);
        assertThat(back.after()).isEqualTo(seen);
        assertThat(back.to()).isEqualTo(race.serving());
        assertThat(race.result().standings())
                .allSatisfy(each -> assertThat(each.fit()).isNull());
        for (int i = 0; i < 25; i++) {
            race.add(0.5, 1, 1);
        }
        // twenty-five pairs of 1 and nothing older: the intercept of one class alone
        OffsetCalibrator fit =
                (OffsetCalibrator) race.result().standings().get(0).fit();
        assertThat(25 * (1 - Logistic.sigmoid(fit.intercept()))).isCloseTo(4 * fit.intercept(), within(1e-7));
    }

    @Test
    void contestants_promotedAndRolledBack_nameTheirRivals() {
        Calibrator first = new OffsetCalibrator(0.4);
        Calibrator second = new LogitPlattCalibrator(0.9, 0.1);
        Contestants start = Contestants.start(new Identity(), new Identity());
        assertThat(start.rivals()).isEmpty();
        Contestants once = start.withFits(Arrays.asList(first, second, null, null, null), 60)
                .promoted(first);
        assertThat(once.rivals()).containsExactly(new Identity());
        assertThat(once.fittedOn()).isEqualTo(60);
        Contestants twice = once.promoted(second);
        assertThat(twice.rivals()).containsExactly(first, new Identity());
        Contestants back = twice.rolledBack(first);
        assertThat(back.serving()).isEqualTo(first);
        assertThat(back.rivals()).containsExactly(new Identity());
        assertThat(back.fittedOn()).isZero();
        assertThat(back.fits()).containsOnlyNulls();
        assertThat(twice.rolledBack(new Identity()).rivals()).isEmpty();
    }

    @Test
    void liveRace_bothDecided_takesTheLargerEvidence() {
        Calibrator serving = new OffsetCalibrator(3);
        List<Calibrator> fits = Arrays.asList(new OffsetCalibrator(0), null, null, null, null);
        for (int better = 0; better < 2; better++) {
            // the rival is identity; the challenger is as good as it, or a little better on what comes
            Contestants maps = new Contestants(serving, List.of(new Identity()), fits, 25);
            if (better == 1) {
                maps = maps.withFits(Arrays.asList(new OffsetCalibrator(-3), null, null, null, null), 25);
            }
            BlockScorer scorer = maps.scorer(RaceRules.PLAIN);
            for (int i = 0; i < 20; i++) {
                scorer.add(0.5, 0, 1);
            }
            LiveRace race = new LiveRace(maps);
            race.enter(scorer.build());
            RaceMove move = race.move().orElseThrow();
            assertThat(race.challengers().isDecided()).isTrue();
            if (better == 1) {
                assertThat(move.challenger()).isEqualTo(Challenger.OFFSET);
            } else {
                assertThat(move.rival()).isEqualTo(new Identity());
                assertThat(move.kind()).hasToString("rolledBack");
            }
        }
    }

    /** A look that starts from stored days goes on as if it had never stopped. */
    @Test
    void liveRace_fromStoredDays_goesOn() {
        CalibrationSample sample = stream(23, 1200, 0, 1200, 0.15);
        Contestants maps = Contestants.start(new Identity(), new OffsetCalibrator(0.1));
        LiveRace whole = new LiveRace(maps);
        RaceDay[] stored = new RaceDay[12];
        for (int day = 0; day < 12; day++) {
            BlockScorer scorer = maps.scorer(RaceRules.PLAIN);
            for (int i = 100 * day; i < 100 * (day + 1); i++) {
                scorer.add(sample.probability(i), sample.outcome(i), 1);
            }
            stored[day] = RaceDay.of(scorer.build().toBytes());
            whole.enter(stored[day]);
            int pairs = 100 * (day + 1);
            if (maps.isDue(pairs)) {
                maps = maps.fitted(
                        pairs,
                        newest -> CalibrationSummary.of(CalibrationSample.of(
                                Arrays.copyOfRange(sample.probabilities(), pairs - (int) newest, pairs),
                                Arrays.copyOfRange(sample.outcomes(), pairs - (int) newest, pairs))));
            }
        }
        LiveRace again = new LiveRace(Contestants.start(new Identity(), new OffsetCalibrator(0.1)));
        for (RaceDay day : stored) {
            again.enter(day);
        }
        assertThat(again.challengers().logEvidence())
                .isEqualTo(whole.challengers().logEvidence());
        assertThat(again.rivals().orElseThrow().logEvidence())
                .isEqualTo(whole.rivals().orElseThrow().logEvidence());
        assertThat(whole.challengers().logEvidence()).isGreaterThan(0);
        Contestants resumed =
                Contestants.start(new Identity(), new OffsetCalibrator(0.1)).resumed(stored[11]);
        assertThat(resumed.isDue(1199)).isFalse();
        assertThat(resumed.isDue(1200)).isTrue();
        BlockScorer corrected = resumed.scorer(RaceRules.PLAIN);
        for (int i = 1100; i < 1200; i++) {
            corrected.add(sample.probability(i), sample.outcome(i), 1);
        }
        assertThat(corrected.build().toBytes()).isEqualTo(stored[11].toBytes());
        assertThat(stored[0].fits()).containsOnlyNulls();
        assertThat(stored[11].fits()).doesNotContainNull();
        assertThat(stored[11].fittedOn()).isEqualTo(1000);
    }

    @Test
    void timedRace_oneTimeEach_isTheLoop() {
        CalibrationSample sample = stream(24, 1500, 0, 1500, 0.6);
        RaceResult loop = run(sample).result();
        RaceResult timed = TimedRace.of(sample, places(1500), RaceRules.PLAIN);
        assertThat(timed).isEqualTo(loop);
        assertThat(timed.events()).isNotEmpty();
    }

    @Test
    void timedRace_anyOrderOfRows_isTheSame() {
        CalibrationSample sample = stream(25, 900, 0, 900, 0.5);
        long[] times = LongStream.range(0, 900).map(i -> i / 7).toArray();
        long[] groups = LongStream.range(0, 900).map(i -> i / 3).toArray();
        int[] mixed = IntStream.range(0, 900).map(i -> i * 571 % 900).toArray();
        CalibrationSample turned = CalibrationSample.of(
                Arrays.stream(mixed).mapToDouble(sample::probability).toArray(),
                Arrays.stream(mixed).mapToDouble(sample::outcome).toArray());
        long[] turnedTimes = Arrays.stream(mixed).mapToLong(i -> times[i]).toArray();
        long[] turnedGroups = Arrays.stream(mixed).mapToLong(i -> groups[i]).toArray();
        RaceRules rules = new RaceRules(1, 1);
        assertThat(TimedRace.of(turned, turnedTimes, rules)).isEqualTo(TimedRace.of(sample, times, rules));
        assertThat(TimedRace.of(turned.withGroups(turnedGroups), turnedTimes, rules))
                .isEqualTo(TimedRace.of(sample.withGroups(groups), times, rules));
    }

    @Test
    void timedRace_oneTime_isOneBlockWithoutAFit() {
        RaceResult result = TimedRace.of(stream(26, 500, 0, 500, 1), new long[500], RaceRules.PLAIN);
        assertThat(result.events()).isEmpty();
        assertThat(result.leader().gain().total()).isZero();
        assertThat(result.standings()).allSatisfy(each -> assertThat(each.fit()).isNotNull());
    }

    /** A group counts once, at its first time, with half at stake on its first prediction and a quarter on its second. */
    @Test
    void timedRace_groups_areOneFactor() {
        CalibrationSample sample = stream(27, 28, 0, 0, 0);
        long[] groups = LongStream.range(0, 28).map(i -> i == 27 ? 25 : i).toArray();
        RaceResult before = TimedRace.of(head(sample, 25), places(25), RaceRules.PLAIN);
        RaceResult result = TimedRace.of(sample.withGroups(groups), places(28), RaceRules.PLAIN);
        for (Challenger challenger : Challenger.values()) {
            Calibrator fit = before.standings().get(challenger.ordinal()).fit();
            double expected = 0;
            if (fit != null) {
                double[] factor = new double[28];
                for (int i = 25; i < 28; i++) {
                    factor[i] = Math.exp(LogFactor.of(
                            sample.outcome(i), fit.apply(sample.probability(i)), sample.probability(i), 1));
                }
                expected = Math.log(0.5 * factor[25] + 0.25 * factor[27] + 0.25) + Math.log(0.5 * factor[26] + 0.5);
            }
            assertThat(result.standings().get(challenger.ordinal()).gain().total())
                    .as(challenger.toString())
                    .isCloseTo(expected, within(1e-12));
            assertThat(result.standings().get(challenger.ordinal()).gain().pairs())
                    .isEqualTo(27);
        }
    }

    private static CalibrationSample head(CalibrationSample sample, int n) {
        return CalibrationSample.of(Arrays.copyOf(sample.probabilities(), n), Arrays.copyOf(sample.outcomes(), n));
    }

    @Test
    void timedRace_weights_areExponents() {
        CalibrationSample sample = stream(28, 400, 0, 400, 1);
        double[] w = new double[400];
        Arrays.fill(w, 5);
        CalibrationSample heavy = CalibrationSample.of(sample.probabilities(), sample.outcomes(), w);
        RaceResult plain = TimedRace.of(sample, places(400), RaceRules.PLAIN);
        assertThat(TimedRace.of(heavy, places(400), new RaceRules(5, 1)).events())
                .hasSameSizeAs(plain.events());
        RaceResult tenth = TimedRace.of(heavy, places(400), new RaceRules(500, 1));
        assertThat(tenth.events()).isEmpty();
    }

    @Test
    void errors_nameArgumentRangeAndValue() {
        assertThatThrownBy(() -> TimedRace.of(stream(1, 3, 0, 0, 0), new long[2], RaceRules.PLAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("times must be as long as sample, got 2 against 3");
        assertThatThrownBy(() -> new RaceRules(0, 1)).hasMessage("maxWeight must be finite and above 0, got 0.0");
        assertThatThrownBy(() -> new RaceRules(1, 0.9))
                .hasMessage("missingRatio must be finite and at least 1.0, got 0.9");
        PrequentialRace race = new PrequentialRace(RaceRules.PLAIN);
        assertThatThrownBy(() -> race.add(1.2, 1, 1)).hasMessage("probability must be in [0, 1], got 1.2");
        assertThatThrownBy(() -> race.add(0.2, 1.5, 1)).hasMessage("outcome must be in [0, 1], got 1.5");
        assertThatThrownBy(() -> race.add(0.2, 1, -1)).hasMessage("weight must be finite and at least 0, got -1.0");
    }
}

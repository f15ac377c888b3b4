package dev.plumbline.calibration.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.calibration.Logistic;
import dev.plumbline.calibration.calibrator.CalibrationMethod;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.LogitPlattCalibrator;
import dev.plumbline.calibration.evidence.PrequentialRace;
import dev.plumbline.calibration.evidence.RaceRules;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.LongToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the race does to streams of known truth, with a look after every pair. Seeds are fixed and printed, so a run repeats the last one;
 * the chance that other seeds would fail stands beside each bound.
 */
class RaceHarmStatisticalTest {
    private static final long SEED = 20_261;
    private static final int NEVER = Integer.MAX_VALUE;

    private static Calibrator race(ForecastStream stream) {
        PrequentialRace race = new PrequentialRace(RaceRules.PLAIN);
        for (int i = 0; i < stream.probability().length; i++) {
            race.add(stream.probability()[i], stream.outcome()[i], 1);
        }
        return race.serving();
    }

    private static Map<String, Harm> judge(int streams, long seed, boolean late, CalibrationMethod... always) {
        Map<String, Function<ForecastStream, Calibrator>> rules = new LinkedHashMap<>();
        rules.put("race", RaceHarmStatisticalTest::race);
        for (CalibrationMethod method : always) {
            rules.put("always " + method, stream -> method.fit(stream.sample()));
        }
        Map<String, Harm> harm = Harm.of(streams, seed, late, rules);
        print("seed " + seed, late, harm);
        return harm;
    }

    private static void print(String what, boolean late, Map<String, Harm> harm) {
        harm.forEach((rule, of) ->
                System.out.println(what + (late ? ", fault in mid-stream, " : ", fault at once, ") + rule + ": " + of));
    }

    /**
     * 40 streams: at 1 % worse, 5 or more happen once in 20,000 runs. The share of the gain is 92 % with a standard deviation of 4.3 points,
     * 103 % with 21 points for late faults (ten suites of 200 have 1.9 and 9.3): four of them below happen once in 30,000 runs.
     */
    @Test
    void race_fewStreams_doesNoHarm() {
        for (boolean late : new boolean[] {false, true}) {
            Harm harm = judge(40, SEED, late).get("race");
            assertThat(harm.worse()).isLessThan(5);
            assertThat(harm.gainShare()).isGreaterThan(late ? 1.03 - 4 * 0.21 : 0.92 - 4 * 0.043);
        }
    }

    /**
     * Ten suites of 200 streams. 0.4 % are worse, 92.1 % of the gain is kept with a standard deviation of 0.6 points: beyond 1 % or below
     * 90 % happens once in 2,000 runs; with late faults (0.25 %, 103 %, 2.9 points) more rarely.
     */
    @Test
    @Tag("full")
    void race_tenSuites_doesNoHarm_long() {
        for (boolean late : new boolean[] {false, true}) {
            Map<String, Harm> pooled = new LinkedHashMap<>();
            for (int suite = 0; suite < 10; suite++) {
                judge(
                                200,
                                SEED + suite,
                                late,
                                CalibrationMethod.PLATT,
                                CalibrationMethod.ISOTONIC,
                                CalibrationMethod.BETA)
                        .forEach((rule, of) -> pooled.merge(rule, of, Harm::plus));
            }
            print("ten suites", late, pooled);
            assertThat(pooled.get("race").worseShare()).isLessThanOrEqualTo(0.01);
            assertThat(pooled.get("race").gainShare()).isGreaterThanOrEqualTo(0.9);
            // what the suites are there to tell apart: a refit that is always put in force
            pooled.forEach((rule, of) -> {
                if (!rule.equals("race")) {
                    assertThat(of.worseShare()).as(rule).isGreaterThan(0.2);
                }
            });
        }
    }

    /** Median over streams, {@link #NEVER} where it does not happen. */
    private static int median(String what, int streams, LongToIntFunction delay) {
        int[] sorted = IntStream.range(0, streams)
                .parallel()
                .map(i -> delay.applyAsInt(SEED + i))
                .sorted()
                .toArray();
        System.out.println(what + ", " + streams + " streams, seed " + SEED + ": median " + sorted[streams / 2]
                + ", two of three within " + sorted[streams * 2 / 3] + ", nine of ten within "
                + sorted[streams * 9 / 10]);
        return sorted[streams / 2];
    }

    private static double outcome(SplittableRandom random, double truth) {
        return random.nextDouble() < truth ? 1 : 0;
    }

    /** A map that was right for 20,000 pairs, and then no more: how many later ones pass until it is out of force. */
    private static int untilRolledBack(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LogitPlattCalibrator map = new LogitPlattCalibrator(0.7, 0);
        PrequentialRace race = new PrequentialRace(RaceRules.PLAIN, map);
        for (int i = 0; i < 30_000; i++) {
            double p = random.nextDouble();
            boolean moved = race.add(p, outcome(random, i < 20_000 ? map.apply(p) : p), 1)
                    .isPresent();
            if (moved && i >= 20_000) {
                return i + 1 - 20_000;
            }
        }
        return NEVER;
    }

    /** A shift of half a logit after 100,000 calibrated pairs: how many later ones pass until 90 % of what it costs is saved. */
    private static int untilMended(long seed) {
        int calibrated = 100_000;
        SplittableRandom random = new SplittableRandom(seed);
        PrequentialRace race = new PrequentialRace(RaceRules.PLAIN);
        ForecastStream shifted = ForecastStream.turning(new SplittableRandom(seed), 2000, 0, 1, 0.5);
        double all = shifted.expectedGain(p -> Logistic.sigmoid(Logistic.logit(p) + 0.5));
        for (int i = 0; i < calibrated + 10_000; i++) {
            double p = random.nextDouble();
            double truth = i < calibrated ? p : Logistic.sigmoid(Logistic.logit(p) + 0.5);
            boolean moved = race.add(p, outcome(random, truth), 1).isPresent();
            if (moved && i >= calibrated && shifted.expectedGain(race.serving()::apply) >= 0.9 * all) {
                return i + 1 - calibrated;
            }
        }
        return NEVER;
    }

    /**
     * Nine streams in ten are rolled back within 1,304 pairs and mended within 4,054 (the long form): a median of 7 beyond 1,500 happens
     * at most once in 370 runs, a median of 3 beyond 5,000 at most once in 36.
     */
    @Test
    void race_fewStreams_notices() {
        assertThat(median("rolled back after", 7, RaceHarmStatisticalTest::untilRolledBack))
                .isLessThanOrEqualTo(1500);
        assertThat(median("mended after", 3, RaceHarmStatisticalTest::untilMended))
                .isLessThanOrEqualTo(5000);
    }

    /** Medians 811 and 1,866, with 101 other streams 876 and 1,800: 1,500 and 2,500 are beyond what chance does to them. */
    @Test
    @Tag("full")
    void race_manyStreams_notices_long() {
        assertThat(median("rolled back after", 201, RaceHarmStatisticalTest::untilRolledBack))
                .isLessThanOrEqualTo(1500);
        assertThat(median("mended after", 101, RaceHarmStatisticalTest::untilMended))
                .isLessThanOrEqualTo(2500);
    }

    /** Of calibrated streams, those in which anything is ever promoted: 5 % at most, and 4.5 standard deviations of the simulation. */
    private static void promotions(int streams, int pairs) {
        long promoted = IntStream.range(0, streams)
                .parallel()
                .filter(i -> {
                    SplittableRandom random = new SplittableRandom(SEED + i);
                    PrequentialRace race = new PrequentialRace(RaceRules.PLAIN);
                    boolean any = false;
                    for (int k = 0; k < pairs && !any; k++) {
                        double p = random.nextDouble();
                        any = race.add(p, outcome(random, p), 1).isPresent();
                    }
                    return any;
                })
                .count();
        System.out.println(
                "promoted in calibrated streams of " + pairs + ", seed " + SEED + ": " + promoted + " of " + streams);
        assertThat(promoted).isLessThanOrEqualTo(Math.round(0.05 * streams + 4.5 * Math.sqrt(0.05 * 0.95 * streams)));
    }

    @Test
    void race_fewCalibratedStreams_promotesRarely() {
        promotions(100, 1500);
    }

    @Test
    @Tag("full")
    void race_calibratedStreams_promotesRarely_long() {
        promotions(1000, 20_000);
    }
}

package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.Logistic;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The race as a service runs it: every look starts from what is stored, a day's pairs are read once. */
class RaceByDaysTest {
    private static final int PER_DAY = 80;

    /** All that is kept between two looks. */
    private static final class Store {
        private Calibrator serving = new Identity();
        private Calibrator previous = new Identity();
        private final List<byte[]> sinceMove = new ArrayList<>();
        private byte[] lastDay; // null until a day has been scored since the last rollback
        private List<CalibrationSummary> days = new ArrayList<>(); // that count for fits
        private final List<String> moves = new ArrayList<>();

        private CalibrationSummary newest(long pairs) {
            CalibrationSummary sums = CalibrationSummary.empty();
            for (int day = days.size() - 1; day >= 0 && sums.count() < pairs; day--) {
                sums = sums.plus(days.get(day));
            }
            return sums;
        }

        private long pairs() {
            return days.stream().mapToLong(CalibrationSummary::count).sum();
        }

        void look(double[] p, double[] y) {
            Contestants maps = Contestants.start(serving, previous);
            if (lastDay != null) {
                maps = maps.resumed(RaceDay.of(lastDay));
            }
            if (maps.isDue(pairs())) {
                maps = maps.fitted(pairs(), this::newest);
            }
            LiveRace race = new LiveRace(maps);
            sinceMove.forEach(day -> race.enter(RaceDay.of(day)));
            BlockScorer scorer = maps.scorer(RaceRules.PLAIN);
            CalibrationSummary.Builder sums = CalibrationSummary.builder();
            for (int i = 0; i < p.length; i++) {
                scorer.add(p[i], y[i], 1);
                sums.addPair(p[i], y[i], 1);
            }
            RaceDay day = scorer.build();
            race.enter(day);
            days.add(sums.build());
            lastDay = day.toBytes();
            sinceMove.add(lastDay);
            race.move().ifPresent(this::make);
        }

        private void make(RaceMove move) {
            sinceMove.clear();
            moves.add(move.kind() + " after day " + days.size());
            if (move.kind() == RaceMove.Kind.PROMOTED) {
                previous = serving;
                serving = move.challenger().fit(newest(move.challenger().window(pairs())));
            } else {
                serving = move.rival();
                previous = serving;
                days = new ArrayList<>();
                lastDay = null;
            }
        }
    }

    @Test
    void looks_fromStoredDays_promoteAndRollBack() {
        long seed = 31;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Store store = new Store();
        for (int day = 0; day < 60; day++) {
            double shift = day < 30 ? 1 : 0;
            double[] p = new double[PER_DAY];
            double[] y = new double[PER_DAY];
            for (int i = 0; i < PER_DAY; i++) {
                p[i] = random.nextDouble();
                y[i] = random.nextDouble() < Logistic.sigmoid(Logistic.logit(p[i]) + shift) ? 1 : 0;
            }
            store.look(p, y);
            if (day == 29) {
                assertThat(store.moves).isNotEmpty().allMatch(move -> move.startsWith("promoted"));
                assertThat(store.serving.apply(0.5)).isCloseTo(Logistic.sigmoid(1), within(0.05));
                store.moves.clear();
            }
        }
        assertThat(store.moves).hasSize(1);
        assertThat(store.moves.get(0)).matches("rolledBack after day 3[1-5]");
        assertThat(store.serving).isEqualTo(new Identity());
        assertThat(store.days).hasSizeBetween(25, 29);
    }
}

package dev.plumbline.calibration.tests;

import dev.plumbline.calibration.calibrator.*;
import dev.plumbline.calibration.evidence.*;
import org.junit.jupiter.api.Test;

class RaceHarmStatisticalTest {
    static Calibrator race(ForecastStream s) {
        PrequentialRace race = new PrequentialRace(RaceRules.PLAIN);
        for (int i = 0; i < s.probability().length; i++) race.add(s.probability()[i], s.outcome()[i], 1);
        return race.serving();
    }

    @Test
    void x() {
        for (boolean late : new boolean[] {false, true}) {
            long t = System.nanoTime();
            System.out.println(late + " " + Harm.of(400, 1, late, RaceHarmStatisticalTest::race) + " "
                    + (System.nanoTime() - t) / 1e9);
        }
    }
}

package dev.plumbline.monitor.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.evidence.LateOutcomes.Traffic;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What late negatives do to the verdict on a perfect model, by age and growth of the service. With a learned delay at most 5 % of
 * years may ever be called drifted, as the detector promises; 14 of 1,200 were. Where all that is known counts at once, every year is.
 */
class MaturityStatisticalTest {
    private static final long SEED = 20_266;

    private static Traffic traffic(String name) {
        return switch (name) {
            case "launch" -> new Traffic(0, 60, 1);
            case "growth" -> new Traffic(0, 5, 1.5);
            default -> new Traffic(365, 40, 1);
        };
    }

    private static int drifted(String name, int horizon, int years, Duration declared) {
        int drifted = 0;
        for (int year = 0; year < years; year++) {
            OptionalInt day = LateOutcomes.drifted(
                    traffic(name), horizon, declared, new SplittableRandom(SEED + 1_000_003L * year));
            drifted += day.isPresent() ? 1 : 0;
        }
        System.out.printf(
                "%s, outcomes known after %d days, %s, seed %d: %d of %d years drifted%n",
                name, horizon, declared == null ? "learned delay" : "no delay", SEED, drifted, years);
        return drifted;
    }

    /** At a true 2.5 % of years, both of 2 are drifted once in 1,600 runs; with another seed than this. */
    @ParameterizedTest
    @CsvSource({"launch, 30", "launch, 60", "growth, 30", "growth, 60", "steady, 30", "steady, 60"})
    void learnedDelay_fewYears_areNotDrifted(String name, int horizon) {
        assertThat(drifted(name, horizon, 2, null)).isLessThan(2);
    }

    /** At a true 2.5 %, more than 10 of 200 years are drifted once in 80 runs; with another seed than this. */
    @ParameterizedTest
    @Tag("full")
    @CsvSource({"launch, 30", "launch, 60", "growth, 30", "growth, 60", "steady, 30", "steady, 60"})
    void learnedDelay_atMostOneYearIn20IsDrifted_long(String name, int horizon) {
        assertThat(drifted(name, horizon, 200, null)).isLessThanOrEqualTo(10);
    }

    /** The contrast: the outcomes of young cohorts are nearly all positive, so that this cannot fail by chance. */
    @ParameterizedTest
    @CsvSource({"launch, 30", "launch, 60", "growth, 30", "growth, 60", "steady, 30", "steady, 60"})
    void withoutDelay_everyYearIsDrifted(String name, int horizon) {
        assertThat(drifted(name, horizon, 3, Duration.ZERO)).isEqualTo(3);
    }
}

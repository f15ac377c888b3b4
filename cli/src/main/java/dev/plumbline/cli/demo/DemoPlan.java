package dev.plumbline.cli.demo;

import java.time.Duration;
import java.time.Instant;

/**
 * What the demo plays: 180 days of a forecaster that is honest and then drifts, and later days with the correction. Each audit
 * looks back 90 days, so each has a phase to itself.
 *
 * @param seed of everything that is made up
 * @param casesPerDay how many predictions the forecaster makes a day
 */
public record DemoPlan(long seed, int casesPerDay) {
    public static final long DEFAULT_SEED = 7;

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int WINDOW_DAYS = 90;

    /** How late an outcome may come. */
    static final int LONGEST_DELAY_DAYS = 7;

    public DemoPlan {
        if (casesPerDay < 1) {
            throw new IllegalArgumentException("casesPerDay must be at least 1, got " + casesPerDay);
        }
    }

    /** The plan that {@code plumbline demo} plays. */
    public static DemoPlan standard(long seed) {
        return new DemoPlan(seed, 30);
    }

    /** What the server's clock must show at the start. */
    public Instant start() {
        return START;
    }

    /** The last day on which the forecaster is honest. */
    int honestDays() {
        return WINDOW_DAYS;
    }

    /** The last day before a refit is in force. */
    int driftedDays() {
        return 2 * WINDOW_DAYS;
    }

    /** So late that every outcome in the last audit's window is of a prediction made with the correction. */
    int lastDay() {
        return driftedDays() + LONGEST_DELAY_DAYS + WINDOW_DAYS;
    }

    /** At which a day begins; the first is day 1. */
    Instant midnight(int day) {
        return START.plus(Duration.ofDays(day - 1L));
    }
}

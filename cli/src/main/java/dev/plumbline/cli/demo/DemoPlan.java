package dev.plumbline.cli.demo;

import java.time.Duration;
import java.time.Instant;

/**
 * What the demo plays: 180 days of a forecaster that is honest and then drifts, days with the correction, and days on which the
 * forecaster is honest again, so that the correction is wrong. Each of the first three audits looks back 90 days on a phase of its own.
 *
 * @param seed of everything that is made up
 * @param casesPerDay how many predictions the forecaster makes a day
 */
public record DemoPlan(long seed, int casesPerDay) {
    public static final long DEFAULT_SEED = 7;

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int WINDOW_DAYS = 90;
    private static final int HEALED_DAYS = 45;

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

    /** So late that every outcome in the audit's window is of a prediction made with the correction; then the forecaster is mended. */
    int correctedDays() {
        return driftedDays() + LONGEST_DELAY_DAYS + WINDOW_DAYS;
    }

    /** Long enough after that for the evidence to tell. */
    int lastDay() {
        return correctedDays() + HEALED_DAYS;
    }

    /** At which a day begins; the first is day 1. */
    Instant midnight(int day) {
        return START.plus(Duration.ofDays(day - 1L));
    }
}

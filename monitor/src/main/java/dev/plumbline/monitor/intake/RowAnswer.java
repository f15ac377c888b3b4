package dev.plumbline.monitor.intake;

import java.time.Instant;

/**
 * What became of one row.
 *
 * @param field for a conflict: the field that differs; else null
 * @param stored for a conflict: what is stored; for a purged one: when it was purged
 * @param given for a conflict: what was sent
 */
public record RowAnswer(Result result, String field, String stored, String given) {
    /**
     * The counters of an intake's answer, and what is rejected: CONFLICT, a known prediction id with other content; PURGED, a
     * prediction whose row is gone.
     */
    public enum Result {
        TAKEN,
        REPEATED,
        CORRECTED,
        WAITING,
        CONFLICT,
        PURGED
    }

    public static final RowAnswer TAKEN = new RowAnswer(Result.TAKEN, null, null, null);
    public static final RowAnswer REPEATED = new RowAnswer(Result.REPEATED, null, null, null);
    public static final RowAnswer CORRECTED = new RowAnswer(Result.CORRECTED, null, null, null);
    public static final RowAnswer WAITING = new RowAnswer(Result.WAITING, null, null, null);

    public static RowAnswer conflict(String field, Object stored, Object given) {
        return new RowAnswer(Result.CONFLICT, field, String.valueOf(stored), String.valueOf(given));
    }

    public static RowAnswer purged(String field, String id, Instant at) {
        return new RowAnswer(Result.PURGED, field, at.toString(), id);
    }
}

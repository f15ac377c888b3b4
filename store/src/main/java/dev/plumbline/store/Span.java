package dev.plumbline.store;

import dev.plumbline.monitor.pairs.Window;

/**
 * A window in stored time, [from, end) in microseconds, cut into whole days, which the sums know, and the parts of a day
 * at its edges, which only rows know.
 */
record Span(long from, long end) {
    /** Before every time that can be stored, with room to count on. */
    private static final long BEGINNING = Long.MIN_VALUE / 4;

    static Span of(Window window) {
        return new Span(window.from() == null ? BEGINNING : Times.micros(window.from()), Times.micros(window.end()));
    }

    /**
     * This with whole days in place of parts of days from before {@code purged}: their rows may be gone, and the sums know
     * only whole days.
     */
    Span widened(long purged) {
        long widerFrom = from < purged ? Math.max(BEGINNING, Times.day(from) * Times.DAY) : from;
        long widerEnd = end < purged ? Times.firstDayFrom(end) * Times.DAY : end;
        return isEmpty() ? this : new Span(widerFrom, widerEnd);
    }

    boolean isEmpty() {
        return end <= from;
    }

    /** The first whole day. */
    long firstDay() {
        return Times.firstDayFrom(from);
    }

    /** The day after the last whole day; not after {@link #firstDay} when there is none. */
    long endDay() {
        return Times.day(end);
    }

    boolean hasWholeDays() {
        return firstDay() < endDay();
    }

    /** What comes before the whole days; the whole span when there are none. */
    Span before() {
        return hasWholeDays() ? new Span(from, firstDay() * Times.DAY) : this;
    }

    /** What comes after the whole days; empty when there are none. */
    Span after() {
        return hasWholeDays() ? new Span(endDay() * Times.DAY, end) : new Span(end, end);
    }
}

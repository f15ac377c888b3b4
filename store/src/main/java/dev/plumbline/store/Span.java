package dev.plumbline.store;

import dev.plumbline.monitor.pairs.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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

    /**
     * A stretch of days, or of blocks of days.
     *
     * @param suffix what comes behind the basis of its sums
     */
    record Days(String suffix, long first, long end) {
        boolean isEmpty() {
            return first >= end;
        }
    }

    /**
     * A span that differs from a stretch of days by few rows.
     *
     * @param away whether the rows are to be taken away from the days, or added to them
     */
    record Edge(Span rows, boolean away) {}

    /** How to put a span together: from days, blocks of days, and as few rows as possible. */
    record Plan(List<Days> days, List<Edge> edges) {}

    /** The cheaper side of a day that is cut is read in rows: the part inside, or the part outside. */
    Plan plan() {
        List<Edge> edges = new ArrayList<>();
        if (!hasWholeDays()) {
            edges.add(new Edge(this, false));
            return new Plan(List.of(), edges);
        }
        long first = firstDay();
        long last = endDay();
        if (first * Times.DAY - from > Times.DAY / 2) {
            first--;
            edges.add(new Edge(new Span(first * Times.DAY, from), true));
        } else {
            edges.add(new Edge(before(), false));
        }
        if (end - last * Times.DAY > Times.DAY / 2) {
            last++;
            edges.add(new Edge(new Span(end, last * Times.DAY), true));
        } else {
            edges.add(new Edge(after(), false));
        }
        edges.removeIf(edge -> edge.rows().isEmpty());
        return new Plan(days(first, last), edges);
    }

    private static List<Days> days(long first, long end) {
        long firstBlock = -Math.floorDiv(-first, SumsChange.BLOCK);
        long endBlock = Math.floorDiv(end, SumsChange.BLOCK);
        if (firstBlock >= endBlock) {
            return List.of(new Days("", first, end));
        }
        return Stream.of(
                        new Days("", first, firstBlock * SumsChange.BLOCK),
                        new Days(SumsChange.BLOCKS, firstBlock, endBlock),
                        new Days("", endBlock * SumsChange.BLOCK, end))
                .filter(days -> !days.isEmpty())
                .toList();
    }
}

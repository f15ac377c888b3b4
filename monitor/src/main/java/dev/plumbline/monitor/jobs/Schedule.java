package dev.plumbline.monitor.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * When a job is due.
 *
 * @param expression as it was set; another expression is another schedule, which begins anew
 * @param next the first due time after a time, or null when there is none
 */
public record Schedule(String job, String expression, UnaryOperator<Instant> next) {
    private static final int WIDEN = 24;

    /** The due times after {@code after} up to and with {@code to}, the oldest first, at most {@code most}. */
    List<Instant> due(Instant after, Instant to, int most) {
        List<Instant> due = new ArrayList<>();
        Instant at = next.apply(after);
        while (at != null && !at.isAfter(to) && due.size() < most) {
            due.add(at);
            at = next.apply(at);
        }
        return due;
    }

    /** The newest due time after {@code after} up to and with {@code to}, or null. It looks at the last hour first. */
    Instant newest(Instant after, Instant to) {
        for (Duration back = Duration.ofHours(1); ; back = back.multipliedBy(WIDEN)) {
            Instant from = to.minus(back).isAfter(after) ? to.minus(back) : after;
            List<Instant> due = due(from, to, Integer.MAX_VALUE);
            if (!due.isEmpty()) {
                return due.get(due.size() - 1);
            }
            if (!from.isAfter(after)) {
                return null;
            }
        }
    }
}

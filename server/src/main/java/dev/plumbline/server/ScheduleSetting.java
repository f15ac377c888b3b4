package dev.plumbline.server;

import dev.plumbline.monitor.jobs.Schedule;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.scheduling.support.CronExpression;

/** A setting such as {@code schedule.audit}. */
final class ScheduleSetting {
    static final String OFF = "-";
    static final String ALLOWED =
            "- (off) or six fields \"second minute hour day-of-month month day-of-week\" (UTC) that"
                    + " name a time to come, such as 0 30 5 * * *";

    /** Spring finds none further away than this many tries, so an expression that never comes shows at once. */
    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

    private ScheduleSetting() {}

    /**
     * The schedule, or empty for off.
     *
     * @throws IllegalArgumentException if the expression is not {@link #ALLOWED}
     */
    static Optional<Schedule> parse(String job, String value) {
        String expression = value.strip();
        if (expression.equals(OFF)) {
            return Optional.empty();
        }
        if (expression.startsWith("@")) { // Spring's names for some expressions are not of six fields
            throw new IllegalArgumentException(expression);
        }
        CronExpression cron = CronExpression.parse(expression);
        UnaryOperator<Instant> next = after -> {
            LocalDateTime at = cron.next(LocalDateTime.ofInstant(after, ZoneOffset.UTC));
            return at == null ? null : at.toInstant(ZoneOffset.UTC);
        };
        if (next.apply(LONG_AGO) == null) {
            throw new IllegalArgumentException(expression);
        }
        return Optional.of(new Schedule(job, expression, next));
    }
}

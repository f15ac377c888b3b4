package dev.plumbline.server.http;

import dev.plumbline.files.Row;
import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.pairs.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** Windows of time as query parameters. */
public final class QueryWindow {
    private static final int MAX_DAYS = 36_500;

    private QueryWindow() {}

    /** @throws InvalidArgumentException unless it is a whole number in 1..36500 */
    private static int days(String text) {
        try {
            int days = Integer.parseInt(text);
            if (days >= 1 && days <= MAX_DAYS) {
                return days;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new InvalidArgumentException("days", "a whole number in 1.." + MAX_DAYS, text);
    }

    /**
     * The window that a query asks for, made from the time of asking: [from, to); the last {@code days} days up to
     * {@code to}; without any of them all time.
     */
    public static Function<Instant, Window> of(String from, String to, String days) {
        if (from != null && days != null) {
            throw new InvalidArgumentException("days", "left out when from is given", days);
        }
        Instant start = time("from", from);
        Instant end = time("to", to);
        Integer last = days == null ? null : days(days);
        if (end == null) {
            return now -> new Window(last == null ? start : now.minus(Duration.ofDays(last)), now, true);
        }
        Window window = Window.between(last == null ? start : end.minus(Duration.ofDays(last)), end);
        return now -> window;
    }

    /** The time in a parameter, or null where none was sent. */
    public static Instant time(String field, String text) {
        return text == null ? null : new Row(1, Json.object().put(field, text)).time(field);
    }
}

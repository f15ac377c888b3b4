package dev.plumbline.monitor.pairs;

import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * A window of time, [from, to), as people ask for it; or [from, now], when it ends at the time of asking: what has arrived
 * just now belongs to it, also under a clock that is turned by hand and stands still in between.
 *
 * @param from null: from the beginning
 * @param untilNow whether {@code to} itself belongs to the window
 */
public record Window(Instant from, Instant to, boolean untilNow) {
    public Window {
        Objects.requireNonNull(to, "to");
        if (from != null && from.isAfter(to)) {
            throw new InvalidArgumentException("from", "not after to (" + to + ")", from);
        }
    }

    /** The last {@code days} days up to now, to the second, not cut at midnight. */
    public static Window lastDays(long days, Instant now) {
        return new Window(now.minus(Duration.ofDays(days)), now, true);
    }

    /** Everything up to now. */
    public static Window allUntil(Instant now) {
        return new Window(null, now, true);
    }

    public static Window between(Instant from, Instant to) {
        return new Window(from, to, false);
    }

    /** Under its wire names; {@code from} is null for a window from the beginning. */
    public ObjectNode toJson() {
        return Json.object().put("from", from == null ? null : from.toString()).put("to", to.toString());
    }

    /** The first instant after the window, on the microsecond grid of stored times. */
    public Instant end() {
        return untilNow ? to.truncatedTo(ChronoUnit.MICROS).plus(1, ChronoUnit.MICROS) : to;
    }
}

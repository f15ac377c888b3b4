package dev.plumbline.server;

import dev.plumbline.monitor.InvalidArgumentException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until it is turned by hand, forwards only; for tests and the demo. Like the system's clock it goes on
 * the grid of stored times.
 */
public final class TurnableClock extends Clock {
    private final AtomicReference<Instant> now;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public TurnableClock(Instant start) {
        this.now = new AtomicReference<>(start.truncatedTo(ChronoUnit.MICROS));
    }

    /** @throws InvalidArgumentException for a time before the present one */
    public void turnTo(Instant to) {
        now.updateAndGet(present -> {
            if (to.isBefore(present)) {
                throw new InvalidArgumentException(
                        "now", "not before " + present + ": the clock moves forwards only", to);
            }
            return to.truncatedTo(ChronoUnit.MICROS);
        });
        listeners.forEach(Runnable::run);
    }

    /** @param listener told after each turn, on the thread that turned it */
    public void onTurn(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

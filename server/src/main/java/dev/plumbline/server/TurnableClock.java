package dev.plumbline.server;

import dev.plumbline.monitor.InvalidArgumentException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is turned by hand, forwards only; for tests and the demo. */
public final class TurnableClock extends Clock {
    private final AtomicReference<Instant> now;

    public TurnableClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    /** @throws InvalidArgumentException for a time before the present one */
    public void turnTo(Instant to) {
        now.updateAndGet(present -> {
            if (to.isBefore(present)) {
                throw new InvalidArgumentException(
                        "now", "not before " + present + ": the clock moves forwards only", to);
            }
            return to;
        });
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

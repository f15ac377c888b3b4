package dev.plumbline.monitor.intake;

import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The use case of retention: rows older than an age go, their sums stay. Done in small steps, so that intake goes on
 * meanwhile; one that was interrupted is finished by the next.
 */
public final class PurgeRows {
    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Logger LOG = LoggerFactory.getLogger(PurgeRows.class);

    private final PurgeStore store;
    private final Models models;
    private final Clock clock;

    public PurgeRows(PurgeStore store, Models models, Clock clock) {
        this.store = store;
        this.models = models;
        this.clock = clock;
    }

    /**
     * What was taken away; the component names are the wire names.
     *
     * @param before rows of predictions from before this start of a day are gone, but for those with a later outcome
     * @param predictions how many rows, with their outcomes
     * @param waitingOutcomes how many outcomes that had waited for their prediction in vain
     */
    public record Purged(String model, Instant before, long predictions, long waitingOutcomes) {}

    /**
     * Purges a model.
     *
     * @param olderThan at least a day; whole UTC days are purged
     * @throws InvalidArgumentException if it is shorter
     */
    public Purged run(String modelName, Duration olderThan) {
        if (olderThan.compareTo(SHORTEST) < 0) {
            throw new InvalidArgumentException("olderThan", "a duration of at least P1D, such as P365D", olderThan);
        }
        Model model = models.require(modelName);
        Instant now = clock.instant();
        Instant before = now.minus(olderThan).truncatedTo(ChronoUnit.DAYS);
        store.begin(model, before, now);
        long purged = 0;
        PurgeStore.Place place = PurgeStore.Place.START;
        while (place != null) {
            PurgeStore.Step step = store.step(model, before, place, now);
            purged += step.purged();
            place = step.next();
        }
        Purged done = new Purged(model.name(), before, purged, store.waiting(model, before));
        if (done.predictions() + done.waitingOutcomes() > 0) {
            LOG.info(
                    "[purge] model {}: {} predictions and {} waiting outcomes from before {} are gone, the sums stay",
                    model.name(),
                    done.predictions(),
                    done.waitingOutcomes(),
                    before);
        }
        return done;
    }
}

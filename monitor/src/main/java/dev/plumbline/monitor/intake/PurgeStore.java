package dev.plumbline.monitor.intake;

import dev.plumbline.monitor.model.Model;
import java.time.Instant;

/** Takes old rows away and leaves their sums. */
public interface PurgeStore {
    /** Notes that rows from before {@code before}, the start of a UTC day, may be gone from now on. */
    void begin(Model model, Instant before, Instant now);

    /**
     * Takes some rows away, in one transaction: predictions made before {@code before} whose outcome was not observed later,
     * also open ones. What their pairs added to the sums stays there, and their ids stay known as purged.
     *
     * @param place where the last call ended; {@link Place#START} at first
     * @return what was taken away and where to go on
     */
    Step step(Model model, Instant before, Place place, Instant now);

    /** Takes outcomes away that were observed before {@code before} and still wait for their prediction; how many. */
    int waiting(Model model, Instant before);

    /**
     * A place among the predictions of a model.
     *
     * @param version the number of the version
     * @param predictedAt in microseconds since the epoch
     * @param row the number of the row
     */
    record Place(int version, long predictedAt, long row) {
        public static final Place START = new Place(0, Long.MIN_VALUE, 0);
    }

    /** @param next null when nothing is left */
    record Step(int purged, Place next) {}
}

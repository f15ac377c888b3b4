package dev.plumbline.store;

import dev.plumbline.calibration.CalibrationSummary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Sums that were read before. Their number of changes says whether they still hold, so nothing has to be told when rows change, and a
 * reader of an older snapshot finds nothing that is too new. What was asked for least lately goes first. Safe for many threads.
 *
 * @param <K> whose sums
 * @param <V> the sums
 */
final class SumsCache<K, V> {
    /** About 32 MB: a cell takes some 100 bytes, an empty summary as much as 40 of them. */
    private static final int ROOM = 320_000;

    private static final int EMPTY = 40;

    private record Kept<V>(long changes, V sums) {}

    private final Map<K, Kept<V>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final ToIntFunction<V> size;
    private int taken;

    /** @param size of sums, in cells; see {@link #cells} */
    SumsCache(ToIntFunction<V> size) {
        this.size = size;
    }

    static int cells(CalibrationSummary sums) {
        return EMPTY + sums.filledCells();
    }

    /** {@return the sums as of that number of changes; null where they have to be read} */
    synchronized V get(K key, long changes) {
        Kept<V> found = kept.get(key);
        return found == null || found.changes() != changes ? null : found.sums();
    }

    synchronized void put(K key, long changes, V sums) {
        Kept<V> before = kept.put(key, new Kept<>(changes, sums));
        taken += size.applyAsInt(sums) - (before == null ? 0 : size.applyAsInt(before.sums()));
        var eldest = kept.values().iterator();
        while (taken > ROOM && eldest.hasNext()) {
            taken -= size.applyAsInt(eldest.next().sums());
            eldest.remove();
        }
    }
}

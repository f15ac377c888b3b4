package dev.plumbline.store;

import dev.plumbline.calibration.CalibrationSummary;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
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

    /** Of years of a busy model the sums are more than is held at once. */
    private static final int UNITS_AT_ONCE = 64;

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

    /**
     * Hands over the sums of days, or of blocks of days, one after the other: those that are known, and the rest in stretches of neighbours.
     *
     * @param changes of each unit that has sums
     * @param key of a unit
     * @param reading from the database
     * @param visitor of every unit and its sums
     */
    void each(SortedMap<Long, Long> changes, LongFunction<K> key, Reading<V> reading, BiConsumer<Long, V> visitor)
            throws SQLException {
        SortedMap<Long, Long> unread = new TreeMap<>();
        for (Map.Entry<Long, Long> unit : changes.entrySet()) {
            V known = get(key.apply(unit.getKey()), unit.getValue());
            if (known == null) {
                unread.put(unit.getKey(), unit.getValue());
            } else {
                visitor.accept(unit.getKey(), known);
            }
            if (known != null || unread.size() == UNITS_AT_ONCE) {
                read(unread, key, reading, visitor);
            }
        }
        read(unread, key, reading, visitor);
    }

    private void read(SortedMap<Long, Long> units, LongFunction<K> key, Reading<V> reading, BiConsumer<Long, V> visitor)
            throws SQLException {
        if (units.isEmpty()) {
            return;
        }
        LongFunction<V> read = reading.between(units.firstKey(), units.lastKey());
        units.forEach((unit, changes) -> {
            V sums = read.apply(unit);
            put(key.apply(unit), changes, sums);
            visitor.accept(unit, sums);
        });
        units.clear();
    }

    /** How sums are read that are not known. */
    @FunctionalInterface
    interface Reading<V> {
        /**
         * @param first unit that is wanted
         * @param last unit that is wanted
         * @return the sums of each unit from the first to the last
         */
        LongFunction<V> between(long first, long last) throws SQLException;
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

package dev.plumbline.monitor;

import java.util.List;

/**
 * One page of a list, newest first.
 *
 * @param items the entries
 * @param next what to pass as {@code before} for the next page; null on the last one
 */
public record Page<T>(List<T> items, Long next) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 500;

    public Page {
        items = List.copyOf(items);
    }

    /**
     * A page from {@code limit + 1} rows that were read, the extra one only to know whether more follow.
     *
     * @param key the number by which the list is ordered
     */
    public static <T> Page<T> of(List<T> rows, int limit, java.util.function.ToLongFunction<T> key) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, limit);
        return new Page<>(items, key.applyAsLong(items.get(limit - 1)));
    }
}

package dev.plumbline.server.http;

import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.Page;

/** The query parameters of lists: {@code limit}, and {@code before}, which takes an answer's {@code next}. */
public final class Paging {
    private Paging() {}

    /** @param before null for the first page */
    public static long before(Long before) {
        return before == null ? Long.MAX_VALUE : before;
    }

    /** @param limit null for {@value Page#DEFAULT_LIMIT} */
    public static int limit(Integer limit) {
        if (limit == null) {
            return Page.DEFAULT_LIMIT;
        }
        if (limit < 1 || limit > Page.MAX_LIMIT) {
            throw new InvalidArgumentException("limit", "a whole number in [1, " + Page.MAX_LIMIT + "]", limit);
        }
        return limit;
    }
}

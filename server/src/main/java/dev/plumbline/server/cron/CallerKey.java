package dev.plumbline.server.cron;

import dev.plumbline.monitor.InvalidArgumentException;
import jakarta.servlet.http.HttpServletRequest;

/** The key by which a caller says that it calls again for the same thing. */
final class CallerKey {
    private static final String[] HEADERS = {"Idempotency-Key", "X-CloudScheduler-ScheduleTime"};
    private static final int MAX = 255;

    private CallerKey() {}

    /** The key, or null. */
    static String of(HttpServletRequest request) {
        for (String header : HEADERS) {
            String key = request.getHeader(header);
            if (key != null && !key.isBlank()) {
                if (key.length() > MAX) {
                    throw new InvalidArgumentException(header, "1 to " + MAX + " characters", key);
                }
                return key.strip();
            }
        }
        return null;
    }
}

package dev.plumbline.server.serving;

import java.util.Arrays;

/** The comparison of If-None-Match (RFC 9110, section 13.1.2), which is weak and takes lists. */
final class ETags {
    private ETags() {}

    static boolean matches(String header, String tag) {
        if (header == null) {
            return false;
        }
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals("W/" + tag));
    }
}

package dev.plumbline.cli.terminal;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Numbers of an answer as people read them. Rounding is all that is done to them. */
public final class Numbers {
    public static final String NONE = "-";

    private static final double SMALL = 0.001;

    private Numbers() {}

    public static String whole(JsonNode number) {
        return missing(number) ? NONE : String.format(Locale.ROOT, "%,d", number.longValue());
    }

    public static String fixed(JsonNode number, int decimals) {
        return missing(number) ? NONE : String.format(Locale.ROOT, "%." + decimals + "f", number.doubleValue());
    }

    /** A share of 1 as per cent, with one decimal. */
    public static String percent(JsonNode share) {
        return missing(share) ? NONE : String.format(Locale.ROOT, "%.1f %%", 100 * share.doubleValue());
    }

    public static String pValue(JsonNode p) {
        if (missing(p)) {
            return NONE;
        }
        return p.doubleValue() < SMALL ? "below 0.001" : fixed(p, 3);
    }

    private static boolean missing(JsonNode number) {
        return number == null || !number.isNumber();
    }
}

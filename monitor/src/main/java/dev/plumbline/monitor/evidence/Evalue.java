package dev.plumbline.monitor.evidence;

import java.util.Locale;

/** Evidence as people read it: "so much to 1". */
public final class Evalue {
    /** Above this an e-value is shown by its power of ten: the exact figure is in its logarithm. */
    private static final double SHOWN = 1e6;

    private static final double LARGEST = Math.log(Double.MAX_VALUE);

    private Evalue() {}

    /** {@return the e-value of a logarithm, or the largest number where it is beyond all numbers} */
    public static double of(double log) {
        return log >= LARGEST ? Double.MAX_VALUE : Math.exp(log);
    }

    /** {@return such as "34 to 1", "0.2 to 1" or "10^9 to 1"} */
    public static String words(double log) {
        if (log >= Math.log(SHOWN)) {
            return "10^" + (long) Math.floor(log / Math.log(10)) + " to 1";
        }
        double value = Math.exp(log);
        return value < 0.01
                ? "under 0.01 to 1"
                : String.format(Locale.ROOT, value < 10 ? "%.2g to 1" : "%.0f to 1", value);
    }
}

package dev.plumbline.files;

import java.util.Locale;

/** On which scale numbers of a file are. */
public enum FileScale {
    UNIT(1),
    PERCENT(100);

    private final double one;

    FileScale(double one) {
        this.one = one;
    }

    /** What stands for certain. */
    public double one() {
        return one;
    }

    /** Percent when something is above 1 and nothing above 100. */
    public static FileScale judged(double largest) {
        return largest > 1 && largest <= 100 ? PERCENT : UNIT;
    }

    /** Such as {@code unit (0 to 1)}. */
    public String inWords() {
        return name().toLowerCase(Locale.ROOT) + " (0 to " + Math.round(one) + ")";
    }
}

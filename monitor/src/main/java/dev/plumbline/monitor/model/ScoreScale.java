package dev.plumbline.monitor.model;

import dev.plumbline.monitor.InvalidArgumentException;
import java.util.Locale;

/** The scale on which a model's scores or outcomes are sent; inside everything is 0-1. */
public enum ScoreScale {
    /** 0 to 1. */
    UNIT(1),
    /** 0 to 100. */
    PERCENT(100);

    private final double max;

    ScoreScale(double max) {
        this.max = max;
    }

    /** The largest legal value; the smallest is 0. */
    public double max() {
        return max;
    }

    /**
     * A value on this scale as a number in [0, 1]. A division, not a product with 0.01: 72 / 100.0 is the double nearest to
     * 0.72.
     *
     * @throws InvalidArgumentException naming the field, for a value outside the scale
     */
    public double toUnit(String field, double value) {
        if (!(value >= 0 && value <= max)) {
            throw new InvalidArgumentException(field, range(), value);
        }
        return (this == UNIT ? value : value / max) + 0.0; // + 0.0 turns -0.0 into 0.0
    }

    /** A number in [0, 1] on this scale. */
    public double fromUnit(double value) {
        return this == UNIT ? value : value * max;
    }

    /** "a number in [0, 100]". */
    public String range() {
        return "a number in [0, " + (int) max + "]";
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ScoreScale parse(String field, String word) {
        for (ScoreScale scale : values()) {
            if (scale.wire().equals(word)) {
                return scale;
            }
        }
        throw new InvalidArgumentException(field, "unit or percent", word);
    }
}

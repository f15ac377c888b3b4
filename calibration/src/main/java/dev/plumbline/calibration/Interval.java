package dev.plumbline.calibration;

import java.util.List;

/**
 * A confidence interval. Its level is said where it is made.
 *
 * @param lo lower end, may be minus infinity
 * @param hi upper end, not below the lower one, may be infinity
 */
public record Interval(double lo, double hi) {

    /** Checks the order. */
    public Interval {
        if (!(lo <= hi)) {
            throw new IllegalArgumentException("lo must be at most hi, got " + lo + " and " + hi);
        }
    }

    /**
     * Whether a value lies inside.
     *
     * @param value any number
     * @return true at the ends too
     */
    public boolean contains(double value) {
        return lo <= value && value <= hi;
    }

    /**
     * The part inside given bounds.
     *
     * @param least lower bound
     * @param most upper bound
     * @return both ends moved into [least, most]
     */
    Interval within(double least, double most) {
        return new Interval(Math.min(Math.max(lo, least), most), Math.min(Math.max(hi, least), most));
    }

    /** The smallest interval that holds a value too. */
    Interval including(double value) {
        return new Interval(Math.min(lo, value), Math.max(hi, value));
    }

    /** Both ends, as the JSON report writes them; null where an end is infinite. */
    List<Double> ends() {
        return Double.isInfinite(lo) || Double.isInfinite(hi) ? null : List.of(lo, hi);
    }
}

package dev.plumbline.calibration;

/** Argument checks of this module, not for others. Each message names the argument, the allowed range, the value and its index. */
public final class Checks {

    private Checks() {}

    static void unit(String name, double value, int index) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1], got " + value + " at index " + index);
        }
    }

    /** A number in [0, 1]. */
    public static void unit(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1], got " + value);
        }
    }

    /** A finite weight of at least 0. */
    public static void weight(double value) {
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("weight must be finite and at least 0, got " + value);
        }
    }

    static void weights(double[] weight) {
        double largest = 0;
        for (int i = 0; i < weight.length; i++) {
            if (!(weight[i] >= 0 && weight[i] <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "weight must be finite and at least 0, got " + weight[i] + " at index " + i);
            }
            largest = Math.max(largest, weight[i]);
        }
        if (largest == 0) {
            throw new IllegalArgumentException(
                    "weight must have a value above 0, got only zeros in " + weight.length + " values");
        }
    }

    static void sameLength(String name, int length, String other, int otherLength) {
        if (length != otherLength) {
            throw new IllegalArgumentException(
                    name + " must be as long as " + other + ", got " + length + " against " + otherLength);
        }
    }

    static void notEmpty(String name, int length) {
        if (length == 0) {
            throw new IllegalArgumentException(name + " must have at least 1 value, got 0");
        }
    }

    static void finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite, got " + value);
        }
    }

    static void finite(String name, double value, int index) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite, got " + value + " at index " + index);
        }
    }

    static void index(String name, int value, int limit) {
        if (value < 0 || value >= limit) {
            throw new IllegalArgumentException(name + " must be in [0, " + (limit - 1) + "], got " + value);
        }
    }

    /** An error rate in (0, 1). */
    public static void alpha(double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be in (0, 1), got " + alpha);
        }
    }

    static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
        }
    }

    /** A finite number that is at least so large. */
    public static void finiteAtLeast(String name, double value, double least) {
        if (!(value >= least && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " must be finite and at least " + least + ", got " + value);
        }
    }

    /** A finite number above 0. */
    public static void positive(String name, double value) {
        if (!(value > 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " must be finite and above 0, got " + value);
        }
    }
}

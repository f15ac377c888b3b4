package dev.plumbline.calibration.evidence;

/** Argument checks of this package. Each message names the argument, the allowed values and the value given. */
final class Arguments {

    private Arguments() {}

    static void unit(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1], got " + value);
        }
    }

    static void weight(double value) {
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("weight must be finite and at least 0, got " + value);
        }
    }

    static void positive(String name, double value) {
        if (!(value > 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " must be finite and above 0, got " + value);
        }
    }

    static void atLeast(String name, double value, double least) {
        if (!(value >= least && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " must be finite and at least " + least + ", got " + value);
        }
    }

    static void alpha(double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be in (0, 1), got " + alpha);
        }
    }
}

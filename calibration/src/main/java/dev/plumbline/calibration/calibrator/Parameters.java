package dev.plumbline.calibration.calibrator;

import java.util.OptionalDouble;

/** Checks of scores and parameters; each message names the argument, the range and the value. */
final class Parameters {

    /** Larger coefficients are refused: a product of one with log odds, or their squares, could leave the range of a double. */
    static final double LARGEST = 1e300;

    private Parameters() {}

    static void coefficient(String name, double value) {
        if (!(Math.abs(value) <= LARGEST)) {
            throw new IllegalArgumentException(name + " must be a number in [-1e300, 1e300], got " + value);
        }
    }

    static void notNegative(String name, double value) {
        if (!(value >= 0 && value <= LARGEST)) {
            throw new IllegalArgumentException(name + " must be in [0, 1e300], got " + value);
        }
    }

    static void unit(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1], got " + value);
        }
    }

    static void unit(String name, double value, int index) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1], got " + value + " at index " + index);
        }
    }

    /**
     * The probability of some log odds: the inverse of {@link Features#logOdds}.
     *
     * @return empty outside the clipped range, whose ends stand for all that lies beyond
     */
    static OptionalDouble probabilityOf(double logOdds) {
        if (!(Math.abs(logOdds) < Features.LARGEST)) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                logOdds < 0 ? Math.exp(logOdds) / (1 + Math.exp(logOdds)) : 1 / (1 + Math.exp(-logOdds)));
    }

    /** ln(q/(1-q)), infinite at 0 and 1. */
    static double logit(double q) {
        unit("q", q);
        return Math.log(q) - Math.log1p(-q);
    }
}

package dev.plumbline.calibration;

/**
 * A sum of bounded terms in whole multiples of {@code limit * 2^-61}: adding whole numbers is exact, so the sum is the same
 * to the last bit for every order of the terms and every way to share them among threads. Each term is rounded once, by at
 * most {@code limit * 2^-62}.
 */
final class FixedPointSum {

    private static final long LOW = 0xFFFF_FFFFL;

    private final double scale;
    private long high; // in units of 2^32
    private long low;

    /** @param limit no term is larger than this in size; at most 2^31 terms */
    FixedPointSum(double limit) {
        // a power of two, so that scaling does not round; 2^-1022 is the smallest whose inverse is finite
        this.scale = Math.scalb(1.0, 60 - Math.max(Math.getExponent(limit), -900));
    }

    void add(double term) {
        long units = (long) Math.rint(term * scale);
        high += units >> 32;
        low += units & LOW;
    }

    /** The same term so many times, at most 2^31. */
    void add(double term, long times) {
        long units = (long) Math.rint(term * scale);
        high += (units >> 32) * times;
        low += (units & LOW) * times;
    }

    void add(FixedPointSum other) {
        high += other.high;
        low += other.low;
    }

    double value() {
        // both parts within 53 bits after the carry, so that this rounds once
        long carried = high + (low >> 32);
        return (carried * 4294967296.0 + (low & LOW)) / scale;
    }
}

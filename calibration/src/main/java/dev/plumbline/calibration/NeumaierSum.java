package dev.plumbline.calibration;

/**
 * A sum that carries what rounding lost (Neumaier 1974), so that its error does not grow with the number of terms: a
 * calibration error that is mathematically 0 comes out as 0 over a million rows too.
 */
final class NeumaierSum {

    private double sum;
    private double lost;

    void add(double x) {
        double next = sum + x;
        lost += lost(sum, x, next);
        sum = next;
    }

    static double of(double[] terms) {
        NeumaierSum sum = new NeumaierSum();
        for (double term : terms) {
            sum.add(term);
        }
        return sum.value();
    }

    double value() {
        return sum + lost;
    }

    /** The part of {@code x} or {@code sum} that does not fit in {@code next = sum + x}; exact. */
    static double lost(double sum, double x, double next) {
        // the larger operand keeps its low bits in the subtraction, so subtract from that one
        return Math.abs(sum) >= Math.abs(x) ? (sum - next) + x : (x - next) + sum;
    }
}

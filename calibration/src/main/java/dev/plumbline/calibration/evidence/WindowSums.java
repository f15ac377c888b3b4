package dev.plumbline.calibration.evidence;

import java.util.Arrays;

/**
 * Sums of log factors since the clock started, and since the start that contributes most to each point of the detector. The latter are differences to
 * what the sums were at that start, so that a new start costs one copy and a block one addition.
 */
final class WindowSums {

    private static final double Z95 = 1.6448536269514722; // 95 % quantile of the standard normal distribution

    private final double[] log;
    private final double[] squares;
    private final double[][] logBefore; // per point, all faults
    private final double[] squaresBefore; // per point, its own
    private final long[] observedBefore;
    private long observed;

    WindowSums(int faults, int points) {
        log = new double[faults];
        squares = new double[points];
        logBefore = new double[points][faults];
        squaresBefore = new double[points];
        observedBefore = new long[points];
    }

    private WindowSums(WindowSums other) {
        log = other.log.clone();
        squares = other.squares.clone();
        logBefore = new double[squares.length][];
        Arrays.setAll(logBefore, k -> other.logBefore[k].clone());
        squaresBefore = other.squaresBefore.clone();
        observedBefore = other.observedBefore.clone();
        observed = other.observed;
    }

    WindowSums copy() {
        return new WindowSums(this);
    }

    /** The window of a point starts with the block that is added next. */
    void startHere(int point) {
        System.arraycopy(log, 0, logBefore[point], 0, log.length);
        squaresBefore[point] = squares[point];
        observedBefore[point] = observed;
    }

    /** Adds a block; {@return the largest sum of log factors of any fault since the clock started} */
    double add(long newObserved, double[] newLog, double[] newSquares) {
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < log.length; k++) {
            log[k] += newLog[k];
            most = Math.max(most, log[k]);
        }
        for (int k = 0; k < squares.length; k++) {
            squares[k] += newSquares[k];
        }
        observed += newObserved;
        return most;
    }

    /** Per fault, since the clock started; not to be changed. */
    double[] log() {
        return log;
    }

    /** Per fault, in the window of a point. */
    double[] logSince(int point) {
        double[] since = log.clone();
        Arrays.setAll(since, k -> since[k] - logBefore[point][k]);
        return since;
    }

    /** Whether the mean log factor in the window of a point is at least so much, with 95 % confidence. */
    boolean isMaterial(int point, double materialLoss) {
        long m = observed - observedBefore[point];
        if (m < 2) {
            return false;
        }
        double sum = log[point] - logBefore[point][point];
        double variance = Math.max(0, squares[point] - squaresBefore[point] - sum * sum / m) / (m - 1);
        return sum / m - Z95 * Math.sqrt(variance / m) >= materialLoss;
    }
}

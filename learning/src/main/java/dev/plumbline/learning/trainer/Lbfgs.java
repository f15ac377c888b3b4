package dev.plumbline.learning.trainer;

/**
 * Minimises a smooth function by limited-memory BFGS (Nocedal and Wright, "Numerical Optimization", 2nd ed., algorithms 7.4
 * and 7.5). Letters as there: s = step in x, y = step in the gradient, rho = 1 / y's.
 *
 * <p>The line search looks for the weak Wolfe conditions by doubling and bisection (Lewis and Overton 2013,
 * doi 10.1007/s10107-012-0514-2, algorithm 2.6): it needs no interpolation, and each trial costs one evaluation that yields
 * value and gradient together.
 *
 * <p>With a {@link Metric} the recursion starts from its inverse in place of the scaled identity; the metric is refreshed
 * every few iterations, and the pairs in memory correct it in between.
 */
final class Lbfgs {

    /** A function of several variables with its gradient. */
    interface Objective {
        /** Answers the value at {@code x} and writes the gradient there into {@code gradient}. */
        double evaluate(double[] x, double[] gradient);
    }

    /** A positive definite matrix that stands for the curvature near a point: H_0 of the two-loop recursion is its inverse. */
    interface Metric {
        /** Takes the curvature at {@code x}; false if there is none to be had there. */
        boolean refresh(double[] x);

        /** Overwrites {@code v} with the inverse of the matrix times v. */
        void solve(double[] v);
    }

    /** Where the search ended. {@code gradientNorm} is the largest absolute component. */
    record Minimum(double[] x, double value, double gradientNorm, int iterations, int evaluations, boolean converged) {}

    private static final int MEMORY = 10; // m
    private static final double SUFFICIENT_DECREASE = 1e-4; // c1
    private static final double CURVATURE = 0.9; // c2
    private static final double VALUE_NOISE = 1e-13; // relative; sums over rows lose about three digits
    private static final int LINE_SEARCH_TRIALS = 60;
    private static final int METRIC_LASTS = 5; // iterations: 1 to 8 take about the same time, 5 the least

    private final Objective objective;
    private final int dimension;
    private final double gradientTolerance;
    private final int maxIterations;

    private final Runnable check;
    private final Metric metric; // null: the scaled identity of eq. 7.20
    private boolean hasMetric;
    private final double[][] s;
    private final double[][] y;
    private final double[] rho = new double[MEMORY];
    private final double[] alpha = new double[MEMORY];
    private int stored;
    private int newest = -1;
    private int evaluations;

    // the point the line search ended at
    private double[] nextX;
    private double[] nextGradient;
    private double nextValue;

    /**
     * @param metric the curvature to start from, or null for none
     * @param check called before every iteration: ends the search by throwing
     */
    Lbfgs(
            Objective objective,
            int dimension,
            double gradientTolerance,
            int maxIterations,
            Metric metric,
            Runnable check) {
        this.check = check;
        this.metric = metric;
        this.objective = objective;
        this.dimension = dimension;
        this.gradientTolerance = gradientTolerance;
        this.maxIterations = maxIterations;
        this.s = new double[MEMORY][dimension];
        this.y = new double[MEMORY][dimension];
        this.nextX = new double[dimension];
        this.nextGradient = new double[dimension];
    }

    /**
     * Searches from {@code start} until every component of the gradient is within the tolerance, no step makes progress any
     * more, or the iterations are used up.
     */
    Minimum minimise(double[] start) {
        double[] x = start.clone();
        double[] gradient = new double[dimension];
        double[] direction = new double[dimension];
        double value = objective.evaluate(x, gradient);
        evaluations = 1;
        int iteration = 0;
        while (largest(gradient) > gradientTolerance && iteration < maxIterations) {
            check.run();
            if (metric != null && iteration % METRIC_LASTS == 0) {
                hasMetric = metric.refresh(x);
                stored = 0; // pairs from far away would only spoil the fresh curvature (measured: twice the steps)
            }
            iteration++;
            descend(gradient, direction);
            double slope = dot(gradient, direction);
            if (!(slope < 0)) {
                // rounding has spoilt metric or memory: steepest descent again
                forget();
                descend(gradient, direction);
                slope = dot(gradient, direction);
            }
            double firstStep = stored == 0 && !hasMetric ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
            if (!search(x, value, slope, direction, firstStep)) {
                if (stored == 0 && !hasMetric) {
                    break; // not even the steepest descent finds a lower value: rounding error rules here
                }
                forget();
                continue;
            }
            remember(x, gradient);
            double[] swap = x;
            x = nextX;
            nextX = swap;
            swap = gradient;
            gradient = nextGradient;
            nextGradient = swap;
            value = nextValue;
        }
        double norm = largest(gradient);
        return new Minimum(x, value, norm, iteration, evaluations, norm <= gradientTolerance);
    }

    private void forget() {
        stored = 0;
        hasMetric = false;
    }

    /** Two-loop recursion: direction = -H * gradient. */
    private void descend(double[] gradient, double[] direction) {
        for (int i = 0; i < dimension; i++) {
            direction[i] = -gradient[i];
        }
        for (int k = 0; k < stored; k++) {
            int at = Math.floorMod(newest - k, MEMORY);
            alpha[at] = rho[at] * dot(s[at], direction);
            add(-alpha[at], y[at], direction);
        }
        if (hasMetric) {
            metric.solve(direction);
        } else if (stored > 0) {
            double gamma = 1 / (rho[newest] * dot(y[newest], y[newest])); // eq. 7.20
            for (int i = 0; i < dimension; i++) {
                direction[i] *= gamma;
            }
        }
        for (int k = stored - 1; k >= 0; k--) {
            int at = Math.floorMod(newest - k, MEMORY);
            double beta = rho[at] * dot(y[at], direction);
            add(alpha[at] - beta, s[at], direction);
        }
    }

    private boolean search(double[] x, double value, double slope, double[] direction, double firstStep) {
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double step = firstStep;
        for (int trial = 0; trial < LINE_SEARCH_TRIALS; trial++) {
            for (int i = 0; i < dimension; i++) {
                nextX[i] = x[i] + step * direction[i];
            }
            nextValue = objective.evaluate(nextX, nextGradient);
            evaluations++;
            double nextSlope = dot(nextGradient, direction);
            if (!decreases(value, step, slope, nextSlope)) {
                high = step;
            } else if (nextSlope < CURVATURE * slope) {
                low = step;
            } else {
                return true;
            }
            step = high == Double.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
        }
        return false;
    }

    /**
     * Sufficient decrease. Near the minimum the values differ by less than their rounding error while the gradient is still
     * good to many digits; there the decrease is judged by the slopes, which is the same condition for a parabola (Hager and
     * Zhang 2005, doi 10.1137/030601880, eq. 4.1).
     */
    private boolean decreases(double value, double step, double slope, double nextSlope) {
        return nextValue <= value + SUFFICIENT_DECREASE * step * slope
                || (nextValue <= value + VALUE_NOISE * Math.abs(value)
                        && nextSlope <= (2 * SUFFICIENT_DECREASE - 1) * slope);
    }

    private void remember(double[] x, double[] gradient) {
        int slot = (newest + 1) % MEMORY;
        for (int i = 0; i < dimension; i++) {
            s[slot][i] = nextX[i] - x[i];
            y[slot][i] = nextGradient[i] - gradient[i];
        }
        double curvature = dot(s[slot], y[slot]);
        if (!(curvature > 0)) {
            return; // the Wolfe conditions promise more than 0; only rounding can break that
        }
        rho[slot] = 1 / curvature;
        newest = slot;
        stored = Math.min(stored + 1, MEMORY);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double factor, double[] a, double[] to) {
        for (int i = 0; i < a.length; i++) {
            to[i] += factor * a[i];
        }
    }

    private static double largest(double[] a) {
        double largest = 0;
        for (double component : a) {
            largest = Math.max(largest, Math.abs(component));
        }
        return largest;
    }
}

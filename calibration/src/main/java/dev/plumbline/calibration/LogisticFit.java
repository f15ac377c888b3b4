package dev.plumbline.calibration;

/**
 * A fitted line on the log-odds scale: {@code P = sigmoid(intercept + slope*x)}, by exact maximum likelihood.
 *
 * <p>Newton's method with backtracking on standardised positions, as in Lin, Lin and Weng (2007,
 * doi:10.1007/s10994-007-5018-6, section 3), to a step at the rounding limit.
 *
 * <p>Where no finite optimum exists (one class, or classes that a threshold separates), and only there, the result is the
 * optimum of the mean log likelihood less {@code 1e-6/2 (intercept^2 + slope^2)} on standardised positions: finite,
 * unique, the same for every order of the rows. Positions that are all equal (spread below 1e-12 of their size) leave the
 * slope unknown: it is 0, and the intercept is the log odds of the mean target.
 *
 * @param intercept log odds at x = 0
 * @param slope change of the log odds per unit of x
 */
public record LogisticFit(double intercept, double slope) {

    private static final int MAX_STEPS = 200;
    private static final double RIDGE = 1e-6;

    /** Checks that both are finite. */
    public LogisticFit {
        Checks.finite("intercept", intercept);
        Checks.finite("slope", slope);
    }

    /**
     * The line of maximum likelihood.
     *
     * @param terms rows or cells
     * @return the line, always finite
     */
    public static LogisticFit of(LogisticTerms terms) {
        LogisticObjective objective = LogisticObjective.standardised(terms, terms.isSeparated() ? RIDGE : 0);
        double start = Logistic.logit(objective.meanTarget());
        LogisticFit found = climb(objective, new LogisticFit(start, 0), !objective.isConstant());
        return objective.inOriginalUnits(found);
    }

    /**
     * The intercept of maximum likelihood when the slope is known.
     *
     * @param terms rows or cells, of both classes
     * @param slope the known slope
     * @return the line
     */
    public static LogisticFit withSlope(LogisticTerms terms, double slope) {
        return climb(LogisticObjective.plain(terms), new LogisticFit(0, slope), false);
    }

    /**
     * The log likelihood of this line.
     *
     * @param terms rows or cells
     * @return the weighted sum, in nats, at most 0 up to the error of the expansion
     */
    public double logLikelihood(LogisticTerms terms) {
        LogisticObjective objective = LogisticObjective.plain(terms);
        return -objective.value(intercept, slope) * objective.totalWeight();
    }

    private static LogisticFit climb(LogisticObjective objective, LogisticFit start, boolean both) {
        LogisticFit at = start;
        double value = objective.value(at.intercept, at.slope);
        for (int step = 0; step < MAX_STEPS; step++) {
            double[] d = objective.newtonStep(at.intercept, at.slope, both);
            double size =
                    Math.max(Math.abs(d[0]) / (1 + Math.abs(at.intercept)), Math.abs(d[1]) / (1 + Math.abs(at.slope)));
            if (size < 1e-9) {
                // quadratic convergence: this step ends at the rounding limit, where values no longer tell steps apart
                return new LogisticFit(at.intercept + d[0], at.slope + d[1]);
            }
            double length = 1;
            LogisticFit next = at;
            double nextValue = value;
            while (length > 1e-12) {
                next = new LogisticFit(at.intercept + length * d[0], at.slope + length * d[1]);
                nextValue = objective.value(next.intercept, next.slope);
                // d[2] is gradient times step, below 0; the last term lets rounding pass
                if (nextValue <= value + 1e-4 * length * d[2] + 1e-15 * Math.abs(value)) {
                    break;
                }
                length /= 2;
            }
            if (length <= 1e-12) {
                return at;
            }
            at = next;
            value = nextValue;
        }
        return at;
    }
}

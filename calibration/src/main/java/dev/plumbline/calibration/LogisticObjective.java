package dev.plumbline.calibration;

/**
 * The mean negative log likelihood of {@link LogisticTerms} as a function of intercept and slope, with its derivatives:
 * {@code sum w (softplus(e) + slope^2 v softplus''(e)/2) - sum target e - slope sum shift}, {@code e = intercept +
 * slope*x}, over {@code sum w}. Positions are replaced by {@code (x - centre)/spread}.
 *
 * <p>It is computed as {@code (w - target) softplus(e) + target softplus(-e)}, terms that never cancel: classes that hardly
 * overlap have their optimum where all of it is tiny, and a difference of large sums would lose it.
 */
final class LogisticObjective {

    private static final double CONSTANT = 1e-12;

    private final double[] x;
    private final double[] variance;
    private final double[] weight; // shares of the total
    private final double totalWeight;
    private final double[] target; // weighted sums per term, shares of the total too
    private final double shift; // of all terms together
    private final double centre;
    private final double spread;
    private final double scale; // a power of two that keeps squares of any finite position in range
    private final double ridge;

    private LogisticObjective(LogisticTerms terms, boolean standardise, double ridge) {
        int n = terms.x.length;
        this.ridge = ridge;
        this.x = new double[n];
        this.variance = new double[n];
        this.weight = new double[n];
        this.target = new double[n];
        this.totalWeight = total(terms.weight);
        double largest = 0;
        for (double position : terms.x) {
            largest = Math.max(largest, Math.abs(position));
        }
        // exact to divide by; not smaller than the smallest for which a slope in original units is a double
        this.scale = standardise ? Math.scalb(1.0, Math.max(Math.getExponent(largest), -900)) : 1;
        for (int i = 0; i < n; i++) {
            weight[i] = terms.weight[i] / totalWeight;
            x[i] = terms.x[i] / scale;
            variance[i] = terms.variance[i] / scale / scale;
        }
        double mean = 0;
        double square = 0;
        if (standardise) {
            mean = mean(weight, x);
            for (int i = 0; i < n; i++) {
                square += weight[i] * ((x[i] - mean) * (x[i] - mean) + variance[i]);
            }
        }
        this.centre = mean;
        this.spread = standardise ? Math.sqrt(square) : 1;
        double unit = isConstant() ? 1 : spread;
        NeumaierSum shifts = new NeumaierSum();
        for (int i = 0; i < n; i++) {
            x[i] = (x[i] - centre) / unit;
            variance[i] = variance[i] / unit / unit;
            target[i] = terms.target[i] / totalWeight;
            shifts.add(terms.shift[i] / scale / unit);
        }
        this.shift = shifts.value() / totalWeight;
    }

    static LogisticObjective standardised(LogisticTerms terms, double ridge) {
        return new LogisticObjective(terms, true, ridge);
    }

    static LogisticObjective plain(LogisticTerms terms) {
        return new LogisticObjective(terms, false, 0);
    }

    private static double total(double[] values) {
        NeumaierSum sum = new NeumaierSum();
        for (double value : values) {
            sum.add(value);
        }
        return sum.value();
    }

    private static double mean(double[] weight, double[] values) {
        NeumaierSum sum = new NeumaierSum();
        for (int i = 0; i < values.length; i++) {
            sum.add(weight[i] * values[i]);
        }
        return sum.value();
    }

    /** Whether the positions are all equal, so that no slope can be told. */
    boolean isConstant() {
        return spread < CONSTANT;
    }

    double totalWeight() {
        return totalWeight;
    }

    double meanTarget() {
        return Math.min(Math.max(total(target), 0), 1);
    }

    LogisticFit inOriginalUnits(LogisticFit fit) {
        if (isConstant()) {
            return new LogisticFit(fit.intercept(), 0);
        }
        return new LogisticFit(fit.intercept() - fit.slope() * (centre / spread), fit.slope() / spread / scale);
    }

    double value(double intercept, double slope) {
        NeumaierSum sum = new NeumaierSum();
        double half = slope * slope / 2;
        for (int i = 0; i < x.length; i++) {
            double e = intercept + slope * x[i];
            double curved = 0;
            if (variance[i] > 0) {
                double q = Logistic.sigmoid(e);
                curved = half * variance[i] * q * (1 - q);
            }
            sum.add((weight[i] - target[i]) * Logistic.softplus(e));
            sum.add(target[i] * Logistic.softplus(-e));
            sum.add(weight[i] * curved);
        }
        sum.add(-slope * shift);
        return sum.value() + ridge / 2 * (intercept * intercept + slope * slope);
    }

    /** The Newton step for intercept and slope, and the gradient times that step (below 0). */
    double[] newtonStep(double intercept, double slope, boolean both) {
        double gA = 0;
        double gB = 0;
        double hAA = 0;
        double hAB = 0;
        double hBB = 0;
        for (int i = 0; i < x.length; i++) {
            double e = intercept + slope * x[i];
            double q = Logistic.sigmoid(e);
            double notQ = Logistic.sigmoid(-e); // 1 - q, with all its digits when q is nearly 1
            double w = weight[i];
            double u = x[i];
            double d2 = q * notQ; // softplus'', then its next two derivatives
            double v = variance[i];
            double excess = (w - target[i]) * q - target[i] * notQ;
            gA += excess;
            gB += excess * u;
            hAA += w * d2;
            hAB += w * d2 * u;
            hBB += w * d2 * u * u;
            if (v > 0) {
                double d3 = d2 * (notQ - q);
                double d4 = d2 * (1 - 6 * d2);
                double c = slope * slope * v / 2;
                gA += w * c * d3;
                gB += w * (slope * v * d2 + c * d3 * u);
                hAA += w * c * d4;
                hAB += w * (slope * v * d3 + c * d4 * u);
                hBB += w * (v * d2 + 2 * slope * v * d3 * u + c * d4 * u * u);
            }
        }
        gA += ridge * intercept;
        gB += ridge * slope - shift;
        hAA += ridge;
        hBB += ridge;
        if (!both) {
            double step = -gA / Math.max(hAA, 1e-12);
            return new double[] {step, 0, gA * step};
        }
        double determinant = hAA * hBB - hAB * hAB;
        if (!(hAA > 0) || !(determinant > 1e-14 * hAA * hBB)) {
            // flat or, with wide cells at an extreme slope, not convex: damp until it is a descent direction
            double damping = 1e-6 + Math.abs(hAA) + Math.abs(hBB) + Math.abs(hAB);
            hAA += damping;
            hBB += damping;
            determinant = hAA * hBB - hAB * hAB;
        }
        double stepA = -(hBB * gA - hAB * gB) / determinant;
        double stepB = -(hAA * gB - hAB * gA) / determinant;
        return new double[] {stepA, stepB, gA * stepA + gB * stepB};
    }
}

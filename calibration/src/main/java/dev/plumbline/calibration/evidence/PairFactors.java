package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.Logistic;

/**
 * The log factors of one pair against all faults of a grid, in one pass.
 *
 * <p>{@code L = y q/p0 + (1-y)(1-q)/(1-p0)}: linear in y, so that its mean is 1 for a fractional y as well.
 * Here {@code z = logit p}, {@code z_k = s z + t}, {@code q = sigmoid(z_k)} and p0 = p, or with a dead band g > 1
 * {@code p0 = sigmoid(z + clamp(z_k - z, -ln g, ln g))}: the nearest to q of the probabilities that p could look like when outcomes of one
 * class go missing up to g times as often as those of the other. In logits, for y of 0 or 1, {@code ln L = y (z_k - z_0) + softplus(z_0) - softplus(z_k)}.
 *
 * <p>p is clipped as in {@link Logistic#logit}: a p of 0 counts as a claim of 1e-7, which costs or gains less than 1e-6 nats a pair.
 *
 * <p>Holds work space: one per thread.
 */
final class PairFactors {
    private final EvidenceGrid grid;
    private final int[] power; // which slope each fault has
    private final double[] factor; // e^t
    private final double[] powers = new double[EvidenceGrid.slopes().length];
    private final double[] gain;
    private final double[] none;
    private double lastProbability = Double.NaN;
    private double lastBand = Double.NaN;

    PairFactors(EvidenceGrid grid) {
        this.grid = grid;
        int size = grid.size();
        power = new int[size];
        factor = new double[size];
        gain = new double[size];
        none = new double[size];
        for (int k = 0; k < size; k++) {
            while (EvidenceGrid.slopes()[power[k]] != grid.slope(k)) {
                power[k]++;
            }
            factor[k] = Math.exp(grid.shift(k));
        }
    }

    /**
     * @param p probability in [0, 1]
     * @param y outcome in [0, 1]
     * @param band g, at least 1
     * @param share what all log factors are multiplied by, in [0, 1]
     * @param logFactors where they are put, one per fault
     */
    void of(double p, double y, double band, double share, double[] logFactors) {
        if (p != lastProbability || band != lastBand) {
            prepare(p, band);
        }
        boolean whole = y == 0 || y == 1;
        for (int k = 0; k < logFactors.length; k++) {
            // ln(y e^(gain + none) + (1-y) e^none)
            double ofOutcome = whole ? y * gain[k] : Math.log1p(y * Math.expm1(gain[k]));
            logFactors[k] = share * (none[k] + ofOutcome);
        }
    }

    private void prepare(double p, double band) {
        double z = Logistic.logit(p);
        double width = Math.log(band);
        double above = Logistic.softplus(z + width);
        double below = width == 0 ? above : Logistic.softplus(z - width);
        double[] slopes = EvidenceGrid.slopes();
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Math.exp(slopes[i] * z);
        }
        for (int k = 0; k < gain.length; k++) {
            double off = slopes[power[k]] * z + grid.shift(k) - z;
            if (Math.abs(off) <= width) {
                gain[k] = 0;
                none[k] = 0;
            } else {
                gain[k] = off > 0 ? off - width : off + width;
                // e^(s z + t) = e^(s z) e^t is at most e^33; what 1 + x loses of a small x is below 2e-16 nats
                none[k] = (off > 0 ? above : below) - Math.log(1 + powers[power[k]] * factor[k]);
            }
        }
        lastProbability = p;
        lastBand = band;
    }
}

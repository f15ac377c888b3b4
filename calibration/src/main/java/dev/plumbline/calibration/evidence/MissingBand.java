package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.Checks;

/**
 * How far outcomes of one class may go missing more often than those of the other: the dead band g of each day's factors.
 *
 * <p>With present shares pi_1 of the ones and pi_0 of the zeros a factor has the mean {@code 1 + (q-p)(pi_1 - pi_0)} instead of 1; inside a band
 * of g it is at most 1 as long as pi_1/pi_0 lies in [1/g, g]. g is the smaller of what was declared and what the days before imply:
 * {@code (k + m)/k}, k their outcomes of the rarer class and m their missing ones, since at worst all missing ones belong to it.
 *
 * <p>Only earlier days count, so that the band of a day is fixed before its outcomes are seen. Without missing outcomes there is no band.
 */
public final class MissingBand {
    private final double missingRatio;
    private double ones;
    private double zeros;
    private long missing;

    /**
     * Nothing seen yet.
     *
     * @param missingRatio the declared bound, at least 1
     */
    public MissingBand(double missingRatio) {
        Checks.finiteAtLeast("missingRatio", missingRatio, 1);
        this.missingRatio = missingRatio;
    }

    /** {@return g for the next day, in [1, missingRatio]} */
    public double ratio() {
        return Math.min(missingRatio, implied());
    }

    /** {@return whether the bound is assumed, as the data alone would allow a larger one} */
    public boolean isAssumed() {
        return implied() > missingRatio;
    }

    private double implied() {
        return missing == 0 ? 1 : (Math.min(ones, zeros) + missing) / Math.min(ones, zeros);
    }

    /**
     * A day that has matured.
     *
     * @param ones sum of its outcomes
     * @param zeros how many outcomes less that sum
     * @param missing how many never came
     */
    public void enter(double ones, double zeros, long missing) {
        Checks.finiteAtLeast("ones", ones, 0);
        Checks.finiteAtLeast("zeros", zeros, 0);
        Checks.finiteAtLeast("missing", missing, 0);
        this.ones += ones;
        this.zeros += zeros;
        this.missing += missing;
    }
}

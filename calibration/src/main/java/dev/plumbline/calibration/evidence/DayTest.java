package dev.plumbline.calibration.evidence;

import java.util.Arrays;

/**
 * Drift of a model whose outcomes of one day depend on each other: a shock that nobody could know moves them together. Then only the day's mean
 * is a fair bet, not the product over its pairs.
 *
 * <p>Factor of bet j with stake c: {@code 1 + c gain_j / bound_j}, gains and bounds of {@link ResidualSums}. With m the day's mean of y - p these are
 * {@code 1 + lambda m} with lambda up to 1/(mean p) and down to -1/(1 - mean p), and the same for the mean of (y-p)(2p-1), which sees slopes.
 * Whatever the dependence, {@code E[gain | p] <= 0} because expectation is linear, and the factor is above 0 because gains never pass the
 * bound; so each is a bet at fair odds. Faults start at an unknown day: the s-recursion of the {@link Detector} with the same
 * {@link StartPrior}, and the same promise: at most 5 % of calibrated streams ever reach 20.
 *
 * <p>Stakes are .05, .2, .5 and .9 of the largest allowed, in equal parts over all bets.
 *
 * <p>A day is one outcome here, so small faults take months.
 *
 * <p>References: Waudby-Smith and Ramdas 2024, doi:10.1093/jrsssb/qkad009, section 4, for betting on bounded means; Shin, Ramdas and Rinaldo
 * 2023, doi:10.51387/23-NEJSDS51, for the start.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class DayTest {

    private static final double[] STAKES = {0.05, 0.2, 0.5, 0.9};
    private static final double LOG_SURE = Math.log(Detector.SURE);

    private final Renewals starts;
    private final double[] logWeights = new double[STAKES.length * ResidualSums.BETS];
    private final double[] logFactors = new double[logWeights.length];
    private long units;
    private int days;
    private int sureDay = -1;

    /** A clock that starts now. */
    public DayTest() {
        starts = new Renewals(logWeights.length);
        Arrays.fill(logWeights, -Math.log(logWeights.length));
    }

    private DayTest(DayTest other) {
        starts = other.starts.copy();
        Arrays.fill(logWeights, -Math.log(logWeights.length));
        units = other.units;
        days = other.days;
        sureDay = other.sureDay;
    }

    /** {@return the state as it is, to go on from here later} */
    public DayTest copy() {
        return new DayTest(this);
    }

    /**
     * The next day.
     *
     * @param day its block, later than all before
     */
    public void enter(EvidenceBlock day) {
        double[] gain = day.residuals().gain();
        double[] bound = day.residuals().bound();
        for (int i = 0; i < logFactors.length; i++) {
            int bet = i / STAKES.length;
            // no unit with weight, or all at one half for the tilt: nothing to bet on
            double share = bound[bet] > 0 ? gain[bet] / bound[bet] : 0;
            logFactors[i] = Math.log1p(STAKES[i % STAKES.length] * share);
        }
        long more = day.factors().units();
        starts.enter(days, StartPrior.logMass(units, more), logFactors);
        units += more;
        if (sureDay < 0 && logD() >= LOG_SURE) {
            sureDay = days;
        }
        days++;
    }

    /** {@return the log of the evidence, minus infinity before the first day; its exponential is an e-value at any time} */
    public double logD() {
        return Renewals.logMixture(logWeights, starts.logs());
    }

    /** {@return how many days entered} */
    public int days() {
        return days;
    }

    /** {@return whether the evidence ever reached 20 to 1} */
    public boolean isSure() {
        return sureDay >= 0;
    }

    /** {@return the index of the day in which it did, -1 when it did not} */
    public int sureDay() {
        return sureDay;
    }

    /** {@return the index of the day at which the bet that contributes most began} */
    public int since() {
        return starts.start(starts.leading(logWeights));
    }

    /** {@return what the leading bet is on} */
    public Fault leading() {
        return Fault.values()[starts.leading(logWeights) / STAKES.length];
    }

    /** What probabilities can be on the whole. */
    public enum Fault {
        /** Outcomes happen more often than said. */
        TOO_LOW,
        /** Outcomes happen less often than said. */
        TOO_HIGH,
        /** High ones happen more often, low ones less often than said. */
        TOO_TIMID,
        /** High ones happen less often, low ones more often than said. */
        TOO_EXTREME
    }
}

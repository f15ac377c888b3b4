package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.Checks;

/**
 * Watches for drift and may be asked at any time, as often as one likes, for ever. Fed with blocks of outcomes in time order; the null is
 * {@code E[y | past, p] = p}.
 *
 * <pre>
 * r_k &lt;- logAdd(ln n, r_k) + a_k                 R = sum w_k e^(r_k)
 * s_k &lt;- logAdd(ln(G(N+n) - G(N)), s_k) + a_k    D = sum w_k e^(s_k)
 * f_k &lt;- f_k + a_k                               E = sum v_k e^(f_k)
 * </pre>
 *
 * <p>Symbols: a_k the block's sum of log factors against fault k, n its units, N the units before it since the clock started, G the
 * {@link StartPrior}, w and v the stakes of {@link EvidenceGrid}.
 *
 * <p>What is promised: E and {@code D + 1 - G(N)} are non-negative martingales that start at 1 (supermartingales where factors have a mean below 1),
 * so that at most 5 % of calibrated streams ever see D reach {@link #SURE} (Ville). {@code R - N} is a martingale, so that the mean time to
 * a false R of {@link #SUSPECTED} is at least as many outcomes. Each fault has its own restarts and only then are they averaged: averaging
 * factors first finds faults several times later.
 *
 * <p>Sure is not large: {@link #isDrifted} also needs {@code mean(l) - 1.645 sd(l)/sqrt(m) >= materialLoss} for the leading fault, over the m
 * observed units since the start that contributes most to its s_k, in the same block in which D is at 20 or more.
 *
 * <p>Units that depend on each other (a shock that all outcomes of a day share) break the promise: see {@link DayDispersion} and {@link DayTest}.
 *
 * <p>References: Shin, Ramdas and Rinaldo 2023, "E-detectors", doi:10.51387/23-NEJSDS51, sections 2 and 4; Ville 1939; Wald 1945 for the ratio;
 * weights as powers by Jensen's inequality.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class Detector {

    /** R from which on a stream is suspected. */
    public static final double SUSPECTED = 20_000;

    /** R below which it no longer is. */
    public static final double RECOVERED = 2_000;

    /** D from which on drift is sure. */
    public static final double SURE = 20;

    /** Loss in nats per outcome from which on a drift is material, unless a model says otherwise. */
    public static final double MATERIAL_LOSS = 0.0005;

    private static final double LOG_SUSPECTED = Math.log(SUSPECTED);
    private static final double LOG_RECOVERED = Math.log(RECOVERED);
    private static final double LOG_SURE = Math.log(SURE);

    private final EvidenceGrid grid;
    private final double materialLoss;
    private final Renewals equalStarts;
    private final Renewals starts;
    private final WindowSums sums;
    private final double[] logAtMost; // per fault, when E was largest
    private final PairFactors pair;
    private final double[] logFactors;
    private final double[] squares;
    private int blocks;
    private long units;
    private long pairs;
    private double maxLogE; // E starts at 1
    private int maxLogEBlock = -1;
    private boolean suspected;
    private boolean sure;
    private int driftedBlock = -1;

    /**
     * A clock that starts now.
     *
     * @param grid of the blocks that will enter
     * @param materialLoss nats per outcome, 0 or more
     */
    public Detector(EvidenceGrid grid, double materialLoss) {
        Checks.finiteAtLeast("materialLoss", materialLoss, 0);
        int points = grid.detectorPoints();
        this.grid = grid;
        this.materialLoss = materialLoss;
        equalStarts = new Renewals(points);
        starts = new Renewals(points);
        sums = new WindowSums(grid.size(), points);
        logAtMost = new double[grid.size()];
        pair = new PairFactors(grid);
        logFactors = new double[grid.size()];
        squares = new double[points];
    }

    private Detector(Detector other) {
        grid = other.grid;
        materialLoss = other.materialLoss;
        equalStarts = other.equalStarts.copy();
        starts = other.starts.copy();
        sums = other.sums.copy();
        logAtMost = other.logAtMost.clone();
        pair = new PairFactors(grid);
        logFactors = new double[grid.size()];
        squares = new double[other.squares.length];
        blocks = other.blocks;
        units = other.units;
        pairs = other.pairs;
        maxLogE = other.maxLogE;
        maxLogEBlock = other.maxLogEBlock;
        suspected = other.suspected;
        sure = other.sure;
        driftedBlock = other.driftedBlock;
    }

    /** {@return the state as it is, to go on from here later; about 14 kB} */
    public Detector copy() {
        return new Detector(this);
    }

    /**
     * The next block.
     *
     * @param block later than all before it, of the same grid
     */
    public void enter(EvidenceBlock block) {
        BlockSums factors = block.factors();
        if (factors.alternatives() != grid.size()) {
            throw new IllegalArgumentException(
                    "block must have " + grid.size() + " faults as the detector, got " + factors.alternatives());
        }
        enter(factors.units(), factors.observed(), block.pairs(), factors.log(), factors.squares());
    }

    /**
     * One pair as a block of its own: the same as a block with it alone, without making one.
     *
     * @param probability in [0, 1]
     * @param outcome in [0, 1]
     * @param share its weight over the largest, in [0, 1]
     */
    public void enterPair(double probability, double outcome, double share) {
        Checks.unit("probability", probability);
        Checks.unit("outcome", outcome);
        Checks.unit("share", share);
        pair.of(probability, outcome, 1, share, logFactors);
        for (int k = 0; k < squares.length; k++) {
            squares[k] = logFactors[k] * logFactors[k];
        }
        enter(1, 1, 1, logFactors, squares);
    }

    private void enter(long newUnits, long newObserved, long newPairs, double[] log, double[] newSquares) {
        equalStarts.enter(blocks, Math.log(newUnits), log);
        starts.enter(blocks, StartPrior.logMass(units, newUnits), log);
        for (int k = 0; k < grid.detectorPoints(); k++) {
            if (starts.start(k) == blocks) {
                sums.startHere(k);
            }
        }
        double most = sums.add(newObserved, log, newSquares);
        units += newUnits;
        pairs += newPairs;
        look(most);
        blocks++;
    }

    /** A mixture is at most its largest part, so most looks need no sum of exponentials. */
    private void look(double most) {
        if (most > maxLogE && logE() > maxLogE) {
            maxLogE = logE();
            maxLogEBlock = blocks;
            System.arraycopy(sums.log(), 0, logAtMost, 0, logAtMost.length);
        }
        if (suspected || equalStarts.most() >= LOG_SUSPECTED) {
            suspected = logR() >= (suspected ? LOG_RECOVERED : LOG_SUSPECTED);
        }
        if (starts.most() >= LOG_SURE && logD() >= LOG_SURE) {
            sure = true;
            if (driftedBlock < 0 && isMaterial()) {
                driftedBlock = blocks;
            }
        }
    }

    /** {@return ln R, minus infinity before the first block} */
    public double logR() {
        return Renewals.logMixture(grid.logDetectorWeights(), equalStarts.logs());
    }

    /** {@return ln D, minus infinity before the first block; e^D is an e-value at any time} */
    public double logD() {
        return Renewals.logMixture(grid.logDetectorWeights(), starts.logs());
    }

    /** {@return ln E of all outcomes since the clock started, 0 before the first} */
    public double logE() {
        return Renewals.logMixture(grid.logWeights(), sums.log());
    }

    /** {@return the largest ln E so far, at least 0: E starts at 1} */
    public double maxLogE() {
        return maxLogE;
    }

    /** {@return the index of the block in which E was largest, -1 when it never passed 1} */
    public int maxLogEBlock() {
        return maxLogEBlock;
    }

    /** {@return how many blocks entered} */
    public int blocks() {
        return blocks;
    }

    /** {@return how many outcomes the clock counts: predictions, groups once, missing ones included} */
    public long units() {
        return units;
    }

    /** {@return how many rows with an outcome entered} */
    public long pairs() {
        return pairs;
    }

    /** {@return the index in the grid of the fault with the largest share of D} */
    public int leading() {
        return starts.leading(grid.logDetectorWeights());
    }

    /** {@return since when, as far as can be told: the index of the block at whose start the bet that contributes most to the leading fault began} */
    public int since() {
        return starts.start(leading());
    }

    /** {@return whether R reached {@link #SUSPECTED} and has not been below {@link #RECOVERED} since} */
    public boolean isSuspected() {
        return suspected;
    }

    /** {@return whether D ever reached {@link #SURE}} */
    public boolean isSure() {
        return sure;
    }

    /** {@return whether the loss since {@link #since} is material, with 95 % confidence} */
    public boolean isMaterial() {
        return sums.isMaterial(leading(), materialLoss);
    }

    /** {@return whether drift was ever sure and material in one block; it stays} */
    public boolean isDrifted() {
        return driftedBlock >= 0;
    }

    /** {@return the index of the block in which it became so, -1 when it did not} */
    public int driftedBlock() {
        return driftedBlock;
    }

    EvidenceGrid grid() {
        return grid;
    }

    /** Sums of log factors per fault from the estimated start until now. */
    double[] logSinceStart() {
        return sums.logSince(leading());
    }

    /** Sums of log factors per fault from the start of the clock until E was largest. */
    double[] logAtMost() {
        return logAtMost.clone();
    }
}

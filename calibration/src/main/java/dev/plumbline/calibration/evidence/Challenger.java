package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.calibrator.BetaCalibrator;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.LogitPlattCalibrator;
import dev.plumbline.calibration.calibrator.OffsetCalibrator;
import java.util.Arrays;

/**
 * The maps that race against the one that serves: a method, and the stretch of the newest pairs that it is fitted to.
 *
 * <p>Fit: maximises {@code log likelihood - 2 |theta - theta_identity|^2}, weights scaled to a mean of 1 over the pairs, theta the
 * coefficients of the calibrator (intercept; slope and intercept; a, b and c) and theta_identity those that leave probabilities alone.
 * It runs over the sums of cells (see {@link CalibrationSummary}), events and non-events of a cell each at their mean probability: an
 * error of second order in a cell 0.03 logits wide. Scores of 0 and 1 are clipped to [1e-7, 1 - 1e-7].
 *
 * <p>Outcomes may be fractional (a pair equals its two split rows up to the number of pairs, which is what weights are scaled to). The
 * order of the pairs does not matter. One class only, separable or constant scores have a finite result, because the shrinkage has.
 *
 * <p>Windows: a fault that starts late is not seen, or only half, by a fit to all pairs; the last half and the last few follow it. The
 * cap keeps the last window short however long the history.
 */
public enum Challenger {
    /** {@link OffsetCalibrator} on all pairs. */
    OFFSET("offset", 1),
    /** {@link LogitPlattCalibrator} on all pairs. */
    LOGIT_PLATT("logit-platt", 1),
    /** {@link BetaCalibrator} on all pairs, once there are 200. */
    BETA("beta", 200),
    /** {@link LogitPlattCalibrator} on the newer half of the pairs. */
    LOGIT_PLATT_HALF("logit-platt, last half", 1),
    /** {@link LogitPlattCalibrator} on the newest quarter of the pairs, and no more than 2,000 of them. */
    LOGIT_PLATT_LATEST("logit-platt, latest", 1);

    private static final int FIRST_FIT = 25;
    private static final int LATEST = 2000;

    private final String text;
    private final int required;

    Challenger(String text, int required) {
        this.text = text;
        this.required = required;
    }

    /** {@return the name in reports: the method, and the window where it is not all pairs} */
    @Override
    public String toString() {
        return text;
    }

    /**
     * When all challengers are fitted again: first at 25 pairs, then after 15 more, a fifth more, or 1,000 more, whichever is the middle
     * one: often while each fit changes much, rarely enough that all fits together cost a small multiple of the pairs.
     *
     * @param fittedOn pairs at the last fit, 0 before the first
     * @return {@code max(n + 15, min(1.2 n, n + 1000))}, rounded up; 25 before the first fit
     */
    public static long nextFit(long fittedOn) {
        if (fittedOn < FIRST_FIT) {
            return FIRST_FIT;
        }
        // in whole numbers: 1.2 n as a double may lie above the whole number that it stands for
        return Math.max(fittedOn + 15, Math.min(fittedOn + (fittedOn + 4) / 5, fittedOn + 1000));
    }

    /**
     * The stretch that it is fitted to.
     *
     * @param pairs how many there are
     * @return how many of the newest, at most {@code pairs}; 0 while there are too few
     */
    public long window(long pairs) {
        if (pairs < required) {
            return 0;
        }
        return switch (this) {
            case OFFSET, LOGIT_PLATT, BETA -> pairs;
            case LOGIT_PLATT_HALF -> pairs - pairs / 2;
            case LOGIT_PLATT_LATEST -> Math.min(pairs / 4, LATEST);
        };
    }

    /**
     * The fit to sums.
     *
     * @param window the pairs of {@link #window}, or the whole days that hold them
     * @return the map
     * @throws IllegalArgumentException when the window has no weight
     */
    public Calibrator fit(CalibrationSummary window) {
        if (window.isEmpty()) {
            throw new IllegalArgumentException("window must have at least 1 pair with weight, got " + window.count()
                    + " pairs and weight " + window.weight());
        }
        return fit(FitRows.of(window), null);
    }

    /**
     * The fit to pairs at hand, by their sums.
     *
     * @param window the pairs of {@link #window}
     * @return the map
     */
    public Calibrator fit(CalibrationSample window) {
        return fit(CalibrationSummary.of(window));
    }

    /** The fit, begun at an earlier one of the same challenger, or at identity. */
    Calibrator fit(FitRows rows, Calibrator earlier) {
        return switch (this) {
            case OFFSET -> offset(rows, earlier);
            case BETA -> beta(rows, earlier);
            case LOGIT_PLATT, LOGIT_PLATT_HALF, LOGIT_PLATT_LATEST -> line(rows, earlier);
        };
    }

    private static Calibrator offset(FitRows rows, Calibrator earlier) {
        double start = earlier instanceof OffsetCalibrator before ? before.intercept() : 0;
        return new OffsetCalibrator(
                ShrunkFit.of(rows, rows.logOdds(), new double[][] {ones(rows)}, new double[] {start})[0]);
    }

    private static Calibrator line(FitRows rows, Calibrator earlier) {
        double[] start = earlier instanceof LogitPlattCalibrator before
                ? new double[] {before.slope() - 1, before.intercept()}
                : new double[2];
        double[] z = rows.logOdds();
        double[] d = ShrunkFit.of(rows, z, new double[][] {z, ones(rows)}, start);
        return new LogitPlattCalibrator(1 + d[0], d[1]);
    }

    /** A coefficient that comes out negative is set to 0 and the others are fitted again, as {@link BetaCalibrator} does. */
    private static Calibrator beta(FitRows rows, Calibrator earlier) {
        double[] start = earlier instanceof BetaCalibrator before
                ? new double[] {before.a() - 1, before.b() - 1, before.c()}
                : new double[3];
        double[] z = rows.logOdds();
        double[] low = rows.lnP;
        double[] high = new double[rows.size];
        Arrays.setAll(high, i -> -rows.lnNotP[i]);
        double[] ones = ones(rows);
        double[] d = ShrunkFit.of(rows, z, new double[][] {low, high, ones}, start);
        double a = 1 + d[0];
        double b = 1 + d[1];
        if (a >= 0 && b >= 0) {
            return new BetaCalibrator(a, b, d[2]);
        }
        double[] kept = a < 0 ? high : low; // z without the term that is dropped
        double[] one = ShrunkFit.of(rows, kept, new double[][] {kept, ones}, new double[2]);
        if (1 + one[0] >= 0) {
            return a < 0 ? new BetaCalibrator(0, 1 + one[0], one[1]) : new BetaCalibrator(1 + one[0], 0, one[1]);
        }
        return new BetaCalibrator(
                0, 0, ShrunkFit.of(rows, new double[rows.size], new double[][] {ones}, new double[1])[0]);
    }

    private static double[] ones(FitRows rows) {
        double[] ones = new double[rows.size];
        Arrays.fill(ones, 1);
        return ones;
    }
}

package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.Checks;
import dev.plumbline.calibration.LikelihoodRatioTest;
import java.util.Optional;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * What drifted, the simplest fault that explains the evidence, and what mends it. A description of a drift that the {@link Detector} has shown, not a
 * test of its own.
 *
 * <p>The stronger of two windows is looked at: from the estimated start until now (D), or from the start of the clock until E was largest.
 * Offset and slope are told apart by their mixtures over the grid: slope, when the faults with a slope together, by their stakes, make the
 * window's outcomes likelier than those that only shift.
 *
 * @param kind the simplest fault that is enough
 * @param slope estimate on the scale of logits, the mean over the grid by evidence; 1 for an offset
 * @param shift estimate in logits, likewise
 * @param since the index of the block in which it began, as far as can be told
 * @param direction in words
 */
public record Diagnosis(Kind kind, double slope, double shift, int since, String direction) {

    /** Faults from simple to hard, each with its remedy. */
    public enum Kind {
        /** All probabilities are too low, or too high. */
        OFFSET("re-offset: shift all probabilities by the same step in log odds"),
        /** They are too extreme, or too timid, perhaps shifted as well. */
        SLOPE("refit the calibrator: a line in log odds mends it"),
        /** A line is not enough. */
        SHAPE("another calibrator, one that can bend: beta, quadratic or isotonic"),
        /** One part of the rows only. */
        SEGMENT("look at this segment; retrain the model when its data have changed");

        private final String remedy;

        Kind(String remedy) {
            this.remedy = remedy;
        }

        /** {@return what mends it, in words} */
        public String remedy() {
            return remedy;
        }
    }

    /**
     * Offset or slope, by the evidence that the detector has.
     *
     * @param detector in any state
     * @return empty before the first block
     */
    public static Optional<Diagnosis> of(Detector detector) {
        if (detector.blocks() == 0) {
            return Optional.empty();
        }
        boolean recent = detector.logD() >= detector.maxLogE();
        double[] logs = recent ? detector.logSinceStart() : detector.logAtMost();
        int since = recent ? detector.since() : 0;
        Family offset = Family.of(detector.grid(), logs, true);
        Family slope = Family.of(detector.grid(), logs, false);
        return Optional.of(
                slope.evidence > offset.evidence
                        ? slope(slope.slope, slope.shift, since)
                        : offset(offset.shift, since));
    }

    /**
     * The same window, told apart by the pairs themselves, nested: an offset, unless the line's likelihood is better by more than chance; a line, unless a
     * bend is left over. To be preferred where sums of pairs are at hand: the grid is coarse, and where all probabilities are much the same it cannot
     * tell a slope from a shift that lies between two of its points.
     *
     * @param window the pairs since {@link #since}
     * @param alpha level of both comparisons, in (0, 1)
     * @return this where no line can be fitted
     */
    public Diagnosis refined(CalibrationSummary window, double alpha) {
        Checks.alpha(alpha);
        Optional<LikelihoodRatioTest> line = LikelihoodRatioTest.of(window);
        if (line.isEmpty()) {
            return this;
        }
        LikelihoodRatioTest fit = line.get();
        Optional<ShapeTest> bend = ShapeTest.of(window).filter(test -> test.pValue() <= alpha);
        if (bend.isPresent()) {
            String direction = bend.get().bend() > 0
                    ? "extreme probabilities are too low and middling ones too high, beside what a line mends"
                    : "extreme probabilities are too high and middling ones too low, beside what a line mends";
            return new Diagnosis(Kind.SHAPE, fit.slope(), fit.intercept(), since, direction);
        }
        double gained = Math.max(0, fit.statistic() - fit.offsetStatistic());
        return ChiSquaredDistribution.of(1).survivalProbability(gained) <= alpha
                ? slope(fit.slope(), fit.intercept(), since)
                : offset(fit.offset(), since);
    }

    private static Diagnosis offset(double shift, int since) {
        String direction = shift > 0 ? "probabilities are too low" : "probabilities are too high";
        return new Diagnosis(Kind.OFFSET, 1, shift, since, direction);
    }

    private static Diagnosis slope(double slope, double shift, int since) {
        String direction = slope < 1 ? "probabilities are too extreme" : "probabilities are too timid";
        return new Diagnosis(Kind.SLOPE, slope, shift, since, direction);
    }

    /** {@return what mends it, in words} */
    public String remedy() {
        return kind.remedy();
    }

    /** The faults with slope 1, or the others, as one mixture with stakes that add up to 1. */
    private record Family(double evidence, double slope, double shift) {

        static Family of(EvidenceGrid grid, double[] logs, boolean offsets) {
            double high = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < logs.length; k++) {
                high = (grid.slope(k) == 1) == offsets ? Math.max(high, logs[k]) : high;
            }
            double stakes = 0;
            double sum = 0;
            double slope = 0;
            double shift = 0;
            for (int k = 0; k < logs.length; k++) {
                if ((grid.slope(k) == 1) == offsets) {
                    double stake = Math.exp(grid.logWeights()[k]);
                    double share = stake * Math.exp(logs[k] - high);
                    stakes += stake;
                    sum += share;
                    slope += share * grid.slope(k);
                    shift += share * grid.shift(k);
                }
            }
            return new Family(high + Math.log(sum / stakes), slope / sum, shift / sum);
        }
    }
}

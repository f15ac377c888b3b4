package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.Checks;

/**
 * What is declared of the outcomes of a block.
 *
 * @param maxWeight the weight that counts as a whole outcome, above 0; larger ones count no more in evidence
 * @param missingRatio how many times more often outcomes of one class may go missing, 1 or more, see {@link MissingBand}; 1 where none is
 */
public record RaceRules(double maxWeight, double missingRatio) {
    /** Every outcome arrives and weights are at most 1. */
    public static final RaceRules PLAIN = new RaceRules(1, 1);

    /** Checks the ranges. */
    public RaceRules {
        Checks.positive("maxWeight", maxWeight);
        Checks.finiteAtLeast("missingRatio", missingRatio, 1);
    }
}

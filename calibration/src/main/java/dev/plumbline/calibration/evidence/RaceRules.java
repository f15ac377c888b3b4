package dev.plumbline.calibration.evidence;

/**
 * What a model declares about its outcomes.
 *
 * @param maxWeight the weight that counts as a whole outcome, above 0; larger ones count no more in evidence
 * @param missingRatio how many times more often outcomes of one class may go missing, 1 or more; 1 where none is missing
 */
public record RaceRules(double maxWeight, double missingRatio) {
    /** Every outcome arrives and weights are at most 1. */
    public static final RaceRules PLAIN = new RaceRules(1, 1);

    /** Checks the ranges. */
    public RaceRules {
        if (!(maxWeight > 0 && maxWeight <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("maxWeight must be finite and above 0, got " + maxWeight);
        }
        if (!(missingRatio >= 1 && missingRatio <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("missingRatio must be finite and at least 1, got " + missingRatio);
        }
    }
}

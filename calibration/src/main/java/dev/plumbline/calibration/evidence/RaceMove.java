package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.LogLossGain;
import dev.plumbline.calibration.calibrator.Calibrator;

/**
 * What the evidence says is to be put in force.
 *
 * @param kind forward to a challenger, or back
 * @param challenger which is promoted; null for a rollback
 * @param rival which comes back; null for a promotion, whose map is the challenger fitted to its window again
 * @param logEvidence ln of the evidence that decided, at least ln 20
 * @param gain what it saved against what serves since the clock started; below 0 where a fault is recent and good years came before it
 */
public record RaceMove(Kind kind, Challenger challenger, Calibrator rival, double logEvidence, LogLossGain gain) {
    /** Which way. */
    public enum Kind {
        /** To a challenger. */
        PROMOTED("promoted"),
        /** To the map that served before, or to identity. */
        ROLLED_BACK("rolledBack");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** {@return the word in reports} */
        @Override
        public String toString() {
            return text;
        }
    }
}

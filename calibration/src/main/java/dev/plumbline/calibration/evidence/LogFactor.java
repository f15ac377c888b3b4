package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.Logistic;

/** What one outcome multiplies a bet on one probability against another by, as a logarithm. */
final class LogFactor {
    private LogFactor() {}

    /**
     * {@code y ln(q/p) + (1-y) ln((1-q)/(1-p))}: what q saves of the log loss of p. While p is right, the factor has mean 1, for a
     * fractional y at most 1 (Jensen). Both are clipped to [1e-7, 1 - 1e-7], so that one impossible event cannot decide alone; that adds
     * at most 1e-7 to the mean.
     *
     * <p>Where an outcome may go missing more often when the event happens than when it does not, with a ratio of at most {@code
     * missingRatio} either way, p is first moved towards q by that ratio in odds, but not beyond: the mean stays at most 1.
     *
     * @param y outcome in [0, 1]
     * @param q the probability that is bet on, in [0, 1]
     * @param p the reference, in [0, 1]
     * @param missingRatio 1 or more; 1 where nothing is missing
     */
    static double of(double y, double q, double p, double missingRatio) {
        double bet = Logistic.clip(q);
        double reference = Logistic.clip(p);
        if (missingRatio > 1) {
            double odds = reference / (1 - reference);
            double wanted = bet / (1 - bet);
            if (wanted <= odds * missingRatio && wanted >= odds / missingRatio) {
                return 0;
            }
            double moved = wanted > odds ? odds * missingRatio : odds / missingRatio;
            reference = moved / (1 + moved);
        }
        // outcomes are mostly 0 or 1: one logarithm then
        double ifOne = y > 0 ? y * Math.log(bet / reference) : 0;
        return y < 1 ? ifOne + (1 - y) * Math.log((1 - bet) / (1 - reference)) : ifOne;
    }
}

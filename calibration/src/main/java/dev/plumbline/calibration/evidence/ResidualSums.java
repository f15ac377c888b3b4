package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.Logistic;

/**
 * What the residuals y - p of one block add up to, a group standing as one pair of the means of its members that were predicted first.
 * Merges by {@link #plus}. v is the unit's weight as a share of the largest, at most 1.
 *
 * <p>The four bets are those of the {@link DayTest}: too low, too high, too timid, too extreme. Bet j has a direction d known before the outcome
 * (1, -1, 2p-1 and 1-2p) and gains {@code v d (y - p')}, which under the null is at most 0 on average and never below minus its bound
 * {@code v d p'} or, for d < 0, {@code -v d (1-p')}. p' is p; with a dead band g it is p with odds times g where d > 0, over g where d < 0, so that
 * the mean stays at most 0 when outcomes of one class go missing up to g times as often. A missing outcome gains 0 and keeps its bound.
 *
 * @param weight sum of v over units with an outcome
 * @param residual sum of v (y - p)
 * @param squares sum of v^2 (y - p)^2
 * @param variance sum of v^2 p (1-p), what the variance of the residual is when outcomes are independent
 * @param fourth sum of v^4 p (1-p) (1 - 6 p (1-p)), its fourth cumulant then
 * @param gain per bet
 * @param bound per bet, above 0 when there is a unit with weight
 */
public record ResidualSums(
        double weight, double residual, double squares, double variance, double fourth, double[] gain, double[] bound) {

    /** How many bets there are. */
    static final int BETS = 4;

    /** Nothing yet. */
    public static ResidualSums none() {
        return new Builder().build();
    }

    /**
     * Both blocks as one.
     *
     * @param other any
     * @return the sums added
     */
    public ResidualSums plus(ResidualSums other) {
        return new Builder().add(this).add(other).build();
    }

    /** Adds units up. */
    static final class Builder {
        private final double[] gain = new double[BETS];
        private final double[] bound = new double[BETS];
        private double weight;
        private double residual;
        private double squares;
        private double variance;
        private double fourth;

        /** What was added up elsewhere. */
        Builder add(ResidualSums sums) {
            weight += sums.weight;
            residual += sums.residual;
            squares += sums.squares;
            variance += sums.variance;
            fourth += sums.fourth;
            for (int bet = 0; bet < BETS; bet++) {
                gain[bet] += sums.gain[bet];
                bound[bet] += sums.bound[bet];
            }
            return this;
        }

        /** A unit with its outcome. */
        void add(double probability, double y, double v, double band) {
            double p = Logistic.clip(probability);
            double r = v * (y - p);
            double spread = v * v * p * (1 - p);
            weight += v;
            residual += r;
            squares += r * r;
            variance += spread;
            fourth += spread * v * v * (1 - 6 * p * (1 - p));
            bet(p, y, v, band, true);
        }

        /** A unit whose outcome never came. */
        void missing(double probability, double v, double band) {
            bet(Logistic.clip(probability), 0, v, band, false);
        }

        private void bet(double p, double y, double v, double band, boolean observed) {
            double higher = p * band / (1 - p + p * band);
            double lower = p / (p + (1 - p) * band);
            double tilt = 2 * p - 1;
            bet(0, v, higher, y, observed);
            bet(1, -v, lower, y, observed);
            bet(2, v * tilt, tilt > 0 ? higher : lower, y, observed);
            bet(3, -v * tilt, tilt > 0 ? lower : higher, y, observed);
        }

        private void bet(int which, double direction, double p, double y, boolean observed) {
            gain[which] += observed ? direction * (y - p) : 0;
            bound[which] += direction > 0 ? direction * p : -direction * (1 - p);
        }

        ResidualSums build() {
            return new ResidualSums(weight, residual, squares, variance, fourth, gain.clone(), bound.clone());
        }
    }
}

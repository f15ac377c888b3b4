package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.GammaDistribution;

/**
 * How much more the daily mean residual varies from day to day than it would if outcomes were independent. Above 1 with a small p-value, outcomes
 * of a day depend on each other and the {@link Detector} must not be believed: declare {@code dependence: day} and use the {@link DayTest}.
 *
 * <p>Formula: for days a and b next to each other, {@code X = (S_a/V_a - S_b/V_b)^2 / (1/V_a + 1/V_b)}, S the day's sum of v (y - p) and V its binomial
 * variance; dispersion is the mean of X over separate pairs of days. S/V is the shift in logits, to first order: what neighbours have in
 * common, a bias or a slow drift, cancels and does not pass for a shock.
 *
 * <p>Input: days in time order; those without variance are passed over; a last one without a neighbour too.
 *
 * <p>Under independence X has mean 1 and variance {@code 2 + (F_a/V_a^4 + F_b/V_b^4)/(1/V_a + 1/V_b)^2}, F the fourth cumulant of S, exact for
 * outcomes of 0 and 1. The p-value takes the sum of X as gamma distributed with its exact mean and variance (for many outcomes a day:
 * chi-squared with a degree of freedom per pair of days). Fractional outcomes make it conservative.
 *
 * <p>Degenerate: empty with fewer than two days that have variance. Never NaN.
 *
 * <p>References: McCullagh and Nelder 1989, Generalized Linear Models, section 4.5, for dispersion; Satterthwaite 1946 for matching moments.
 *
 * @param dispersion 1 when outcomes are independent, 0 or more
 * @param pValue of a dispersion as large or larger
 * @param pairsOfDays how many were compared
 */
public record DayDispersion(double dispersion, double pValue, int pairsOfDays) {

    /**
     * The measure over some days.
     *
     * @param days in time order, one block each
     * @return empty with fewer than two days that have variance
     */
    public static Optional<DayDispersion> of(List<ResidualSums> days) {
        List<ResidualSums> usable = new ArrayList<>();
        for (ResidualSums day : days) {
            if (day.variance() > 0) {
                usable.add(day);
            }
        }
        int pairs = usable.size() / 2;
        if (pairs == 0) {
            return Optional.empty();
        }
        double sum = 0;
        double variance = 0;
        for (int i = 0; i < pairs; i++) {
            ResidualSums a = usable.get(2 * i);
            ResidualSums b = usable.get(2 * i + 1);
            double spread = 1 / a.variance() + 1 / b.variance();
            double gap = a.residual() / a.variance() - b.residual() / b.variance();
            sum += gap * gap / spread;
            variance += 2 + (excess(a) + excess(b)) / (spread * spread);
        }
        // shape and scale of the gamma law whose mean is the number of pairs
        double scale = variance / pairs;
        double pValue = GammaDistribution.of(pairs / scale, scale).survivalProbability(sum);
        return Optional.of(new DayDispersion(sum / pairs, pValue, pairs));
    }

    private static double excess(ResidualSums day) {
        return day.fourth() / Math.pow(day.variance(), 4);
    }

    /**
     * Whether independence is rejected.
     *
     * @param alpha in (0, 1)
     * @return true when the p-value is at most alpha
     */
    public boolean rejectsAt(double alpha) {
        Checks.alpha(alpha);
        return pValue <= alpha;
    }
}

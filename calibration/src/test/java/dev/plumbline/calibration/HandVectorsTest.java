package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The example in the Javadoc of each metric, worked by hand. */
class HandVectorsTest {

    private static final Offset<Double> DIGITS = within(5e-8); // examples are written with seven or eight digits

    private static CalibrationSample sample(double[] p, double... y) {
        return CalibrationSample.of(p, y);
    }

    private static CalibrationSample constant(double p, int events, int n) {
        double[] ps = new double[n];
        double[] ys = new double[n];
        Arrays.fill(ps, p);
        Arrays.fill(ys, 0, events, 1);
        return sample(ps, ys);
    }

    private static final CalibrationSample TWO_BINS =
            sample(new double[] {.5, .5, .5, .6, .5, .6, .6, .6, .6}, 0, 1, 0, 1, 0, 1, 1, 1, 0);
    private static final CalibrationSample SIX = sample(new double[] {.4, .3, .2, .1, .5, .9}, 0, 0, 0, 1, 1, 1);

    @Test
    void calibrationError_twoBins() {
        CalibrationError error = CalibrationError.equalWidth(TWO_BINS, 10);
        assertThat(error.ece()).isCloseTo(0.2222222222, within(1e-10));
        assertThat(error.rms()).isCloseTo(0.2236067977, within(1e-10));
        assertThat(error.squaredDebiased()).isCloseTo(0, within(1e-15));
        assertThat(error.mce()).isCloseTo(0.25, within(1e-15));
        assertThat(error.bins().get(5).count()).isEqualTo(4);
        CalibrationError mass = CalibrationError.equalMass(TWO_BINS, 2);
        assertThat(mass.ece()).isCloseTo(0, within(1e-15)); // all in one bin, where both means are 5/9
        assertThat(mass.bins().get(0).binEnd()).isEqualTo(0.6); // the median; ties go below it, whole
        assertThat(mass.bins().get(0).count()).isEqualTo(9);
    }

    @Test
    void corp_sixPairs() {
        CorpDecomposition brier = CorpDecomposition.brier(SIX);
        assertThat(brier.score()).isCloseTo(.2266667, DIGITS);
        assertThat(brier.miscalibration()).isCloseTo(.1016667, DIGITS);
        assertThat(brier.discrimination()).isCloseTo(.125, DIGITS);
        assertThat(brier.uncertainty()).isCloseTo(.25, DIGITS);
        CorpDecomposition logLoss = CorpDecomposition.logLoss(SIX);
        assertThat(logLoss.score()).isCloseTo(.6986228, DIGITS);
        assertThat(logLoss.miscalibration()).isCloseTo(.3237327, DIGITS);
        assertThat(logLoss.discrimination()).isCloseTo(.3182571, DIGITS);
        assertThat(logLoss.uncertainty()).isCloseTo(.6931472, DIGITS);
    }

    @Test
    void areaUnderCurve_sixPairsAndPerfectRanking() {
        AreaUnderCurve area = AreaUnderCurve.of(SIX).orElseThrow();
        assertThat(area.value()).isCloseTo(.6666667, DIGITS);
        // DeLong by hand: shares beaten by positives 0 1 1, lost by negatives 1/3 each below: variances 1/3 and 0 over
        // 3
        assertThat(area.interval().contains(area.value())).isTrue();
        AreaUnderCurve perfect = AreaUnderCurve.of(sample(new double[] {.1, .2, .3, .4}, 0, 0, 1, 1))
                .orElseThrow();
        assertThat(perfect.value()).isEqualTo(1);
        assertThat(perfect.standardError()).isZero();
        assertThat(perfect.interval().lo()).isCloseTo(Math.sqrt(0.025), within(1e-12));
        assertThat(AreaUnderCurve.of(sample(new double[] {.1, .2}, 1, 1))).isEmpty();
    }

    @Test
    void areaUnderCurve_standardError_isDeLongs() {
        AreaUnderCurve area = AreaUnderCurve.of(sample(new double[] {.1, .2, .3, .4, .5, .6}, 0, 1, 0, 0, 1, 1))
                .orElseThrow();
        // positives beat 1/3, 1, 1 of the negatives; negatives lie below 1, 2/3, 2/3 of the positives; A = 7/9
        double ofPositives = (sq(1 / 3.0 - 7 / 9.0) + 2 * sq(2 / 9.0)) / 9;
        double ofNegatives = (sq(2 / 9.0) + 2 * sq(1 / 9.0)) / 9;
        assertThat(area.value()).isCloseTo(7 / 9.0, within(1e-15));
        assertThat(area.standardError()).isCloseTo(Math.sqrt((ofPositives + ofNegatives) * 6 / 5), within(1e-14));
    }

    private static double sq(double x) {
        return x * x;
    }

    @Test
    void scores_twoPairs() {
        CalibrationSample two = sample(new double[] {.8, .4}, 1, 0);
        assertThat(Scores.brier(two).value()).isCloseTo(.1, within(1e-15));
        assertThat(Scores.brier(two).expectedIfCalibrated()).isCloseTo(.2, within(1e-15));
        assertThat(Scores.logLoss(two).orElseThrow().value()).isCloseTo(.3669846, DIGITS);
        assertThat(Scores.bias(two).value()).isCloseTo(.1, within(1e-15));
        // sd of two pairs over root 2 is .3, t with one degree of freedom 12.7062
        assertThat(Scores.bias(two).interval().hi()).isCloseTo(.1 + 12.706204736 * .3, within(1e-8));
        assertThat(Scores.logLoss(sample(new double[] {0, .5}, 1, 1))).isEmpty();
    }

    @Test
    void murphy_twoBins() {
        MurphyDecomposition murphy = MurphyDecomposition.of(TWO_BINS);
        assertThat(murphy.reliability()).isCloseTo(.05, DIGITS);
        assertThat(murphy.resolution()).isCloseTo(.0746914, DIGITS);
        assertThat(murphy.uncertainty()).isCloseTo(.2469136, DIGITS);
    }

    @Test
    void spiegelhalter_hundredAtEightTenths() {
        SpiegelhalterZ test = SpiegelhalterZ.of(constant(.8, 70, 100)).orElseThrow();
        assertThat(test.z()).isCloseTo(2.5, within(1e-12));
        assertThat(test.pValue()).isCloseTo(.0124193, DIGITS);
        assertThat(test.rejectsAt(0.05)).isTrue();
        assertThat(test.rejectsAt(0.01)).isFalse();
        assertThat(SpiegelhalterZ.of(constant(.5, 3, 4))).isEmpty();
        assertThatThrownBy(() -> test.rejectsAt(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alpha must be in (0, 1), got 1.0");
    }

    @Test
    void hosmerLemeshow_oneGroup() {
        HosmerLemeshow test = HosmerLemeshow.of(constant(.4, 10, 20), 1).orElseThrow();
        assertThat(test.statistic()).isCloseTo(.8333333, DIGITS);
        assertThat(test.degreesOfFreedom()).isEqualTo(1);
        assertThat(test.pValue()).isCloseTo(.3613104, DIGITS);
        assertThat(HosmerLemeshow.of(constant(1, 10, 10))).isEmpty();
        assertThatThrownBy(() -> HosmerLemeshow.of(SIX, 0)).hasMessage("bins must be at least 1, got 0");
    }

    @Test
    void kolmogorovSmirnov_twoPairsAndTheLawOfBrownianMotion() {
        assertThat(KolmogorovSmirnov.of(sample(new double[] {.2, .8}, 1, 0)).statistic())
                .isCloseTo(.4, within(1e-15));
        // published quantiles of sup |B| on [0, 1]: 1.95996 (10 %), 2.24140 (5 %), 2.80703 (1 %)
        assertThat(KolmogorovSmirnov.tail(1.95996)).isCloseTo(.1, within(1e-5));
        assertThat(KolmogorovSmirnov.tail(2.24140)).isCloseTo(.05, within(1e-5));
        assertThat(KolmogorovSmirnov.tail(2.80703)).isCloseTo(.01, within(1e-5));
        assertThat(KolmogorovSmirnov.tail(1 - 1e-12)).isCloseTo(KolmogorovSmirnov.tail(1 + 1e-12), within(1e-10));
        assertThat(KolmogorovSmirnov.tail(0.05)).isEqualTo(1);
        assertThat(KolmogorovSmirnov.of(constant(1, 3, 3)).pValue()).isEqualTo(1);
        assertThat(KolmogorovSmirnov.of(constant(1, 2, 3)).pValue()).isLessThan(1e-300);
    }

    @Test
    void smoothCalibrationError_onePair() {
        SmoothCalibrationError error = SmoothCalibrationError.of(sample(new double[] {.5}, 1));
        assertThat(error.value()).isCloseTo(.5, within(1e-9));
        assertThat(error.bandwidth()).isCloseTo(.5, within(1e-9));
        assertThat(SmoothCalibrationError.of(constant(1, 3, 3)).bandwidth()).isEqualTo(0.001);
    }

    @Test
    void integratedCalibration_oneProbability() {
        IntegratedCalibration integrated = IntegratedCalibration.of(constant(.3, 2, 3));
        assertThat(integrated.ici()).isCloseTo(.3666667, DIGITS);
        assertThat(integrated.emax()).isCloseTo(.3666667, DIGITS);
    }

    @Test
    void coxRecalibration_oneProbability() {
        CoxRecalibration cox = CoxRecalibration.of(constant(.5, 6, 10)).orElseThrow();
        assertThat(cox.intercept().value()).isCloseTo(.4054651, DIGITS);
        assertThat(cox.slope().value()).isEqualTo(1);
        assertThat(cox.slope().interval()).isNull();
        assertThat(cox.statistic()).isCloseTo(.4027103, DIGITS);
        assertThat(cox.degreesOfFreedom()).isEqualTo(1);
        assertThat(CoxRecalibration.of(constant(.5, 10, 10))).isEmpty();
    }

    @Test
    void minimumDetectable_tenThousandCoins() {
        CalibrationReport report = CalibrationReport.of(CalibrationSummary.of(constant(.5, 5000, 10_000)));
        assertThat(report.minimumDetectable()).isCloseTo(.0560, within(1e-4));
        CalibrationReport few = CalibrationReport.of(CalibrationSummary.of(constant(.5, 1, 3)));
        assertThat(few.minimumDetectable()).isNull();
        assertThat(few.reasons()).containsEntry("minimumDetectable", "too few pairs to find a shift of any size");
    }

    @Test
    void ece_fiftyCoins_comesWithItsChance() {
        Estimate ece = ErrorEstimates.ece(constant(.5, 25, 50));
        assertThat(ece.value()).isZero();
        assertThat(ece.expectedIfCalibrated()).isCloseTo(.0561, within(1e-4));
        assertThat(ece.pValue()).isEqualTo(1);
        assertThat(ece.interval().lo()).isZero();
        assertThat(ece.rejectsAt(0.5)).isFalse();
    }

    @Test
    void quantiles_areThoseOfType7() {
        Quantiles plain = Quantiles.of(new double[] {1, 2, 4, 8}, new double[] {1, 1, 1, 1}, 4);
        assertThat(plain.at(0)).isEqualTo(1);
        assertThat(plain.at(0.5)).isEqualTo(3);
        assertThat(plain.at(0.9)).isCloseTo(6.8, within(1e-12));
        assertThat(plain.at(1)).isEqualTo(8);
        Quantiles copies = Quantiles.of(new double[] {1, 2}, new double[] {3, 1}, 2);
        assertThat(copies.at(0.75)).isCloseTo(1.25, within(1e-12)); // of 1 1 1 2
        Quantiles scaled = Quantiles.of(new double[] {1, 2, 4, 8}, new double[] {.1, .1, .1, .1}, 4);
        assertThat(scaled.at(0.5)).isCloseTo(3, within(1e-9));
    }

    @Test
    void estimateAndInterval_badArguments_areNamed() {
        assertThatThrownBy(() -> new Interval(1, Double.NaN)).hasMessage("lo must be at most hi, got 1.0 and NaN");
        assertThatThrownBy(() -> new Estimate(Double.NaN, null, null, null))
                .hasMessage("value must be finite, got NaN");
        assertThatThrownBy(() -> new Estimate(0, null, 1.5, null)).hasMessage("pValue must be in [0, 1], got 1.5");
    }
}

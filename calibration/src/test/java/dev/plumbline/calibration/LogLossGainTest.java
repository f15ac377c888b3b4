package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.Identity;
import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.calibration.calibrator.PlattFit;
import org.junit.jupiter.api.Test;

class LogLossGainTest {

    private static final Calibrator ALWAYS_06 = new PlattCalibrator(0, -Math.log(1.5));

    private static CalibrationSummary coins(double weight) {
        CalibrationSummary.Builder builder = CalibrationSummary.builder();
        for (int i = 0; i < 10; i++) {
            builder.addPair(0.5, i < 6 ? 1 : 0, weight);
        }
        return builder.build();
    }

    @Test
    void of_tenCoins_isSolvedByHand() {
        LogLossGain gain = LogLossGain.of(coins(1), new Identity(), ALWAYS_06);
        double mean = 0.6 * Math.log(1.2) + 0.4 * Math.log(0.8);
        // g is ln 1.2 six times and ln 0.8 four times: sample variance 10/9 * 0.24 (ln 1.5)^2
        double half = 1.959963984540054 * Math.sqrt(0.24 / 9) * Math.log(1.5);
        assertThat(gain.mean()).isCloseTo(mean, within(1e-12)).isCloseTo(0.020136, within(1e-6));
        assertThat(gain.total()).isCloseTo(10 * mean, within(1e-12));
        assertThat(gain.high() - gain.mean()).isCloseTo(half, within(1e-12));
        assertThat(gain.mean() - gain.low()).isCloseTo(half, within(1e-12));
        assertThat(gain.pairs()).isEqualTo(10);
    }

    @Test
    void of_fractionalOutcomes_intervalIsThatOfTheRows() {
        CalibrationSummary summary = CalibrationSummary.builder()
                .addPair(0.5, 0.25, 1)
                .addPair(0.5, 0.75, 1)
                .build();
        LogLossGain gain = LogLossGain.of(summary, new Identity(), ALWAYS_06);
        // g = y ln 1.2 + (1-y) ln 0.8, so the two differ by 0.5 ln 1.5; sample variance is half the square of that
        double half = 1.959963984540054 * 0.5 * Math.log(1.5) / 2;
        assertThat(gain.high() - gain.mean()).isCloseTo(half, within(1e-12));
    }

    @Test
    void of_everyWeightDoubled_sameMeanAndInterval() {
        LogLossGain one = LogLossGain.of(coins(1), new Identity(), ALWAYS_06);
        LogLossGain two = LogLossGain.of(coins(2), new Identity(), ALWAYS_06);
        assertThat(two.mean()).isCloseTo(one.mean(), within(1e-12));
        assertThat(two.low()).isCloseTo(one.low(), within(1e-12));
        assertThat(two.total()).isCloseTo(2 * one.total(), within(1e-12));
    }

    @Test
    void of_fromCells_agreesWithRows() {
        double worstMean = 0;
        double worstWidth = 0;
        for (TestData.OracleSet set : TestData.synthetic()) {
            CalibrationSample sample = TestData.weighted(set);
            CalibrationSummary summary = CalibrationSummary.of(sample);
            Calibrator platt = PlattFit.fit(sample, PlattFit.Targets.SMOOTHED);
            LogLossGain gain = LogLossGain.of(summary, new Identity(), platt);
            double sum = 0;
            double weight = 0;
            for (int i = 0; i < sample.size(); i++) {
                weight += sample.weight(i);
                sum += sample.weight(i) * gain(sample, i, platt);
            }
            double squares = 0;
            for (int i = 0; i < sample.size(); i++) {
                squares += Math.pow(sample.weight(i) * (gain(sample, i, platt) - sum / weight), 2);
            }
            double half = 1.959963984540054 * Math.sqrt(squares * sample.size() / (sample.size() - 1.0)) / weight;
            worstMean = Math.max(worstMean, Math.abs(gain.mean() - sum / weight));
            worstWidth = Math.max(worstWidth, Math.abs((gain.high() - gain.mean()) / half - 1));
            assertThat(LogLossGain.logLoss(summary, new Identity()))
                    .isCloseTo(summary.logLoss().getAsDouble(), within(1e-6));
        }
        System.out.println("gain from cells, largest errors: mean " + worstMean + " nats, width " + worstWidth);
        assertThat(worstMean).isLessThan(1e-6);
        assertThat(worstWidth).isLessThan(0.02);
    }

    private static double gain(CalibrationSample sample, int i, Calibrator candidate) {
        double p = sample.probability(i);
        double y = sample.outcome(i);
        double q = candidate.apply(p);
        return y * Math.log(q / p) + (1 - y) * Math.log((1 - q) / (1 - p));
    }

    @Test
    void logLoss_certainAndWrong_isClippedToAFiniteLoss() {
        CalibrationSummary summary =
                CalibrationSummary.builder().addPair(0, 1, 1).addPair(1, 1, 1).build();
        double expected = -(Math.log(1e-7) + Math.log(1 - 1e-7)) / 2;
        assertThat(LogLossGain.logLoss(summary, new Identity())).isCloseTo(expected, within(1e-9));
    }

    @Test
    void of_tooFewPairs_isDefined() {
        LogLossGain none = LogLossGain.of(CalibrationSummary.empty(), new Identity(), ALWAYS_06);
        assertThat(none.mean()).isZero();
        assertThat(none.pairs()).isZero();
        CalibrationSummary one = CalibrationSummary.builder().addPair(0.5, 1, 1).build();
        LogLossGain single = LogLossGain.of(one, new Identity(), ALWAYS_06);
        assertThat(single.mean()).isCloseTo(Math.log(1.2), within(1e-12));
        assertThat(single.low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> LogLossGain.logLoss(CalibrationSummary.empty(), new Identity()))
                .hasMessage("summary must have at least 1 pair with weight, got none");
    }

    @Test
    void of_sameMap_isExactlyZero() {
        LogLossGain gain = LogLossGain.of(coins(1), ALWAYS_06, ALWAYS_06);
        assertThat(gain).isEqualTo(new LogLossGain(0, 0, 0, 0, 10));
    }
}

package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Gain and log loss of probabilities that are at hand pair by pair. */
class LogLossOfPairsTest {

    private static final double Q975 = 1.959963984540054;

    private static double loss(double q, double y) {
        double c = Math.min(Math.max(q, 1e-7), 1 - 1e-7);
        return -y * Math.log(c) - (1 - y) * Math.log(1 - c);
    }

    private static CalibrationSample coins(double... outcomes) {
        double[] half = new double[outcomes.length];
        Arrays.fill(half, 0.5);
        return CalibrationSample.of(half, outcomes);
    }

    @Test
    void logLoss_fewPairs_byHand() {
        assertThat(LogLossGain.logLoss(coins(1, 0, 1), new double[] {0.8, 0.25, 0}))
                .isCloseTo((-Math.log(0.8) - Math.log(0.75) - Math.log(1e-7)) / 3, within(1e-14));
        CalibrationSample weighted =
                CalibrationSample.of(new double[] {0.5, 0.5}, new double[] {1, 0.25}, new double[] {3, 1});
        assertThat(LogLossGain.logLoss(weighted, new double[] {0.8, 0.4}))
                .isCloseTo((3 * loss(0.8, 1) + loss(0.4, 0.25)) / 4, within(1e-14));
        assertThatThrownBy(() -> LogLossGain.logLoss(weighted, new double[1]))
                .hasMessageContaining("q must be as long");
    }

    /** Of so many pairs that they are parted among threads, with every number of pairs left over. */
    @Test
    void logLoss_manyPairs_isTheMeanOfTheLosses() {
        SplittableRandom random = new SplittableRandom(55);
        for (int n : new int[] {1, 2, 31, 32, 33, 63, 65_535, 65_536, 65_537, 65_569, 200_003}) {
            double[] y = new double[n];
            double[] q = new double[n];
            double sum = 0;
            for (int i = 0; i < n; i++) {
                y[i] = random.nextInt(2);
                q[i] = random.nextInt(10) == 0 ? random.nextInt(2) : random.nextDouble(); // certain ones, too
                sum += loss(q[i], y[i]);
            }
            assertThat(LogLossGain.logLoss(coins(y), q)).as("n = " + n).isCloseTo(sum / n, within(1e-12 * sum / n));
        }
    }

    @Test
    void of_pairs_gainAndIntervalByHand() {
        CalibrationSample sample =
                CalibrationSample.of(new double[4], new double[] {1, 0, 1, 1}, new double[] {1, 2, 1, 0});
        double[] serving = {0.5, 0.5, 0.5, 0.5};
        double[] candidate = {0.8, 0.4, 0.3, 0.9};
        double[] gains = {Math.log(1.6), Math.log(1.2), Math.log(0.6)};
        LogLossGain gain = LogLossGain.of(sample, serving, candidate);
        double mean = (gains[0] + 2 * gains[1] + gains[2]) / 4;
        double squares =
                Math.pow(gains[0] - mean, 2) + Math.pow(2 * (gains[1] - mean), 2) + Math.pow(gains[2] - mean, 2);
        double half = Q975 * Math.sqrt(squares * 3 / 2) / 4; // the pair without weight is no unit
        assertThat(gain.mean()).isCloseTo(mean, within(1e-14));
        assertThat(gain.total()).isCloseTo(4 * mean, within(1e-14));
        assertThat(gain.low()).isCloseTo(mean - half, within(1e-13));
        assertThat(gain.high()).isCloseTo(mean + half, within(1e-13));
        assertThat(gain.pairs()).isEqualTo(4);
        assertThatThrownBy(() -> LogLossGain.of(sample, new double[3], candidate))
                .hasMessageContaining("serving must be as long");
        assertThatThrownBy(() -> LogLossGain.of(sample, serving, new double[3]))
                .hasMessageContaining("candidate must be as long");
    }

    @Test
    void of_groups_areTheUnits() {
        CalibrationSample sample = coins(1, 1, 0, 0).withGroups(new long[] {7, 7, 9, 9});
        double[] candidate = {0.8, 0.6, 0.4, 0.7};
        LogLossGain gain = LogLossGain.of(sample, new double[] {0.5, 0.5, 0.5, 0.5}, candidate);
        double first = Math.log(1.6) + Math.log(1.2);
        double second = Math.log(1.2) + Math.log(0.6);
        double mean = (first + second) / 4;
        double half = Q975 * Math.sqrt((Math.pow(first - 2 * mean, 2) + Math.pow(second - 2 * mean, 2)) * 2) / 4;
        assertThat(gain.high() - mean).isCloseTo(half, within(1e-13));
        LogLossGain one = LogLossGain.of(coins(1), new double[] {0.5}, new double[] {0.8});
        assertThat(one.mean()).isCloseTo(Math.log(1.6), within(1e-14));
        assertThat(one.low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(one.high()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void ofSums_isThatOfEqualUnits() {
        LogLossGain gain = LogLossGain.ofSums(6, 14, 3); // 1, 2, 3
        assertThat(gain.mean()).isEqualTo(2);
        assertThat(gain.total()).isEqualTo(6);
        assertThat(gain.high() - 2).isCloseTo(Q975 * Math.sqrt(1 / 3.0), within(1e-14));
        assertThat(2 - gain.low()).isCloseTo(Q975 * Math.sqrt(1 / 3.0), within(1e-14));
        assertThat(LogLossGain.ofSums(5, 25, 1).low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(LogLossGain.ofSums(0, 0, 0).mean()).isZero();
        assertThat(LogLossGain.ofSums(2, Math.nextDown(2.0), 2).low()).isEqualTo(1); // rounding left less than nothing
    }

    @Test
    void lowerBound_isOneSided() {
        LogLossGain gain = LogLossGain.ofSums(6, 14, 3);
        assertThat(gain.lowerBound(0.025)).isCloseTo(gain.low(), within(1e-12));
        assertThat(gain.lowerBound(0.5)).isCloseTo(2, within(1e-12));
        assertThat(gain.lowerBound(0.05)).isCloseTo(2 - 1.6448536269514722 * Math.sqrt(1 / 3.0), within(1e-12));
        assertThat(LogLossGain.ofSums(5, 25, 1).lowerBound(0.05)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> gain.lowerBound(0)).hasMessage("alpha must be in (0, 1), got 0.0");
    }

    @Test
    void record_badNumbers_areNamed() {
        assertThatThrownBy(() -> new LogLossGain(2, 3, 4, 2, 1))
                .hasMessage("low <= mean <= high must hold, got 3.0, 2.0, 4.0");
        assertThatThrownBy(() -> new LogLossGain(2, 1, 3, 2, -1)).hasMessage("pairs must be at least 0, got -1");
        assertThatThrownBy(() -> new LogLossGain(Double.NaN, 1, 3, 2, 1)).hasMessageContaining("mean");
        assertThatThrownBy(() -> new LogLossGain(2, 1, 3, Double.NaN, 1)).hasMessageContaining("total");
    }
}

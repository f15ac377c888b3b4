package dev.plumbline.calibration.calibrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.calibration.CalibrationSample;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FoldsOrderTest {

    /** Scores tie between groups: which group the first of the tied rows belongs to must not decide. */
    @Test
    void of_groupsThatTieInTheirFirstRow_sameFoldsInAnyOrderOfRows() {
        SplittableRandom random = new SplittableRandom(15);
        int n = 600;
        double[][] pairs = new double[2][n];
        double[][] turned = new double[2][n];
        long[][] keys = new long[2][n]; // group, time
        long[][] turnedKeys = new long[2][n];
        for (int i = 0; i < n; i++) {
            pairs[0][i] = random.nextInt(21) / 20.0;
            pairs[1][i] = random.nextInt(2);
            keys[0][i] = random.nextInt(200);
            keys[1][i] = random.nextInt(9);
            for (int c = 0; c < 2; c++) {
                turned[c][n - 1 - i] = pairs[c][i];
                turnedKeys[c][n - 1 - i] = keys[c][i];
            }
        }
        CalibrationSample one = CalibrationSample.of(pairs[0], pairs[1]).withGroups(keys[0]);
        CalibrationSample other = CalibrationSample.of(turned[0], turned[1]).withGroups(turnedKeys[0]);
        assertThat(outOfFold(other, null)).isEqualTo(outOfFold(one, null));
        assertThat(outOfFold(other, turnedKeys[1])).isEqualTo(outOfFold(one, keys[1]));
    }

    private static OutOfFold outOfFold(CalibrationSample sample, long[] times) {
        return OutOfFold.of(Folds.of(sample, times, 10), CalibrationMethod.ISOTONIC);
    }
}

package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BlockSumsTest {

    private static double ofGroup(double[] logs, double... stakes) {
        double[][] logFactors = new double[logs.length][];
        double[] weights = new double[logs.length];
        for (int i = 0; i < logs.length; i++) {
            logFactors[i] = new double[] {logs[i]};
            weights[i] = 4;
        }
        BlockSums.Builder builder = new BlockSums.Builder(1, 4);
        builder.addGroup(logFactors, weights, stakes);
        return builder.build().log()[0];
    }

    @Test
    void addGroup_membersOfFactors3And5_ln2AndAHalf() {
        // 3/2 + 5/8 + 3/8
        assertThat(ofGroup(new double[] {Math.log(3), Math.log(5)}, 0.5, 0.125))
                .isCloseTo(Math.log(2.5), within(1e-15));
    }

    @Test
    void addGroup_factorsBeyondTheRangeOfADouble_theirLogs() {
        assertThat(ofGroup(new double[] {900, -900}, 0.5, 0.25)).isCloseTo(900 - Math.log(2), within(1e-12));
        assertThat(ofGroup(new double[] {-900, -900}, 0.5, 0.5)).isCloseTo(-900, within(1e-12));
        assertThat(ofGroup(new double[] {-900, -900}, 0.5, 0.25)).isCloseTo(-Math.log(4), within(1e-15));
    }

    @Test
    void addGroup_stakeOf0_isNoBet() {
        assertThat(ofGroup(new double[] {-900, 900}, 1, 0)).isEqualTo(-900);
    }
}

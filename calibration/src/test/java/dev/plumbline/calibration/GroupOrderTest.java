package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GroupOrderTest {

    private static final CalibrationSample SAMPLE = CalibrationSample.of(
                    new double[] {0.5, 0.2, 0.2, 0.5, 0.9, 0.2}, new double[] {1, 0, 0, 0, 1, 0})
            .withGroups(new long[] {7, 7, 8, 8, 9, 5});
    private static final int[] ORDER = {1, 2, 5, 3, 0, 4}; // by probability and outcome

    @Test
    void rowsOfEachGroup_inTheOrderGiven() {
        GroupOrder groups = new GroupOrder(SAMPLE, null, ORDER);
        assertThat(groups.rows(SAMPLE.group(0))).containsExactly(1, 0);
        assertThat(groups.first(SAMPLE.group(3))).isEqualTo(2);
    }

    @Test
    void ranks_bySizeThenRowByRow() {
        int[] ranks = new GroupOrder(SAMPLE, null, ORDER).ranks();
        // one row of 0.2, one of 0.9; then two whose second rows differ in the outcome
        assertThat(new int[] {
                    ranks[SAMPLE.group(5)], ranks[SAMPLE.group(4)], ranks[SAMPLE.group(2)], ranks[SAMPLE.group(0)]
                })
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void compare_timesFirst() {
        GroupOrder groups = new GroupOrder(SAMPLE, new long[] {0, 0, 0, 0, 1, 2}, new int[] {1, 2, 3, 0, 4, 5});
        assertThat(groups.compare(SAMPLE.group(4), SAMPLE.group(5))).isNegative();
        assertThat(groups.compare(SAMPLE.group(4), SAMPLE.group(4))).isZero();
    }
}

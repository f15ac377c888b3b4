package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GroupStakesTest {
    @Test
    void of_differentTimes_halvesEachTime() {
        assertThat(GroupStakes.of(new long[] {5})).containsExactly(0.5);
        assertThat(GroupStakes.of(new long[] {1, 2, 3})).containsExactly(0.5, 0.25, 0.125);
    }

    @Test
    void of_equalTimes_sharesEqually() {
        assertThat(GroupStakes.of(new long[] {7, 7})).containsExactly(0.375, 0.375);
        assertThat(GroupStakes.of(new long[] {1, 2, 2})).containsExactly(0.5, 0.1875, 0.1875);
    }

    @Test
    void of_manyMembers_staysBelowOne() {
        double sum = 0;
        for (double stake : GroupStakes.of(new long[5000])) {
            sum += stake;
        }
        assertThat(sum).isLessThanOrEqualTo(1 + 1e-12).isGreaterThan(0.999);
    }
}

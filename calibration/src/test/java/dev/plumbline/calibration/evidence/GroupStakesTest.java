package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GroupStakesTest {
    private static double[] stakes(long... times) {
        return GroupStakes.byTime(Arrays.stream(times)
                        .mapToObj(time -> new Member(time, 0.5, 1, 1, true))
                        .toList())
                .stakes();
    }

    @Test
    void byTime_differentTimes_halvesEachTime() {
        assertThat(stakes(5)).containsExactly(0.5);
        assertThat(stakes(1, 2, 3)).containsExactly(0.5, 0.25, 0.125);
    }

    @Test
    void byTime_equalTimes_sharesEqually() {
        assertThat(stakes(7, 7)).containsExactly(0.375, 0.375);
        assertThat(stakes(1, 2, 2)).containsExactly(0.5, 0.1875, 0.1875);
    }

    @Test
    void byTime_afterTheFirstDay_getsNothing() {
        assertThat(stakes(0, 86_399_999_999L, 86_400_000_000L)).containsExactly(0.5, 0.25);
    }

    @Test
    void byTime_manyMembers_staysBelowOne() {
        double sum = 0;
        for (double stake : stakes(new long[5000])) {
            sum += stake;
        }
        assertThat(sum).isLessThanOrEqualTo(1 + 1e-12).isGreaterThan(0.999);
    }
}

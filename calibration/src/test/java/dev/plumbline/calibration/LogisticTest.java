package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogisticTest {

    @Test
    void functions_extremeArguments_neitherOverflowNorNaN() {
        assertThat(Logistic.sigmoid(1e308)).isEqualTo(1);
        assertThat(Logistic.sigmoid(-1e308)).isEqualTo(0);
        assertThat(Logistic.sigmoid(Double.NEGATIVE_INFINITY)).isEqualTo(0);
        assertThat(Logistic.softplus(1e308)).isEqualTo(1e308);
        assertThat(Logistic.softplus(-800)).isZero();
        assertThat(Logistic.softplus(-40)).isCloseTo(Math.exp(-40), within(1e-30));
        assertThat(Logistic.logit(0)).isCloseTo(-16.11809555095832, within(1e-12));
        assertThat(Logistic.logit(1)).isCloseTo(16.11809555095832, within(1e-9));
    }

    @Test
    void logit_anyProbability_undoesSigmoid() {
        for (double z = -16; z <= 16; z += 0.25) {
            assertThat(Logistic.logit(Logistic.sigmoid(z))).isCloseTo(z, within(1e-9));
        }
    }
}

package dev.plumbline.calibration.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IdentityTest {

    @Test
    void apply_probability_isItself() {
        assertThat(new Identity().apply(0.3)).isEqualTo(0.3);
        assertThat(new Identity()).isEqualTo(new Identity());
        assertThat(new Identity().method()).isEqualTo("identity");
    }

    @Test
    void apply_noProbability_namesTheValue() {
        assertThatThrownBy(() -> new Identity().apply(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("probability must be in [0, 1], got 1.5");
    }
}

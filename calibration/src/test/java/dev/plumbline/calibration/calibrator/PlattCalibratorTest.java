package dev.plumbline.calibration.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlattCalibratorTest {

    @Test
    void apply_anyScore_isTheFormulaToTheLastBit() {
        PlattCalibrator map = new PlattCalibrator(-3.3, 1.9);
        for (double p = 0; p <= 1; p += 0.01) {
            assertThat(map.apply(p)).isEqualTo(1 / (1 + Math.exp(-3.3 * p + 1.9)));
        }
    }

    @Test
    void apply_overflow_isZeroOrOne() {
        assertThat(new PlattCalibrator(1e308, 1e308).apply(10)).isEqualTo(0);
        assertThat(new PlattCalibrator(-1e308, 1e308).apply(10)).isEqualTo(1);
        assertThat(new PlattCalibrator(0, -1e308).apply(-1e308)).isEqualTo(1);
    }

    @Test
    void apply_growingScore_neverFallsWhenAIsNegative() {
        PlattCalibrator map = new PlattCalibrator(-7, 3);
        double last = 0;
        for (double p = -10; p <= 10; p += 0.001) {
            assertThat(map.apply(p)).isBetween(last, 1.0);
            last = map.apply(p);
        }
    }

    @Test
    void notFinite_namesArgumentAndValue() {
        assertThatThrownBy(() -> new PlattCalibrator(Double.NaN, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a must be finite, got NaN");
        assertThatThrownBy(() -> new PlattCalibrator(0, Double.NEGATIVE_INFINITY))
                .hasMessage("b must be finite, got -Infinity");
        assertThatThrownBy(() -> new PlattCalibrator(0, 0).apply(Double.NaN))
                .hasMessage("score must be finite, got NaN");
    }

    @Test
    void method_isTheStoredName() {
        assertThat(new PlattCalibrator(-1, 0).method()).isEqualTo("platt");
    }
}

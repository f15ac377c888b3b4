package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CalibrationSampleTest {

    @Test
    void of_arraysChangedAfterwards_sampleStays() {
        double[] p = {0.2, -0.0};
        double[] y = {1, 0};
        double[] w = {3, 0};
        CalibrationSample sample = CalibrationSample.of(p, y, w);
        p[0] = y[0] = w[0] = 0.5;
        assertThat(sample.size()).isEqualTo(2);
        assertThat(sample.probability(0)).isEqualTo(0.2);
        assertThat(sample.probability(1)).isEqualTo(0.0); // assertj tells -0.0 from 0.0
        assertThat(sample.outcome(0)).isEqualTo(1);
        assertThat(sample.weight(0)).isEqualTo(3);
        assertThat(sample).isEqualTo(CalibrationSample.of(new double[] {0.2, 0}, y(1, 0), y(3, 0)));
    }

    @Test
    void of_badValue_namesArgumentRangeValueAndIndex() {
        assertThatThrownBy(() -> CalibrationSample.of(y(0, 0, 0, 0, 0, 0, 0, 1.2), new double[8]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("probability must be in [0, 1], got 1.2 at index 7");
        assertThatThrownBy(() -> CalibrationSample.of(y(0.5), y(Double.NaN)))
                .hasMessage("outcome must be in [0, 1], got NaN at index 0");
        assertThatThrownBy(() -> CalibrationSample.of(y(0.5), y(1), y(-1)))
                .hasMessage("weight must be finite and at least 0, got -1.0 at index 0");
        assertThatThrownBy(() -> CalibrationSample.of(y(0.5), y(1), y(Double.POSITIVE_INFINITY)))
                .hasMessage("weight must be finite and at least 0, got Infinity at index 0");
        assertThatThrownBy(() -> CalibrationSample.of(y(0.5, 0.5), y(1, 1), y(0, 0)))
                .hasMessage("weight must have a value above 0, got only zeros in 2 values");
    }

    @Test
    void of_badLengths_namesBoth() {
        assertThatThrownBy(() -> CalibrationSample.of(y(0.5), y(1, 0)))
                .hasMessage("outcome must be as long as probability, got 2 against 1");
        assertThatThrownBy(() -> CalibrationSample.of(y(0.5), y(1), y()))
                .hasMessage("weight must be as long as probability, got 0 against 1");
        assertThatThrownBy(() -> CalibrationSample.of(y(), y()))
                .hasMessage("probability must have at least 1 value, got 0");
    }

    private static double[] y(double... values) {
        return values;
    }
}

package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
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

    @Test
    void withGroups_keysOfAnyKind_sameSample() {
        CalibrationSample plain = CalibrationSample.of(y(0.1, 0.2, 0.3, 0.4), y(0, 1, 0, 1));
        assertThat(plain.hasGroups()).isFalse();
        assertThat(plain.groups()).isEqualTo(4);
        assertThat(plain.group(2)).isEqualTo(2);
        CalibrationSample words = plain.withGroups(List.of("b", "a", "b", "c"));
        assertThat(words.hasGroups()).isTrue();
        assertThat(words.groups()).isEqualTo(3);
        assertThat(List.of(words.group(0), words.group(1), words.group(2), words.group(3)))
                .containsExactly(0, 1, 0, 2);
        CalibrationSample numbers = plain.withGroups(new long[] {Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, 0});
        assertThat(numbers).isEqualTo(words).hasSameHashCodeAs(words).isNotEqualTo(plain);
        assertThat(words.toString()).isEqualTo("CalibrationSample[4 pairs, 3 groups]");
    }

    @Test
    void withGroups_badKeys_namesThem() {
        CalibrationSample plain = CalibrationSample.of(y(0.1, 0.2), y(0, 1));
        assertThatThrownBy(() -> plain.withGroups(Arrays.asList("a", null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("group must not be null, got null at index 1");
        assertThatThrownBy(() -> plain.withGroups(new long[3]))
                .hasMessage("group must be as long as probability, got 3 against 2");
    }

    @Test
    void columns_areCopies() {
        CalibrationSample sample = CalibrationSample.of(y(0.1, 0.2), y(0, 1));
        sample.probabilities()[0] = 9;
        sample.outcomes()[0] = 9;
        sample.weights()[0] = 9;
        StringBuilder seen = new StringBuilder();
        sample.forEach((p, y, w) ->
                seen.append(p).append(' ').append(y).append(' ').append(w).append(';'));
        assertThat(seen.toString()).isEqualTo("0.1 0.0 1.0;0.2 1.0 1.0;");
        assertThat(sample.weights()).containsExactly(1, 1);
    }

    private static double[] y(double... values) {
        return values;
    }
}

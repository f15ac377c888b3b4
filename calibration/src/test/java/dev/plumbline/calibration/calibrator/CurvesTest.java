package dev.plumbline.calibration.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Beta and quadratic maps at and beyond the ends of what they reach. */
class CurvesTest {

    private static double logit(double p) {
        return Math.log(p / (1 - p));
    }

    @Test
    void quadratic_inverse_isOnTheRisingBranch() {
        QuadraticCalibrator bent = new QuadraticCalibrator(0.2, 1, -0.03);
        for (double p : new double[] {1e-6, 0.01, 0.3, 0.5, 0.9, 0.999}) {
            assertThat(bent.inverse(bent.apply(p)).orElseThrow()).isCloseTo(p, within(1e-12));
        }
        assertThat(logit(bent.apply(0.9))).isCloseTo(0.2 + logit(0.9) - 0.03 * logit(0.9) * logit(0.9), within(1e-12));
        // 1/(4 * 0.03) = 8.3 above t is the top of the parabola
        assertThat(bent.inverse(1 / (1 + Math.exp(-8.6)))).isEmpty();
        assertThat(bent.inverse(0)).isEmpty();
        assertThat(bent.inverse(1)).isEmpty();
        assertThat(new QuadraticCalibrator(0.2, 0, 0).inverse(0.55)).isEmpty();
    }

    @Test
    void quadratic_badCoefficients_areNamed() {
        assertThatThrownBy(() -> new QuadraticCalibrator(Double.NaN, 1, 0))
                .hasMessage("t must be a number in [-1e300, 1e300], got NaN");
        assertThatThrownBy(() -> new QuadraticCalibrator(0, -1, 0)).hasMessage("s must be in [0, 1e300], got -1.0");
        assertThatThrownBy(() -> new QuadraticCalibrator(0, 1, Double.NaN))
                .hasMessage("r must be a number in [-1e300, 1e300], got NaN");
        double largest = 1 / (2 * Features.LARGEST);
        assertThatThrownBy(() -> new QuadraticCalibrator(0, 1, -0.04))
                .hasMessage("r must be in [-s/(2 L), s/(2 L)] with L = " + Features.LARGEST + ", which is [" + -largest
                        + ", " + largest + "], got -0.04");
        assertThat(new QuadraticCalibrator(0, 1, largest).r()).isEqualTo(largest);
    }

    @Test
    void beta_badCoefficients_areNamed() {
        assertThatThrownBy(() -> new BetaCalibrator(-1, 0, 0)).hasMessage("a must be in [0, 1e300], got -1.0");
        assertThatThrownBy(() -> new BetaCalibrator(0, Double.NaN, 0)).hasMessage("b must be in [0, 1e300], got NaN");
        assertThatThrownBy(() -> new BetaCalibrator(0, 0, Double.NaN))
                .hasMessage("c must be a number in [-1e300, 1e300], got NaN");
    }

    @Test
    void beta_inverse_existsInsideItsRangeOnly() {
        BetaCalibrator map = new BetaCalibrator(0.5, 2, 0.3);
        double least = map.apply(0);
        double most = map.apply(1);
        assertThat(logit(map.apply(0.2))).isCloseTo(0.5 * Math.log(0.2) - 2 * Math.log(0.8) + 0.3, within(1e-12));
        assertThat(map.inverse(map.apply(0.2)).orElseThrow()).isCloseTo(0.2, within(1e-12));
        assertThat(map.inverse(Math.nextDown(least) * (1 - 1e-9))).isEmpty();
        assertThat(map.inverse(least * (1 + 1e-9))).isPresent();
        assertThat(map.inverse(Math.min(1, most + (1 - most) / 2))).isEmpty();
        assertThat(new BetaCalibrator(0, 0, 0.3).inverse(0.5)).isEmpty();
        BetaCalibrator steep = new BetaCalibrator(2, 2, 0);
        assertThat(steep.inverse(0.5).orElseThrow()).isCloseTo(0.5, within(1e-12));
    }
}

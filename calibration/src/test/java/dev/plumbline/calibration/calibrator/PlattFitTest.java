package dev.plumbline.calibration.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.TestData;
import dev.plumbline.calibration.calibrator.PlattFit.Targets;
import org.junit.jupiter.api.Test;

class PlattFitTest {

    private static double[] v(double... values) {
        return values;
    }

    @Test
    void fit_oneClassSmoothed_isTheSmoothedRate() {
        PlattCalibrator never = PlattFit.fit(v(0.1, 0.5, 0.9), v(0, 0, 0), null, Targets.SMOOTHED);
        assertThat(never.a()).isCloseTo(0, within(1e-12));
        assertThat(never.b()).isCloseTo(Math.log(4), within(1e-12)); // 1/(N0+2) = 1/5
        PlattCalibrator always = PlattFit.fit(v(0.1, 0.5, 0.9), v(1, 1, 1), null, Targets.SMOOTHED);
        assertThat(always.b()).isCloseTo(-Math.log(4), within(1e-12));
    }

    @Test
    void fit_oneClassRaw_isFlatBoundedAndRight() {
        PlattCalibrator never = PlattFit.fit(v(0.1, 0.5, 0.9), v(0, 0, 0), null, Targets.RAW);
        assertThat(never.a()).isCloseTo(0, within(1e-6));
        assertThat(never.apply(0.5)).isBetween(1e-9, 1e-3);
    }

    @Test
    void fit_constantScores_isTheMeanTarget() {
        PlattCalibrator fit = PlattFit.fit(v(0.7, 0.7, 0.7, 0.7), v(1, 0, 0, 0), null, Targets.RAW);
        assertThat(fit.a()).isEqualTo(0);
        assertThat(fit.apply(0.7)).isCloseTo(0.25, within(1e-12));
        CalibrationSample sample = CalibrationSample.of(v(0.7, 0.7, 0.7, 0.7), v(1, 0, 0, 0));
        PlattCalibrator fromCells = PlattFit.fit(CalibrationSummary.of(sample), Targets.RAW);
        assertThat(fromCells.a()).isEqualTo(0);
        assertThat(fromCells.apply(0.7)).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void fit_oneRow_isItsTarget() {
        PlattCalibrator fit = PlattFit.fit(v(3), v(1), null, Targets.SMOOTHED);
        assertThat(fit.a()).isEqualTo(0);
        assertThat(fit.apply(3)).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(PlattFit.fit(v(3), v(1), null, Targets.RAW).apply(3)).isBetween(0.999, 1.0);
    }

    @Test
    void fit_separableRaw_isSteepFiniteAndInTheRightDirection() {
        double[] score = v(0.1, 0.2, 0.3, 0.7, 0.8, 0.9);
        PlattCalibrator fit = PlattFit.fit(score, v(0, 0, 0, 1, 1, 1), null, Targets.RAW);
        assertThat(fit.a()).isBetween(-1000.0, -10.0);
        assertThat(fit.apply(0.3)).isLessThan(0.01);
        assertThat(fit.apply(0.7)).isGreaterThan(0.99);
        PlattCalibrator turned = PlattFit.fit(score, v(1, 1, 1, 0, 0, 0), null, Targets.RAW);
        assertThat(turned.a()).isCloseTo(-fit.a(), within(1e-6));
    }

    @Test
    void fit_quasiSeparableRaw_isFiniteFromRowsAndCells() {
        CalibrationSample rare = TestData.fieldCase("f7-rare.csv");
        PlattCalibrator rows = PlattFit.fit(rare, Targets.RAW);
        PlattCalibrator cells = PlattFit.fit(CalibrationSummary.of(rare), Targets.RAW);
        assertThat(rows.a()).isNegative();
        assertThat(rows.apply(0.15)).isCloseTo(1 / 30.0, within(1e-3));
        assertThat(cells.a()).isCloseTo(rows.a(), within(1e-6 * Math.abs(rows.a())));
        assertThat(cells.b()).isCloseTo(rows.b(), within(1e-6 * Math.abs(rows.b())));
    }

    @Test
    void fit_scoresOfAnySize_isTheSameCurveRescaled() {
        double[] outcome = v(0, 1, 0, 1, 1, 0, 0, 1);
        double[] score = v(1, 2, 3, 4, 5, 6, 7, 8);
        PlattCalibrator fit = PlattFit.fit(score, outcome, null, Targets.SMOOTHED);
        for (double scale : v(1e-250, 1e-9, 1e9, 1e300)) {
            double[] scaled = score.clone();
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] *= scale;
            }
            PlattCalibrator other = PlattFit.fit(scaled, outcome, null, Targets.SMOOTHED);
            for (int i = 0; i < scaled.length; i++) {
                assertThat(other.apply(scaled[i])).as("scale %s", scale).isCloseTo(fit.apply(score[i]), within(1e-9));
            }
        }
        double[] moved = v(1e6 + 1, 1e6 + 2, 1e6 + 3, 1e6 + 4, 1e6 + 5, 1e6 + 6, 1e6 + 7, 1e6 + 8);
        PlattCalibrator other = PlattFit.fit(moved, outcome, null, Targets.SMOOTHED);
        assertThat(other.a()).isCloseTo(fit.a(), within(1e-9));
        // the extremes of a double, where differences overflow
        PlattCalibrator huge = PlattFit.fit(v(-1.7e308, 1.7e308, 0), v(0, 1, 1), null, Targets.SMOOTHED);
        assertThat(huge.apply(-1.7e308)).isBetween(0.0, 0.6);
    }

    @Test
    void fit_badArguments_namesThem() {
        assertThatThrownBy(() -> PlattFit.fit(v(1, Double.NaN), v(0, 1), null, Targets.RAW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("score must be finite, got NaN at index 1");
        assertThatThrownBy(() -> PlattFit.fit(v(1, 2), v(0, 2), null, Targets.RAW))
                .hasMessage("outcome must be in [0, 1], got 2.0 at index 1");
        assertThatThrownBy(() -> PlattFit.fit(v(1, 2), v(0), null, Targets.RAW))
                .hasMessage("outcome must be as long as score, got 1 against 2");
        assertThatThrownBy(() -> PlattFit.fit(v(1, 2), v(0, 1), v(0, 0), Targets.RAW))
                .hasMessage("weight must have a value above 0, got only zeros in 2 values");
        assertThatThrownBy(() -> PlattFit.fit(CalibrationSummary.empty(), Targets.RAW))
                .hasMessage("summary must have at least 1 pair with weight, got none");
    }
}

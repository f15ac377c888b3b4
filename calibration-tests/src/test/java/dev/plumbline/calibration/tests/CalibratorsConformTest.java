package dev.plumbline.calibration.tests;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.calibrator.CalibrationMethod;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.IsotonicCalibrator;
import dev.plumbline.calibration.calibrator.LogitPlattCalibrator;
import dev.plumbline.calibration.calibrator.PlattFit;
import dev.plumbline.calibration.calibrator.PlattFit.Targets;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every calibrator of this project keeps what it claims. */
class CalibratorsConformTest {

    @TestFactory
    Stream<DynamicTest> calibratorsConform() {
        return Stream.of(
                        subject(CalibrationMethod.IDENTITY).without(ConformanceCheck.LOWERS_LOSS),
                        subject(CalibrationMethod.OFFSET).without(ConformanceCheck.LOWERS_LOSS),
                        subject(CalibrationMethod.TEMPERATURE).without(ConformanceCheck.LOWERS_LOSS),
                        subject(CalibrationMethod.LOGIT_PLATT).merging(summary(LogitPlattCalibrator::fit)),
                        subject(CalibrationMethod.PLATT).merging(summary(sums -> PlattFit.fit(sums, Targets.SMOOTHED))),
                        Subject.of(
                                        "platt on any score",
                                        (score, outcome, weight) ->
                                                PlattFit.fit(score, outcome, weight, Targets.SMOOTHED)::apply)
                                .claiming(ConformanceCheck.HUGE_SCORES),
                        Subject.of(
                                        "platt on raw targets",
                                        (score, outcome, weight) ->
                                                PlattFit.fit(score, outcome, weight, Targets.RAW)::apply)
                                .claiming(ConformanceCheck.HUGE_SCORES),
                        subject(CalibrationMethod.BETA),
                        subject(CalibrationMethod.QUADRATIC),
                        subject(CalibrationMethod.ISOTONIC)
                                .claiming(ConformanceCheck.CONSTANT_BEYOND_DATA)
                                .merging(summary(IsotonicCalibrator::fit)),
                        Subject.of("isotonic, centred", Fit.ofSample(IsotonicCalibrator::fitCentred))
                                .claiming(ConformanceCheck.CONSTANT_BEYOND_DATA),
                        subject(CalibrationMethod.VENN_ABERS))
                .flatMap(Conformance::tests);
    }

    private static Subject subject(CalibrationMethod method) {
        return Subject.of(method.toString(), Fit.ofSample(method::fit));
    }

    private static Merging<CalibrationSummary> summary(Function<CalibrationSummary, Calibrator> fit) {
        return new Merging<>() {
            @Override
            public CalibrationSummary empty() {
                return CalibrationSummary.empty();
            }

            @Override
            public CalibrationSummary of(double[] score, double[] outcome, double[] weight) {
                return score.length == 0
                        ? CalibrationSummary.empty()
                        : CalibrationSummary.of(CalibrationSample.of(score, outcome, weight));
            }

            @Override
            public CalibrationSummary plus(CalibrationSummary a, CalibrationSummary b) {
                return a.plus(b);
            }

            @Override
            public DoubleUnaryOperator fit(CalibrationSummary summary) {
                return fit.apply(summary)::apply;
            }
        };
    }
}

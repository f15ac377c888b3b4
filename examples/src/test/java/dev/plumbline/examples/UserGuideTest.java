package dev.plumbline.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.CalibrationReport;
import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.ErrorEstimates;
import dev.plumbline.calibration.Estimate;
import dev.plumbline.calibration.ReliabilityDiagram;
import dev.plumbline.calibration.calibrator.CalibrationMethod;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.CalibratorJson;
import dev.plumbline.calibration.calibrator.FittedCalibrator;
import dev.plumbline.calibration.calibrator.Folds;
import dev.plumbline.calibration.calibrator.JavaExport;
import dev.plumbline.calibration.calibrator.LogitPlattCalibrator;
import dev.plumbline.calibration.calibrator.OutOfFold;
import dev.plumbline.calibration.calibrator.SqlExport;
import dev.plumbline.calibration.calibrator.VennAbersCalibrator;
import dev.plumbline.calibration.tests.Conformance;
import dev.plumbline.calibration.tests.ConformanceCheck;
import dev.plumbline.calibration.tests.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the guide and the README show of the library, run. The last test holds their Java blocks against this file. */
class UserGuideTest {
    @TempDir
    private Path folder;

    private final CalibrationSample churn =
            Forecasts.read(Repository.file("examples/data/churn.csv").toString());
    private final double[] probability = churn.probabilities();
    private final double[] outcome = churn.outcomes();

    @Test
    void measure() {
        CalibrationSample sample = CalibrationSample.of(probability, outcome);
        CalibrationReport report = CalibrationReport.of(sample);

        assertThat(report.bias()).isEqualTo(0.0797, within(5e-5));
        assertThat(report.cox().slope()).isEqualTo(0.518, within(5e-4));
        assertThat(report.ece()).isEqualTo(0.1169, within(5e-5));
        assertThat(report.expectedEce()).isEqualTo(0.0294, within(5e-5));
        assertThat(report.recalibrationGain().nats()).isEqualTo(0.05504, within(5e-6));
    }

    @Test
    void howSure() {
        CalibrationSample sample = churn;

        Estimate ece = ErrorEstimates.ece(sample);
        assertThat(ece.rejectsAt(0.01)).isTrue();
        assertThat(ece.interval().lo()).isEqualTo(0.0808, within(5e-5));
    }

    @Test
    void weightsAndGroups() {
        double[] weight = {1, 1, 2, 0.5};
        String[] customer = {"a", "a", "b", "c"};
        CalibrationSample sample = CalibrationSample.of(
                        new double[] {0.2, 0.4, 0.7, 0.9}, new double[] {0, 1, 0.5, 1}, weight)
                .withGroups(List.of(customer));
        assertThat(sample.groups()).isEqualTo(3);
    }

    @Test
    void wrongInput() {
        String message = "";
        try {
            CalibrationSample.of(new double[] {0.3, 1.2}, new double[] {0, 1});
        } catch (IllegalArgumentException e) {
            message = e.getMessage();
        }
        assertThat(message).isEqualTo("probability must be in [0, 1], got 1.2 at index 1");
    }

    @Test
    void sumsThatMerge() {
        CalibrationSample monday = Forecasts.madeUp(300, 1, 0, 1);
        CalibrationSample tuesday = Forecasts.madeUp(500, 1, 0, 2);

        CalibrationSummary both = CalibrationSummary.of(monday).plus(CalibrationSummary.of(tuesday));
        assertThat(both.count()).isEqualTo(800);
        assertThat(CalibrationReport.of(both).ece()).isEqualTo(both.ece());
    }

    @Test
    void diagram() throws IOException {
        CalibrationSample sample = churn;

        String svg = ReliabilityDiagram.of(sample).svg("Churn, first half of 2026");
        Files.writeString(folder.resolve("churn.svg"), svg);

        assertThat(svg).contains("<svg", "Churn, first half of 2026");
    }

    @Test
    void fit() {
        CalibrationSample sample = churn;

        Calibrator map = LogitPlattCalibrator.fit(sample);
        assertThat(map.apply(0.9)).isEqualTo(0.6809, within(5e-5));

        double[] scores = {0.1, 0.5, 0.9};
        double[] calibrated = new double[3];
        map.apply(scores, calibrated);
        assertThat(calibrated).isSorted();
    }

    @Test
    void interval() {
        CalibrationSample sample = churn;

        VennAbersCalibrator.Interval interval = VennAbersCalibrator.fit(sample).interval(0.9);
        assertThat(interval.p0()).isEqualTo(0.7347, within(5e-5));
        assertThat(interval.p1()).isEqualTo(0.75, within(5e-5));
    }

    @Test
    void compare() {
        CalibrationSample sample = churn;

        Folds folds = Folds.of(sample, null, 5);
        OutOfFold unseen = OutOfFold.of(folds, CalibrationMethod.LOGIT_PLATT);
        assertThat(unseen.gain().mean()).isEqualTo(0.0521, within(5e-5));
        assertThat(unseen.gain().lowerBound(0.01)).isPositive();
    }

    @Test
    void saveAndLoad() throws IOException {
        CalibrationSample sample = churn;
        Path file = folder.resolve("churn.json");

        Calibrator map = LogitPlattCalibrator.fit(sample);
        Files.writeString(file, CalibratorJson.write(FittedCalibrator.of(map, sample, null, null)));

        FittedCalibrator loaded = CalibratorJson.read(Files.readString(file));
        assertThat(loaded.calibrator()).isEqualTo(map);
        assertThat(loaded.totalSamples()).isEqualTo(1_200);
    }

    @Test
    void export() {
        Calibrator map = LogitPlattCalibrator.fit(churn);

        String sql = SqlExport.expression(map, "score"); // for a select list
        String check = SqlExport.check(map); // a query that answers 0 where the database computes the same
        String java = JavaExport.source(map, "ChurnCalibration"); // one class without dependencies

        assertThat(sql).contains("score", "case");
        assertThat(check).contains("select count(*) from golden");
        assertThat(java).contains("public final class ChurnCalibration");
    }

    @TestFactory
    Stream<DynamicTest> shrunkenMapConforms() {
        return Conformance.tests(Subject.of("shrunken", UserGuideTest::shrunken).without(ConformanceCheck.LOWERS_LOSS));
    }

    /** Half of the score, half of the base rate. */
    static DoubleUnaryOperator shrunken(double[] score, double[] outcome, double[] weight) {
        double happened = 0;
        double total = 0;
        for (int i = 0; i < score.length; i++) {
            happened += weight[i] * outcome[i];
            total += weight[i];
        }
        double rate = happened / total;
        return s -> s / 2 + rate / 2;
    }

    static Stream<String> javaBlocks() {
        return Stream.of("docs/guide.md", "README.md").flatMap(page -> Repository.blocks(page, "java").stream());
    }

    @ParameterizedTest
    @MethodSource("javaBlocks")
    void javaBlock_standsInThisTest(String block) {
        String source = Repository.text("examples/src/test/java/dev/plumbline/examples/UserGuideTest.java");
        assertThat(Repository.oneSpaced(source)).contains(Repository.oneSpaced(block));
    }

    @Test
    void guideAndReadme_showJava() {
        assertThat(Repository.blocks("docs/guide.md", "java")).hasSizeGreaterThan(5);
        assertThat(Repository.blocks("README.md", "java")).isNotEmpty();
    }
}

package dev.plumbline.learning.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.calibrator.ClassTemperatureCalibrator;
import dev.plumbline.calibration.calibrator.MatrixCalibrator;
import dev.plumbline.calibration.calibrator.VectorCalibrator;
import dev.plumbline.learning.Truth;
import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.model.ClassReliability;
import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.model.ModelJson;
import dev.plumbline.learning.model.TrainedModel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Seeds stand in the tests. */
class CalibrationChoiceTest {

    private static final TrainingWatch WATCH = new TrainingWatch(Duration.ofMinutes(10), (trainer, step) -> {});

    /** Labels drawn from random class probabilities, of which {@code said} is told. */
    private static CrossValidation.Result heldOut(long seed, int n, int classes, UnaryOperator<double[]> said) {
        Random random = new Random(seed);
        double[][] probabilities = new double[n][];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            double[] p = softmax(random.doubles(classes, -2, 2).toArray());
            double u = random.nextDouble();
            while (labels[i] < classes - 1 && u >= p[labels[i]]) {
                u -= p[labels[i]++];
            }
            probabilities[i] = said.apply(p);
        }
        return new CrossValidation.Result(new MultinomialTrainer(), 0, 1, probabilities, labels);
    }

    private static double[] softmax(double[] z) {
        double sum = Arrays.stream(z).map(Math::exp).sum();
        return Arrays.stream(z).map(x -> Math.exp(x) / sum).toArray();
    }

    private static double[] sharpened(double[] p, double power) {
        return softmax(Arrays.stream(p).map(x -> power * Math.log(x)).toArray());
    }

    /** Seeds 90 to 99. */
    @Test
    void of_rightProbabilities_areMostlyLeftAlone() {
        int alone = 0;
        for (long seed = 90; seed < 100; seed++) {
            alone += CalibrationChoice.of(heldOut(seed, 600, 3, p -> p), 3, WATCH)
                            .isEmpty()
                    ? 1
                    : 0;
        }
        assertThat(alone).isGreaterThanOrEqualTo(7);
    }

    /** Seed 101. */
    @Test
    void of_tooSharpProbabilities_getTheTemperature() {
        assertThat(CalibrationChoice.of(heldOut(101, 2_000, 4, p -> sharpened(p, 2)), 4, WATCH))
                .hasValueSatisfying(map -> assertThat(map)
                        .isInstanceOfSatisfying(
                                ClassTemperatureCalibrator.class,
                                t -> assertThat(t.temperature()).isCloseTo(2, within(0.2))));
    }

    /** Seed 102. One class is said too often: no temperature mends that. */
    @Test
    void of_oneClassTooOften_getsTheMatrixAndForManyClassesTheVector() {
        UnaryOperator<double[]> firstTooOften = p -> {
            double[] q = p.clone();
            q[0] *= 3;
            double sum = Arrays.stream(q).sum();
            return Arrays.stream(q).map(x -> x / sum).toArray();
        };
        assertThat(CalibrationChoice.of(heldOut(102, 2_000, 4, firstTooOften), 4, WATCH))
                .hasValueSatisfying(map -> assertThat(map).isInstanceOf(MatrixCalibrator.class));
        assertThat(CalibrationChoice.of(heldOut(102, 2_000, 12, firstTooOften), 12, WATCH))
                .hasValueSatisfying(map -> assertThat(map).isInstanceOf(VectorCalibrator.class));
    }

    @Test
    void of_fewRows_leavesAlone() {
        assertThat(CalibrationChoice.of(heldOut(103, 49, 3, p -> sharpened(p, 5)), 3, WATCH))
                .isEmpty();
    }

    /** Seed 104. */
    @Test
    void calibrated_eachMap_isStoredWithTheModelAndMeasured() {
        TrainingData data = Truth.linear().draw(104, 2_000, 4_000);
        TrainedModel model = new ModelSelection(List.of("multinomial-logistic"))
                .select(data, WATCH)
                .fitted()
                .model();
        double right = ClassReliability.of(model, data.test()).pValue();
        TrainedModel sharp = model.calibrated(new ClassTemperatureCalibrator(0.4));
        TrainedModel mended = sharp.calibrated(new VectorCalibrator(new double[] {1, 1, 1, 1, 1}, new double[5]));
        TrainedModel matrix = model.calibrated(new MatrixCalibrator(
                new double[][] {{1, 0, 0, 0, 0}, {0, 1, 0, 0, 0}, {0, 0, 1, 0, 0}, {0, 0, 0, 1, 0}, {0, 0, 0, 0, 1}},
                new double[] {2, 0, 0, 0, 0}));

        assertThat(right).isGreaterThan(0.01);
        assertThat(ClassReliability.of(sharp, data.test()).pValue()).isLessThan(0.01);
        assertThat(ClassReliability.of(sharp, data.test()).method()).isEqualTo("class-temperature");
        assertThat(Evaluation.of(mended, data.test()).logLoss())
                .as("a map takes the place of the one before")
                .isCloseTo(Evaluation.of(model, data.test()).logLoss(), within(1e-9));
        double[] row = data.test().copyRow(0);
        assertThat(matrix.probabilities(row)[0]).isGreaterThan(model.probabilities(row)[0]);
        for (TrainedModel each : List.of(sharp, mended, matrix)) {
            byte[] json = ModelJson.write(each, "t");
            assertThat(ModelJson.read(json).probabilities(row)).containsExactly(each.probabilities(row));
            assertThat(ModelJson.write(ModelJson.read(json), "t")).isEqualTo(json);
        }
    }
}

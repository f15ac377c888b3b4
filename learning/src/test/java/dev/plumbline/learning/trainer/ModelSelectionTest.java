package dev.plumbline.learning.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.learning.OtherJvm;
import dev.plumbline.learning.SampleData;
import dev.plumbline.learning.Truth;
import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.model.ClassReliability;
import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.model.ModelJson;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seeds stand in the tests. */
class ModelSelectionTest {

    private static final TrainingWatch.Progress SILENT = (trainer, step) -> {};

    private static Selection select(TrainingData data) {
        return new ModelSelection(ModelSelection.TRAINERS)
                .select(data, new TrainingWatch(Duration.ofMinutes(10), SILENT));
    }

    private static Candidate candidate(Selection selection, String trainer) {
        return selection.candidates().stream()
                .filter(each -> each.trainer().equals(trainer))
                .findFirst()
                .orElseThrow();
    }

    /** Processor time, for others use the machine as well. */
    @Test
    void select_contractData_isNearlyPerfectInUnderFiveSeconds() {
        TrainingData data = SampleData.contract();
        select(data); // warms up
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Selection selection = select(data);
        double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e9;
        Evaluation test = Evaluation.of(selection.fitted().model(), data.test());

        System.out.printf("contract data: %.2f s of processor, %s%n", seconds, selection.candidates());
        assertThat(test.accuracy()).isGreaterThanOrEqualTo(0.99);
        assertThat(test.logLoss()).isLessThanOrEqualTo(0.06);
        assertThat(selection.candidates())
                .allSatisfy(each -> assertThat(each.heldOutLogLoss()).isLessThan(0.15));
        assertThat(seconds).isLessThan(5);
    }

    /** Seeds 51 and 52; with 6,000 rows for 35 parameters the expected excess is 0.003 of 1.36 nats. */
    @Test
    void select_linearTruth_isNearTheTruthAndCalibrated() {
        for (long seed = 51; seed <= 52; seed++) {
            TrainingData data = Truth.linear().draw(seed, 6_000, 6_000);
            Selection selection = select(data);
            double loss = Evaluation.of(selection.fitted().model(), data.test()).logLoss();
            double truth = Truth.linear().logLoss(data.test());
            ClassReliability calibration =
                    ClassReliability.of(selection.fitted().model(), data.test());

            System.out.printf("linear, seed %d: log loss %.4f, truth %.4f, %s%n", seed, loss, truth, calibration);
            assertThat(candidate(selection, "multinomial-logistic").chosen()).isTrue();
            assertThat(loss).isLessThan(1.02 * truth);
            assertThat(calibration.pValue()).isGreaterThan(0.01);
        }
    }

    /** Seeds 55 and 56. No sum of features tells these classes. Trees that stop early are a little too careful. */
    @Test
    void select_steppedTruth_takesTreesAndIsNearTheTruth() {
        for (long seed = 55; seed <= 56; seed++) {
            TrainingData data = Truth.stepped().draw(seed, 12_000, 6_000);
            Selection selection = select(data);
            double loss = Evaluation.of(selection.fitted().model(), data.test()).logLoss();
            double truth = Truth.stepped().logLoss(data.test());
            ClassReliability calibration =
                    ClassReliability.of(selection.fitted().model(), data.test());

            System.out.printf("stepped, seed %d: log loss %.4f, truth %.4f, %s%n", seed, loss, truth, calibration);
            assertThat(candidate(selection, "boosted-trees").chosen()).isTrue();
            assertThat(candidate(selection, "multinomial-logistic").heldOutLogLoss())
                    .isGreaterThan(1.05 * truth);
            assertThat(loss).isLessThan(1.02 * truth);
            assertThat(calibration.classes())
                    .allSatisfy(each -> assertThat(each.ece()).isLessThan(each.expectedEce() + 0.02));
        }
    }

    @Test
    void select_sameData_givesTheSameBytesAlsoInAnotherJvm(@TempDir Path folder) throws Exception {
        byte[] first = OtherJvm.trees();
        select(SampleData.drawn(62, 400, 10, 3, 3, 1)); // another training in between
        assertThat(OtherJvm.trees()).isEqualTo(first);

        Path file = folder.resolve("model.json");
        OtherJvm.run("no such jar", "train", file.toString());
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    @Test
    void trees_withoutXgboost_areServed(@TempDir Path folder) throws Exception {
        byte[] model = OtherJvm.trees();
        Path file = Files.write(folder.resolve("model.json"), model);
        double[] here = ModelJson.read(model).probabilities(new double[] {0.3, -0.4, Double.NaN, 2});

        assertThat(OtherJvm.run("xgboost", "predict", file.toString())).isEqualTo(Arrays.toString(here));
        assertThatThrownBy(() -> OtherJvm.run("xgboost", "train", file.toString()))
                .as("there is none to train with")
                .hasMessageContaining("ml/dmlc/xgboost4j");
    }

    @Test
    void select_twoClasses_saysWhyOrdinalIsNotTried() {
        Selection selection = select(SampleData.drawn(63, 300, 10, 2, 2, 2));
        Candidate ordinal = candidate(selection, "ordinal-logistic");
        assertThat(ordinal.heldOutLogLoss()).isNull();
        assertThat(ordinal.chosen()).isFalse();
        assertThat(ordinal.reason()).contains("two classes");
        assertThat(selection.candidates()).filteredOn(Candidate::chosen).hasSize(1);
    }

    @Test
    void select_noTrainerSuits_saysWhyInWords() {
        assertThatThrownBy(() -> new ModelSelection(List.of("ordinal-logistic"))
                        .select(
                                SampleData.drawn(63, 300, 10, 2, 2, 2),
                                new TrainingWatch(Duration.ofMinutes(10), SILENT)))
                .hasMessage(
                        "none of the trainers can learn from these rows: ordinal-logistic: two classes have no order"
                                + " beyond what multinomial-logistic knows");
    }

    /** Seed 64. The label is a number that all rows of a group share; rows of a group held out together cannot be guessed. */
    @Test
    void select_declaredFolds_keepGroupsTogether() {
        Random random = new Random(64);
        double[][] rows = new double[600][];
        int[] labels = new int[600];
        int[] fold = new int[600];
        for (int i = 0; i < 600; i++) {
            int group = i / 6;
            if (i % 6 == 0) {
                labels[i] = random.nextInt(2);
            } else {
                labels[i] = labels[i - 1];
            }
            rows[i] = new double[] {group % 10, group / 10};
            fold[i] = group % 5;
        }
        TrainingData data = SampleData.data(rows, labels, rows, labels);
        ModelSelection trees = new ModelSelection(List.of("boosted-trees"));
        TrainingWatch watch = new TrainingWatch(Duration.ofMinutes(10), SILENT);
        double dealt = trees.select(data, watch).candidates().get(0).heldOutLogLoss();
        double grouped = trees.select(data, fold, watch).candidates().get(0).heldOutLogLoss();
        assertThat(dealt).isLessThan(0.4);
        assertThat(grouped).isGreaterThan(0.6);
        assertThatThrownBy(() -> trees.select(data, new int[3], watch))
                .hasMessage("fold must have one value for each of the 600 training rows, got 3");
    }

    @Test
    void select_featuresOnWildScales_areAllUsed() {
        TrainingData plain = Truth.linear().draw(65, 1_000, 1_000);
        double[] scales = {1e90, 1e-300, 1, 1e50, 1e-150, 1e12};
        TrainingData wild = SampleData.data(
                scaled(plain, true, scales),
                plain.train().copyLabels(),
                scaled(plain, false, scales),
                plain.test().copyLabels());
        for (String trainer : ModelSelection.TRAINERS) {
            ModelSelection one = new ModelSelection(List.of(trainer));
            TrainingWatch watch = new TrainingWatch(Duration.ofMinutes(10), SILENT);
            double loss = Evaluation.of(one.select(wild, watch).fitted().model(), wild.test())
                    .logLoss();
            double expected = Evaluation.of(one.select(plain, watch).fitted().model(), plain.test())
                    .logLoss();
            assertThat(loss).as(trainer).isCloseTo(expected, org.assertj.core.api.Assertions.within(0.03));
        }
    }

    private static double[][] scaled(TrainingData data, boolean train, double[] scales) {
        double[][] rows = new double[(train ? data.train() : data.test()).size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (train ? data.train() : data.test()).copyRow(i);
            for (int j = 0; j < scales.length; j++) {
                rows[i][j] *= scales[j];
            }
        }
        return rows;
    }

    @Test
    void select_missingInEveryRowOrConstant_isLeftOutAndNamed() {
        double[][] rows = new double[40][];
        int[] labels = new int[40];
        for (int i = 0; i < 40; i++) {
            labels[i] = i % 3;
            rows[i] = new double[] {Double.NaN, 7, i % 3 + 0.1 * (i % 4), i % 2 == 0 ? Double.NaN : 5};
        }
        Selection selection = select(SampleData.data(rows, labels, rows, labels));
        assertThat(selection.fitted().constantFeatures()).containsExactly("x0", "x1");
        assertThat(Evaluation.of(
                                selection.fitted().model(),
                                SampleData.data(rows, labels, rows, labels).test())
                        .accuracy())
                .isEqualTo(1);
    }

    @Test
    void select_nothingVaries_givesTheBaseRates() {
        double[][] rows = {{7}, {7}, {7}, {7}, {7}, {7}};
        int[] labels = {0, 1, 1, 2, 2, 2};
        Selection selection = select(SampleData.data(rows, labels, rows, labels));
        assertThat(selection.fitted().model().probabilities(new double[] {3}))
                .containsExactly(
                        new double[] {1 / 6.0, 2 / 6.0, 3 / 6.0}, org.assertj.core.api.Assertions.within(1e-6));
        assertThat(candidate(selection, "boosted-trees").reason()).isEqualTo("no feature varies");
    }

    @Test
    void select_twoRows_works() {
        double[][] rows = {{0}, {1}};
        Selection selection = select(SampleData.data(rows, new int[] {0, 1}, rows, new int[] {0, 1}));
        assertThat(selection.candidates().get(0).chosen()).isTrue();
        assertThat(selection.candidates().get(0).heldOutLogLoss()).isNull();
    }

    @Test
    void select_timeIsUp_failsAndNamesTheSetting() {
        long[] nanos = {0};
        TrainingWatch watch = new TrainingWatch(Duration.ofSeconds(3), SILENT, () -> nanos[0] += 1_000_000_000L);
        assertThatThrownBy(() -> new ModelSelection(ModelSelection.TRAINERS)
                        .select(SampleData.drawn(66, 300, 10, 2, 3, 1), watch))
                .isInstanceOf(TrainingTimeoutException.class)
                .hasMessageStartingWith(
                        "the time limit of PT3S (training.timeLimit) passed in multinomial-logistic, l2 ");
    }

    @Test
    void select_progress_namesTrainersAndSteps() {
        List<String> seen = new ArrayList<>();
        TrainingWatch watch =
                new TrainingWatch(Duration.ofMinutes(10), (trainer, step) -> seen.add(trainer + ": " + step));
        new ModelSelection(ModelSelection.TRAINERS).select(SampleData.drawn(67, 300, 10, 2, 3, 1), watch);
        assertThat(seen)
                .contains(
                        "multinomial-logistic: l2 0.1",
                        "ordinal-logistic: l2 0.1",
                        "boosted-trees: leaves of 1.0, round 1");
    }

    /** Interrupted from the progress call, so in the middle of the trees. */
    @Test
    void select_interruptedAmongTrees_isCancelled() {
        TrainingWatch watch = new TrainingWatch(Duration.ofMinutes(10), (trainer, step) -> {
            if (step.equals("leaves of 1.0, round 3")) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            assertThatThrownBy(() -> new ModelSelection(ModelSelection.TRAINERS)
                            .select(SampleData.drawn(68, 300, 10, 2, 3, 1), watch))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("training was cancelled in boosted-trees, leaves of 1.0, round 3");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void selection_badNames_areRefused() {
        assertThatThrownBy(() -> new ModelSelection(List.of("forest")))
                .hasMessage("a trainer must be one of [multinomial-logistic, ordinal-logistic, boosted-trees],"
                        + " got forest");
        assertThatThrownBy(() -> new ModelSelection(List.of())).hasMessageContaining("at least one trainer");
    }
}

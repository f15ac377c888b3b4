package dev.plumbline.learning.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.learning.SampleData;
import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.model.ModelJson;
import dev.plumbline.learning.model.MultinomialModel;
import dev.plumbline.learning.model.NamedFeatures;
import dev.plumbline.learning.model.TrainedModel;
import dev.plumbline.monitor.Json;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Seeds: 1 to 7, each named where it is used. */
class MultinomialTrainerTest {

    private static final String L1 = "L1-constant-column-with-rounding-noise/";
    private static final String L3 = "L3-test-set-lacks-a-class/";

    private static final TrainingWatch WATCH = new TrainingWatch(Duration.ofMinutes(10), (trainer, step) -> {});

    private static FittedModel train(TrainingData data) {
        return new ModelSelection(List.of(MultinomialModel.TRAINER))
                .select(data, WATCH)
                .fitted();
    }

    private static FittedModel train(TrainingData data, double l2) {
        return new MultinomialTrainer().fit(new Problem(data), l2, 1e-12, WATCH);
    }

    private static MultinomialModel linear(FittedModel fitted) {
        return (MultinomialModel) fitted.model();
    }

    @Test
    void train_contractData_reachesTheOptimumThatTellsNearlyAllClasses() {
        TrainingData data = SampleData.contract();
        FittedModel fitted = train(data);
        Evaluation test = Evaluation.of(fitted.model(), data.test());

        assertThat(fitted.converged()).isTrue();
        assertThat((double) fitted.parameters().get("gradientNorm")).isLessThan(1e-8);
        assertThat((int) fitted.parameters().get("iterations"))
                .as("curvature keeps the search short")
                .isLessThan(40);
        assertThat(test.accuracy()).isGreaterThanOrEqualTo(0.99);
        assertThat(test.logLoss()).isLessThan(0.02);
        assertThat(test.baseRateLogLoss()).isGreaterThan(1.5);
    }

    /**
     * Two classes, one feature +1 or -1 with 3 of 4 rows of class 1 at +1 and 1 of 4 at -1. By symmetry the intercepts are 0
     * and the weights w and -w, with the derivative of the penalised loss 0: 2 w l2 = 3/4 - p, p = 1 / (1 + e^-2w) twice
     * over; so w solves p(w) + 2 l2 w = 3/4 with p(w) the logistic of 2w.
     */
    @Test
    void train_handMadeProblem_givesTheSolutionOfItsEquation() {
        double[][] rows = {{1}, {1}, {1}, {1}, {-1}, {-1}, {-1}, {-1}};
        int[] labels = {1, 1, 1, 0, 0, 0, 0, 1};
        double l2 = 0.05;
        MultinomialModel model = linear(train(SampleData.data(rows, labels, rows, labels), l2));

        double low = 0;
        double high = 1;
        for (int i = 0; i < 100; i++) {
            double w = (low + high) / 2;
            // d/dw of mean loss + l2/2 * 2 w^2, halved by the two weights: (p - 3/4) + l2 w
            boolean below = 1 / (1 + Math.exp(-2 * w)) - 0.75 + l2 * w < 0;
            low = below ? w : low;
            high = below ? high : w;
        }
        assertThat(model.weights()[1][0]).isCloseTo(low, within(1e-10));
        assertThat(model.weights()[0][0]).isCloseTo(-low, within(1e-10));
        assertThat(model.probabilities(new double[] {1})[1]).isCloseTo(0.75 - l2 * low, within(1e-10));
    }

    /** Seed 1. At the optimum the gradient, computed here in the plainest way, is 0. */
    @Test
    void train_noisyData_gradientIsZeroAtTheSolution() {
        TrainingData data = SampleData.drawn(1, 400, 50, 4, 3, 1.0);
        double l2 = 1e-3;
        MultinomialModel model = linear(train(data, l2));

        double[][] weights = model.weights();
        double[][] columns = Design.linear(data).columns();
        for (int k = 0; k < 3; k++) {
            double residuals = 0;
            for (int j = 0; j < 4; j++) {
                double gradient = l2 * weights[k][j];
                double[] z = columns[j];
                for (int i = 0; i < z.length; i++) {
                    double p = model.probabilities(data.train().copyRow(i))[k];
                    double residual = p - (data.train().label(i) == k ? 1 : 0);
                    gradient += residual * z[i] / z.length;
                    residuals += j == 0 ? residual / z.length : 0;
                }
                assertThat(gradient).isCloseTo(0, within(1e-11));
            }
            assertThat(residuals)
                    .as("mean probability less share of class %s", k)
                    .isCloseTo(0, within(1e-11));
        }
    }

    /** Seed 2. Beyond the number of parameters for which curvature is computed, plain L-BFGS finds the same minimum. */
    @Test
    void solve_withoutMetric_findsTheSameMinimum() {
        TrainingData data = SampleData.drawn(2, 500, 10, 5, 4, 0.7);
        double[][] columns = new double[5][];
        for (int j = 0; j < 5; j++) {
            columns[j] = data.train().copyColumn(j);
        }
        int[] classIndices = data.train().classIndices(data.classes());
        SoftmaxObjective objective = new SoftmaxObjective(columns, classIndices, 4, 1e-4);
        double[] start = new double[objective.dimension()];
        Lbfgs.Minimum plain = new Lbfgs(objective, start.length, 1e-10, 5_000, null, () -> {}).minimise(start);
        Lbfgs.Minimum metric =
                new MultinomialTrainer().solve(columns, classIndices, 4, 1e-4, 1e-10, 5_000, start, () -> {});

        assertThat(plain.converged()).isTrue();
        assertThat(metric.converged()).isTrue();
        assertThat(metric.x()).containsExactly(plain.x(), within(1e-6));
        assertThat(metric.iterations()).isLessThan(plain.iterations());
    }

    @Test
    void evaluate_anyPoint_gradientAgreesWithDifferences() {
        double[][] columns = {{0.3, -1.2, 0.5, 2, 0.1}, {1, 0, -1, 0.5, 0.25}};
        SoftmaxObjective objective = new SoftmaxObjective(columns, new int[] {0, 1, 2, 1, 0}, 3, 0.1);
        double[] x = {0.1, -0.2, 0.3, 0.4, -0.5, 0.6, -0.7, 0.8, 0.9};
        double[] gradient = new double[9];
        objective.evaluate(x, gradient);
        for (int i = 0; i < 9; i++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[i] += 1e-6;
            down[i] -= 1e-6;
            double difference =
                    (objective.evaluate(up, new double[9]) - objective.evaluate(down, new double[9])) / 2e-6;
            assertThat(gradient[i]).isCloseTo(difference, within(1e-9));
        }
    }

    @Test
    void train_sameData_givesTheSameBytes() {
        TrainingData data = SampleData.drawn(3, 300, 50, 4, 3, 1.0);
        assertThat(ModelJson.write(train(data).model(), "t"))
                .isEqualTo(ModelJson.write(train(data).model(), "t"));
    }

    /** Seed 4. Another order of the rows changes no choice and no digit that matters. */
    @Test
    void train_rowsReversed_givesTheSameModel() {
        TrainingData data = SampleData.drawn(4, 300, 50, 4, 3, 1.0);
        int n = data.train().size();
        double[][] rows = new double[n][];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            rows[i] = data.train().copyRow(n - 1 - i);
            labels[i] = data.train().label(n - 1 - i);
        }
        TrainingData reversed = new TrainingData(data.schema(), LabelledRows.of(rows, labels), data.test(), List.of());
        FittedModel one = train(data);
        FittedModel other = train(reversed);
        assertThat(other.parameters().get("l2")).isEqualTo(one.parameters().get("l2"));
        double[] row = data.test().copyRow(0);
        assertThat(other.model().probabilities(row)).containsExactly(one.model().probabilities(row), within(1e-6));
    }

    @Test
    void deal_rowsReversed_everyRowKeepsItsFoldAndEveryClassItsShare() {
        double[][] rows = new double[10][];
        double[][] reversed = new double[10][];
        int[] labels = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
        int[] reversedLabels = {1, 1, 1, 1, 1, 0, 0, 0, 0, 0};
        for (int i = 0; i < 10; i++) {
            rows[i] = new double[] {0.1 * i, (i + 1) % 10};
            reversed[9 - i] = rows[i];
        }
        int[] folds = Folds.deal(LabelledRows.of(rows, labels), labels, 2);
        int[] back = Folds.deal(LabelledRows.of(reversed, reversedLabels), reversedLabels, 2);
        for (int i = 0; i < 10; i++) {
            assertThat(back[9 - i]).isEqualTo(folds[i]);
        }
        assertThat(Arrays.copyOf(folds, 5)).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        assertThat(Arrays.copyOfRange(folds, 5, 10)).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    /** Seed 5. Sixty rows of noise in fifteen columns: with no penalty they are learnt by heart. */
    @Test
    void train_fewNoisyRows_penaltyKeepsItNearTheBaseRates() {
        TrainingData data = SampleData.drawn(5, 60, 500, 15, 5, 0);
        Evaluation chosen = Evaluation.of(train(data).model(), data.test());
        Evaluation unpenalised = Evaluation.of(train(data, 1e-8).model(), data.test());
        assertThat(unpenalised.logLoss()).isGreaterThan(1.5 * chosen.baseRateLogLoss());
        assertThat(chosen.logLoss()).isLessThan(1.25 * chosen.baseRateLogLoss());
    }

    @Test
    void train_interrupted_isCancelledAndStaysInterrupted() {
        TrainingData data = SampleData.drawn(1, 100, 10, 2, 2, 1);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> train(data))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("training was cancelled");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void train_classOnlyInTestSet_getsTheAddOneShare() {
        double[][] train = {{0}, {0.2}, {1}, {1.2}};
        TrainingData data =
                SampleData.data(train, new int[] {1, 1, 2, 2}, new double[][] {{0.1}, {0.6}}, new int[] {1, 3});
        TrainedModel model = train(data).model();
        assertThat(model.classes()).containsExactly(1, 2, 3);
        double[] p = model.probabilities(new double[] {0.6});
        assertThat(p[2]).isCloseTo(1.0 / 7, within(1e-15));
        assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
        assertThat(Evaluation.of(model, data.test()).logLoss()).isFinite();
    }

    @Test
    void train_onlyConstantFeatures_predictsTheBaseRates() {
        double[][] rows = {{7}, {7}, {7}, {7}};
        TrainedModel model = train(SampleData.data(rows, new int[] {0, 1, 1, 1}, rows, new int[] {0, 1, 1, 1}))
                .model();
        assertThat(model.probabilities(new double[] {-1e9})).containsExactly(new double[] {0.25, 0.75}, within(1e-7));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-8.111728083308073, 1e-300, 1e15, 0.1, 1e99})
    void train_columnOfRoundingNoise_isLeftOut(double value) {
        double[][] rows = new double[40][];
        int[] labels = new int[40];
        for (int i = 0; i < 40; i++) {
            labels[i] = i % 2;
            // the noise even knows the label
            rows[i] = new double[] {i % 2 + 0.01 * i, i % 2 == 0 ? value : Math.nextUp(value)};
        }
        FittedModel fitted = train(SampleData.data(rows, labels, rows, labels));
        assertThat(fitted.constantFeatures()).containsExactly("x1");
        assertThat(linear(fitted).weights()[0]).hasSize(1);
    }

    @Test
    void train_timeStampsWithinASecond_areNoNoise() {
        double[][] rows = {{1.7e12}, {1.7e12 + 100}, {1.7e12 + 900}, {1.7e12 + 1000}};
        int[] labels = {0, 0, 1, 1};
        TrainingData data = SampleData.data(rows, labels, rows, labels);
        assertThat(train(data).constantFeatures()).isEmpty();
        assertThat(Evaluation.of(train(data).model(), data.test()).accuracy()).isEqualTo(1);
    }

    @Test
    void train_numberBeyondTheLargest_isRefusedByPlace() {
        double[][] rows = {{-1e100}, {1.1e100}};
        assertThatThrownBy(() -> train(SampleData.data(rows, new int[] {0, 1}, rows, new int[] {0, 1})))
                .hasMessage(
                        "trainSet.features row 1 must have a number between -1.0E100 and 1.0E100 for x0 (column 0), got"
                                + " 1.1E100");
    }

    @ParameterizedTest
    @ValueSource(strings = {L1 + "plain.json", L1 + "with_constant.json", L3 + "no3.json"})
    void train_fieldCase_givesItsExpectedFigures(String path) {
        JsonNode expected = Json.read(SampleData.caseBytes(path.substring(0, path.indexOf('/')) + "/expected.json"));
        TrainingData data = SampleData.fieldCase(path);
        TrainedModel model = train(data).model();
        Evaluation test = Evaluation.of(model, data.test());

        assertThat(Evaluation.of(model, data.train()).accuracy())
                .isEqualTo(expected.get("trainAccuracy").doubleValue());
        assertThat(test.accuracy()).isEqualTo(expected.get("testAccuracy").doubleValue());
        assertThat(Json.tree(Map.of("m", test.confusionMatrix())).get("m")).isEqualTo(expected.get("confusionMatrix"));
    }

    @Test
    void predict_constantFeatureWithAnotherValue_changesNothing() {
        TrainedModel model =
                train(SampleData.fieldCase(L1 + "with_constant.json")).model();
        Map<String, Object> probe = new LinkedHashMap<>();
        Json.read(SampleData.caseBytes(L1 + "probe.json"))
                .get("features")
                .properties()
                .forEach(feature ->
                        probe.put(feature.getKey(), feature.getValue().doubleValue()));
        double[] p = model.probabilities(new NamedFeatures(model).inOrder(probe));
        probe.put("logFloor", -8.111728083308073);
        double[] same = model.probabilities(new NamedFeatures(model).inOrder(probe));

        assertThat(p).containsExactly(same);
        assertThat(p[0]).isGreaterThan(0.5); // class 1
        TrainedModel plain = train(SampleData.fieldCase(L1 + "plain.json")).model();
        assertThat(plain.probabilities(new NamedFeatures(plain).inOrder(probe))).containsExactly(p, within(1e-6));
    }

    /** Seed 6. Twenty rows of fifty columns: the small problem has the solution of the large one. */
    @Test
    void fit_moreColumnsThanRows_givesTheSolutionOfAllColumns() {
        TrainingData data = SampleData.drawn(6, 20, 30, 50, 3, 1);
        Problem problem = new Problem(data);
        double[][] columns = problem.linear().columns();
        MultinomialModel model = linear(new MultinomialTrainer().fit(problem, 0.01, 1e-11, WATCH));
        Lbfgs.Minimum plain = new MultinomialTrainer()
                .solve(columns, problem.labels(), 3, 0.01, 1e-11, 5_000, new double[3 * 51], () -> {});

        assertThat(problem.fitted().length).isLessThanOrEqualTo(20);
        for (int k = 0; k < 3; k++) {
            assertThat(model.weights()[k])
                    .containsExactly(Arrays.copyOfRange(plain.x(), 51 * k, 51 * k + 50), within(1e-6));
        }
    }

    /** Seed 7. A hundred thousand columns: a second or two, and trees say why they are not tried. */
    @Test
    void select_aHundredThousandColumns_endsSoon() {
        TrainingData data = SampleData.drawn(7, 50, 20, 100_000, 3, 3);
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Selection selection = new ModelSelection(ModelSelection.TRAINERS).select(data, WATCH);
        double loss = Evaluation.of(selection.fitted().model(), data.test()).logLoss();
        double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e9;
        System.out.printf("100,000 columns: %.1f s of processor, log loss %.3f%n", seconds, loss);
        assertThat(seconds).isLessThan(60);
        assertThat(loss).isFinite();
        assertThat(selection.candidates().get(2).reason())
                .isEqualTo("at most 10000 columns and 1073741824 values are taken, got 100000 columns of 50 rows");
    }
}

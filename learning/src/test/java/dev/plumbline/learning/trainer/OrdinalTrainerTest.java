package dev.plumbline.learning.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.learning.SampleData;
import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.model.CumulativeLogit;
import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.model.ModelJson;
import dev.plumbline.learning.model.OrdinalModel;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeds 81 and 82, each named where it is used. */
class OrdinalTrainerTest {

    private static final TrainingWatch WATCH = new TrainingWatch(Duration.ofMinutes(10), (trainer, step) -> {});

    /** Classes cut from a sum of two features and a logistic error: proportional odds are the truth. */
    private static TrainingData ordered(long seed, int n) {
        Random random = new Random(seed);
        double[][] rows = new double[2 * n][];
        int[] labels = new int[2 * n];
        for (int i = 0; i < 2 * n; i++) {
            rows[i] = new double[] {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
            double u = random.nextDouble();
            double latent = 1.5 * rows[i][0] - rows[i][1] + Math.log(u / (1 - u));
            labels[i] = (latent > -1 ? 1 : 0) + (latent > 0.5 ? 1 : 0) + (latent > 2 ? 1 : 0);
        }
        return SampleData.data(
                java.util.Arrays.copyOf(rows, n),
                java.util.Arrays.copyOf(labels, n),
                java.util.Arrays.copyOfRange(rows, n, 2 * n),
                java.util.Arrays.copyOfRange(labels, n, 2 * n));
    }

    /** Seed 81. Standardised features have deviations near 1, so weights and thresholds are near those of the truth. */
    @Test
    void fit_proportionalOdds_findsWeightsAndThresholdsOfTheTruth() {
        TrainingData data = ordered(81, 20_000);
        FittedModel fitted = new OrdinalTrainer().fit(new Problem(data), 1e-6, 1e-9, WATCH);
        OrdinalModel model = (OrdinalModel) fitted.model();

        assertThat(fitted.converged()).isTrue();
        // standard errors are below 0.03
        assertThat(model.weights()).containsExactly(new double[] {1.5, -1, 0}, within(0.12));
        assertThat(model.thresholds()).containsExactly(new double[] {-1, 0.5, 2}, within(0.12));
    }

    /** Seed 82. Fewer parameters learn more from few rows. */
    @Test
    void select_fewOrderedRows_takesTheOrdinalModel() {
        TrainingData data = ordered(82, 400);
        Selection selection = new ModelSelection(ModelSelection.TRAINERS).select(data, WATCH);
        assertThat(selection.fitted().model()).isInstanceOf(OrdinalModel.class);
        byte[] json = ModelJson.write(selection.fitted().model(), "t");
        assertThat(ModelJson.write(ModelJson.read(json), "t")).isEqualTo(json);
        assertThat(new String(json, java.nio.charset.StandardCharsets.UTF_8)).contains("\"kind\":\"ordinal-logistic\"");
        assertThat(Evaluation.maskedLogLosses(selection.fitted().model(), data.test())[0])
                .isGreaterThan(
                        Evaluation.of(selection.fitted().model(), data.test()).logLoss() + 0.1);
    }

    @Test
    void evaluate_anyPoint_gradientAgreesWithDifferences() {
        double[][] columns = {{0.3, -1.2, 0.5, 2, 0.1, -0.7}, {1, 0, -1, 0.5, 0.25, 3}};
        OrdinalObjective objective = new OrdinalObjective(columns, new int[] {0, 1, 2, 3, 1, 2}, 4, 0.1);
        double[] x = {0.4, -0.3, -1, 0.2, 1.7};
        double[] gradient = new double[5];
        objective.evaluate(x, gradient);
        for (int i = 0; i < 5; i++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[i] += 1e-6;
            down[i] -= 1e-6;
            double difference =
                    (objective.evaluate(up, new double[5]) - objective.evaluate(down, new double[5])) / 2e-6;
            assertThat(gradient[i]).isCloseTo(difference, within(1e-8));
        }
    }

    @Test
    void evaluate_thresholdsOutOfOrder_isInfinite() {
        OrdinalObjective objective = new OrdinalObjective(new double[][] {{1, 2, 3}}, new int[] {0, 1, 2}, 3, 0.1);
        assertThat(objective.evaluate(new double[] {0, 1, 1}, new double[3])).isInfinite();
    }

    @Test
    void logProbability_farOutAndNarrow_keepsItsDigits() {
        double infinity = Double.POSITIVE_INFINITY;
        assertThat(CumulativeLogit.logProbability(-infinity, 0)).isCloseTo(Math.log(0.5), within(1e-15));
        assertThat(CumulativeLogit.logProbability(800, infinity)).isCloseTo(-800, within(1e-12));
        assertThat(CumulativeLogit.logProbability(800, 801))
                .isCloseTo(-800 + Math.log(1 - Math.exp(-1)), within(1e-12));
        // the density of the logistic at 0 is 1/4
        assertThat(CumulativeLogit.logProbability(0, 1e-12)).isCloseTo(Math.log(0.25e-12), within(1e-9));
        assertThat(CumulativeLogit.logProbability(1, 1)).isEqualTo(-infinity);
        assertThat(List.of(-2.0, -0.5, 1.0))
                .allSatisfy(a -> assertThat(Math.exp(CumulativeLogit.logProbability(-infinity, a))
                                + Math.exp(CumulativeLogit.logProbability(a, a + 1))
                                + Math.exp(CumulativeLogit.logProbability(a + 1, infinity)))
                        .isCloseTo(1, within(1e-15)));
    }
}

package dev.plumbline.learning.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.learning.dataset.Feature;
import dev.plumbline.learning.dataset.FeatureSchema;
import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.model.Importance;
import dev.plumbline.learning.model.ModelFormatException;
import dev.plumbline.learning.model.ModelJson;
import dev.plumbline.learning.model.TrainedModel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeds 71 to 73, each named where it is used. */
class TreesTrainerTest {

    private static final TrainingWatch WATCH = new TrainingWatch(Duration.ofMinutes(10), (trainer, step) -> {});

    /** A number, sometimes missing, a category and a truth value; the class depends on all three. */
    private static TrainingData mixed(long seed, int n) {
        FeatureSchema schema = new FeatureSchema(List.of(
                Feature.number("price"),
                new Feature("colour", Feature.Kind.CATEGORY, null, true, List.of("red", "green", "blue", "none")),
                Feature.number("member")));
        Random random = new Random(seed);
        double[][] rows = new double[n][];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            double price = random.nextInt(5) == 0 ? Double.NaN : Math.exp(random.nextGaussian());
            double colour = random.nextInt(6) == 0 ? Double.NaN : random.nextInt(3);
            rows[i] = new double[] {price, colour, random.nextInt(2)};
            int score = (Double.isNaN(price) || price > 1.2 ? 1 : 0) + (colour == 1 ? 1 : 0) + (int) rows[i][2];
            labels[i] = 2 + (random.nextInt(4) == 0 ? random.nextInt(4) : score);
        }
        LabelledRows all = LabelledRows.of(rows, labels);
        return new TrainingData(schema, all, all, List.of(9));
    }

    /** Seed 71. */
    @Test
    void scores_everyRowAndRound_areThoseOfXgboost() {
        Problem problem = new Problem(mixed(71, 600));
        double[][] columns = problem.graded().columns();
        try (Xgboost trees = new Xgboost(columns, problem.labels(), problem.classes(), 4, 0.3, 1);
                Xgboost.Others rows = trees.others(columns, problem.labels())) {
            for (int round = 1; round <= 20; round++) {
                trees.update();
                double[][] theirs = rows.scores();
                for (int i = 0; i < theirs.length; i++) {
                    float[] x = new float[columns.length];
                    for (int j = 0; j < x.length; j++) {
                        x[j] = (float) columns[j][i];
                    }
                    float[] ours = trees.forest().scores(x, round);
                    for (int k = 0; k < ours.length; k++) {
                        assertThat((double) ours[k]).isCloseTo(theirs[i][k], within(1e-6));
                    }
                    i += round < 20 ? 50 : 0; // all rows of the last round, some of the others
                }
            }
        }
    }

    /** Seed 72. */
    @Test
    void fit_mixedFeatures_isWrittenAndReadAsTheSameModel() {
        TrainingData data = mixed(72, 500);
        TrainedModel model = new TreesTrainer().fit(new Problem(data), 9, WATCH).model();
        byte[] json = ModelJson.write(model, "t");
        TrainedModel read = ModelJson.read(json);

        assertThat(ModelJson.write(read, "t")).isEqualTo(json);
        assertThat(model.classes()).containsExactly(2, 3, 4, 5, 9);
        assertThat(model.trainer()).isEqualTo("boosted-trees");
        assertThat(Evaluation.of(model, data.test()).accuracy()).isGreaterThan(0.7);
        for (double[] row : new double[][] {{2, 1, 1}, {Double.NaN, Double.NaN, Double.NaN}, {1e300, 3, -1e300}}) {
            assertThat(read.probabilities(row)).containsExactly(model.probabilities(row));
            assertThat(model.probabilities(row)[4]).as("declared class").isCloseTo(1.0 / 505, within(1e-12));
        }
    }

    /** Seed 73. What an exchange changes is found along a row's way only; the plain way gives the same. */
    @Test
    void importance_trees_isThatOfExchangedRows() {
        TrainingData data = mixed(73, 300);
        TrainedModel model = new TreesTrainer().fit(new Problem(data), 9, WATCH).model();
        List<Importance> importance = Importance.of(model, data.test());
        assertThat(importance.get(0).logLossIncrease()).isGreaterThan(0.1);

        double[] masked = Evaluation.maskedLogLosses(model, data.test());
        double plain = 0;
        for (int i = 0; i < data.test().size(); i++) {
            double[] row = data.test().copyRow(i);
            row[1] = Double.NaN;
            plain -= model.logProbabilities(row)[
                            java.util.Arrays.binarySearch(
                                    model.classes(), data.test().label(i))]
                    / data.test().size();
        }
        assertThat(masked[1]).isCloseTo(plain, within(1e-6));
    }

    @Test
    void read_damagedTrees_areRefused() {
        String json = new String(
                ModelJson.write(
                        new TreesTrainer()
                                .fit(new Problem(mixed(72, 500)), 1, WATCH)
                                .model(),
                        "t"),
                StandardCharsets.UTF_8);
        refused(json.replaceFirst("\"right\":\\[[0-9]+", "\"right\":[9999"), "must have children after it");
        refused(json.replaceFirst("\"column\":\\[[0-9]+", "\"column\":[77"), "got column 77");
        refused(json.replaceFirst("\"value\":\\[[^,]+,", "\"value\":[1e99,"), "value of a tree must be finite");
        refused(json.replaceFirst("\"trees\":\\[\\{.*?},", "\"trees\":["), "as many trees for each");
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> ModelJson.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(message);
    }
}

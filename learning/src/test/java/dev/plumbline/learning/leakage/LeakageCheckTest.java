package dev.plumbline.learning.leakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.learning.SampleData;
import dev.plumbline.learning.dataset.Feature;
import dev.plumbline.learning.dataset.Feature.Kind;
import dev.plumbline.learning.dataset.FeatureSchema;
import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.leakage.LeakageReport.FeatureLeak;
import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.model.MultinomialModel;
import dev.plumbline.learning.model.TreesModel;
import dev.plumbline.learning.trainer.ModelSelection;
import dev.plumbline.learning.trainer.Selection;
import dev.plumbline.learning.trainer.TrainingWatch;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeds stand in the tests. The drawn sets are far from the rule's bounds: none fails by chance once in 10^6 seeds. */
class LeakageCheckTest {

    private static LeakageReport report(TrainingData data) {
        return report(data, MultinomialModel.TRAINER);
    }

    private static LeakageReport report(TrainingData data, String trainer) {
        TrainingWatch watch = new TrainingWatch(Duration.ofMinutes(10), (at, step) -> {});
        Selection selection = new ModelSelection(List.of(trainer)).select(data, watch);
        Evaluation test = Evaluation.of(selection.fitted().model(), data.test());
        return LeakageCheck.report(data, selection, test, watch);
    }

    private static Double without(LeakageReport report, String name) {
        return report.features().stream()
                .filter(feature -> feature.name().equals(name))
                .findFirst()
                .orElseThrow()
                .logLossWithout();
    }

    @Test
    void report_contractData_namesTheThreeFeaturesTheLabelIsMadeOf() {
        LeakageReport report = report(SampleData.contract());
        assertThat(report.suspected()).isTrue();
        assertThat(report.explanation())
                .startsWith("Too good to be true")
                .contains("Features that determine the label: likeRate, shareRate, commentRate; computed from these:"
                        + " shareToLikeRatio, commentToLikeRatio.")
                .endsWith("Do they exist when the prediction is needed?");
        assertThat(report.features().get(0).name()).isEqualTo("likeRate");
        // scikit-learn's multinomial regression of the other fourteen features
        assertThat(without(report, "likeRate")).isCloseTo(0.73, within(0.02));
        assertThat(without(report, "shareRate")).isCloseTo(0.22, within(0.02));
        assertThat(without(report, "commentRate")).isCloseTo(0.16, within(0.02));
        assertThat(report.features()).hasSize(15).isSortedAccordingTo(Comparator.comparing(FeatureLeak::logLossAlone));
    }

    /** Seed 30. A model that is sure pays for each wrong label as much as for thousands of right ones. */
    @ParameterizedTest
    @ValueSource(doubles = {0.0005, 0.01})
    void report_contractDataWithWrongLabels_isSuspectedAllTheSame(double wrong) {
        Random random = new Random(30);
        TrainingData clean = SampleData.contract();
        LeakageReport report = report(new TrainingData(
                clean.schema(),
                mislabelled(clean.train(), wrong, random),
                mislabelled(clean.test(), wrong, random),
                List.of()));
        assertThat(report.suspected()).as(report.explanation()).isTrue();
        assertThat(report.explanation()).contains("likeRate", "commentRate", "shareRate");
    }

    private static LabelledRows mislabelled(LabelledRows rows, double share, Random random) {
        double[][] features = new double[rows.size()][];
        int[] labels = rows.copyLabels();
        for (int i = 0; i < labels.length; i++) {
            features[i] = rows.copyRow(i);
            if (i == 0 || random.nextDouble() < share) {
                labels[i] = 1 + labels[i] % 5;
            }
        }
        return LabelledRows.of(features, labels);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void report_noise_isNotSuspected(long seed) {
        LeakageReport report = report(SampleData.drawn(seed, 2_000, 500, 6, 5, 0));
        assertThat(report.suspected()).isFalse();
        assertThat(report.explanation()).startsWith("Not suspected");
        assertThat(report.features()).allSatisfy(f -> assertThat(f.auc()).isLessThan(0.6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 3})
    void report_honestSignal_isNotSuspected(double strength) {
        TrainingData data = SampleData.drawn(21, 2_000, 500, 6, 3, strength);
        LeakageReport report = report(data);
        assertThat(report.suspected()).isFalse();
        assertThat(report.features().get(0).name()).isEqualTo("x0");
        // without the one feature of which the label is drawn, nothing but the base rates is left
        assertThat(without(report, "x0")).isCloseTo(ofShares(data), within(0.02));
    }

    private static double ofShares(TrainingData data) {
        double[] counts = new double[data.classes().length];
        Arrays.stream(data.train().copyLabels()).forEach(k -> counts[k]++);
        return Arrays.stream(data.test().copyLabels())
                .mapToDouble(k -> -Math.log(counts[k] / data.train().size()))
                .average()
                .orElseThrow();
    }

    /** Seed 36. Trees on one feature that varies and one that does not. */
    @Test
    void report_withoutTheOnlyFeatureThatVaries_isTheBaseRates() {
        Random random = new Random(36);
        double[][] rows = new double[400][];
        int[] labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            labels[i] = i % 4 == 0 ? 1 : 0;
            rows[i] = new double[] {labels[i] + random.nextGaussian(), 7};
        }
        TrainingData data = SampleData.data(rows, labels, rows, labels);
        LeakageReport report = report(data, TreesModel.TRAINER);
        double entropy = -0.25 * Math.log(0.25) - 0.75 * Math.log(0.75);
        assertThat(without(report, "x0")).isCloseTo(entropy, within(1e-6));
        assertThat(without(report, "x1")).isLessThan(entropy - 0.01);
    }

    /** Seed 37. Of more features than are worth their time, those that the model uses are looked at. */
    @Test
    void report_manyFeatures_looksAtThoseThatTheModelUses() {
        LeakageReport report = report(SampleData.drawn(37, 400, 200, 60, 2, 3));
        assertThat(report.features())
                .filteredOn(f -> f.logLossWithout() == null)
                .hasSize(10);
        assertThat(without(report, "x0")).isGreaterThan(0.5);
    }

    /** Seed 31. The label is 1 where the feature is near 0: no rank statistic and no linear model sees that, a tree does. */
    @Test
    void report_featureThatDeterminesTheLabelWithoutDirection_isSuspected() {
        Random random = new Random(31);
        double[][] rows = new double[4_000][];
        int[] labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {random.nextGaussian(), random.nextInt(41) - 20};
            labels[i] = Math.abs(rows[i][1]) < 7 ? 1 : 0;
        }
        LeakageReport report = report(SampleData.data(rows, labels, rows, labels));
        assertThat(report.suspected()).isTrue();
        assertThat(report.explanation()).contains("x1 alone has log loss").contains("determine the label: x1.");
    }

    /** Seed 32. The value is noise, but it is there for one class only: a column that is filled in afterwards. */
    @Test
    void report_valueThatIsMissingForOneClass_isSuspected() {
        Random random = new Random(32);
        double[][] rows = new double[2_000][];
        int[] labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            labels[i] = i % 3;
            rows[i] = new double[] {random.nextGaussian(), labels[i] == 2 ? random.nextGaussian() : Double.NaN};
            labels[i] = labels[i] == 2 ? 1 : 0;
        }
        LeakageReport report = report(SampleData.data(rows, labels, rows, labels));
        assertThat(report.suspected()).isTrue();
        assertThat(report.explanation()).contains("determine the label: x1.");
        assertThat(report.features().get(0).auc()).isEqualTo(1);
    }

    /** Seeds 33 and 34. A category that is the label in other words; names of single rows, which tell nothing about others. */
    @Test
    void report_categories_leakIsNamedAndNamesOfRowsAreNot() {
        List<String> names = IntStream.range(0, 900).mapToObj(i -> "user" + i).toList();
        FeatureSchema schema = new FeatureSchema(List.of(
                Feature.number("x"),
                new Feature("grade", Kind.CATEGORY, null, true, List.of("a", "b", "c")),
                new Feature("name", Kind.CATEGORY, null, true, names)));
        LeakageReport report = report(new TrainingData(schema, graded(33, 600, 0), graded(34, 300, 600), List.of()));

        assertThat(report.suspected()).isTrue();
        assertThat(report.explanation()).contains("determine the label: grade.");
        assertThat(report.features().get(0).name()).isEqualTo("grade");
        FeatureLeak name = report.features().stream()
                .filter(f -> f.name().equals("name"))
                .findFirst()
                .orElseThrow();
        assertThat(name.auc()).isEqualTo(0.5);
        assertThat(name.logLossAlone()).isGreaterThan(1);
    }

    private static LabelledRows graded(long seed, int count, int firstName) {
        Random random = new Random(seed);
        double[][] rows = new double[count][];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = random.nextInt(3);
            rows[i] = new double[] {random.nextGaussian(), 2 - labels[i], firstName + i};
        }
        return LabelledRows.of(rows, labels);
    }

    /** Seed 35. Categories and gaps with strong, honest signal: the class is drawn from what they say. */
    @Test
    void report_honestCategoriesAndGaps_areNotSuspected() {
        FeatureSchema schema = new FeatureSchema(List.of(
                Feature.number("x"), new Feature("kind", Kind.CATEGORY, null, true, List.of("a", "b", "c", "d"))));
        Random random = new Random(35);
        LabelledRows[] sets = new LabelledRows[2];
        for (int s = 0; s < 2; s++) {
            double[][] rows = new double[2_000][];
            int[] labels = new int[rows.length];
            for (int i = 0; i < rows.length; i++) {
                double x = random.nextGaussian();
                int kind = random.nextInt(4);
                double z = 3 * x + 2 * (kind - 1.5);
                labels[i] = random.nextDouble() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
                rows[i] = new double[] {random.nextInt(5) == 0 ? Double.NaN : x, kind};
            }
            sets[s] = LabelledRows.of(rows, labels);
        }
        LeakageReport report = report(new TrainingData(schema, sets[0], sets[1], List.of()));
        assertThat(report.suspected()).as(report.explanation()).isFalse();
        assertThat(report.features().get(0).auc()).isGreaterThan(0.8);
    }

    @Test
    void report_oneClassInTheTestSet_isNotSuspected() {
        double[][] train = {{0}, {0.1}, {0.2}, {1}, {1.1}, {1.2}};
        double[][] test = {{0.05}, {0.15}};
        LeakageReport report = report(SampleData.data(train, new int[] {0, 0, 0, 1, 1, 1}, test, new int[] {0, 0}));
        assertThat(report.suspected()).isFalse();
    }

    /** Class 1 at values 1, 2, 2, 5 and class 0 at 2, 3, 4: of 12 pairs class 1 wins 3, ties 2, so 1 - auc = 8/12. */
    @Test
    void mostTelling_tiesCountedByHand_takesTheBetterDirection() {
        double[] sorted = {1, 2, 2, 2, 3, 4, 5};
        int[] classes = {1, 1, 0, 1, 0, 0, 1};
        assertThat(RankAuc.mostTelling(sorted, classes, 2)).isCloseTo(8.0 / 12, within(1e-15));
        assertThat(RankAuc.mostTelling(new double[] {7, 7, 7}, new int[] {0, 1, 0}, 3))
                .isEqualTo(0.5);
    }

    /** Forty rows make four leaves of ten, equal values in one; each smoothed by one row of base rates. */
    @Test
    void tree_valuesTied_areNeverSplitAndLeavesAreSmoothed() {
        double[] sorted = new double[40];
        int[] classes = new int[40];
        for (int i = 20; i < 40; i++) {
            sorted[i] = 1;
            classes[i] = 1;
        }
        OneFeatureTree tree = OneFeatureTree.learn(sorted, classes, new double[] {0.5, 0.5});
        double inside = -Math.log(20.5 / 21);
        double outside = -Math.log(0.5 / 21);
        assertThat(tree.logLoss(new double[] {0, -0.0, -5, 1, 9}, new int[] {0, 0, 0, 1, 1}))
                .isCloseTo(inside, within(1e-12));
        assertThat(tree.logLoss(new double[] {0.999}, new int[] {1})).isCloseTo(outside, within(1e-12));
    }
}

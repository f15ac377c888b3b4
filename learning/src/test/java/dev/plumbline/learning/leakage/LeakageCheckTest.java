package dev.plumbline.learning.leakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.learning.SampleData;
import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.leakage.LeakageReport.FeatureLeak;
import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.model.MultinomialModel;
import dev.plumbline.learning.model.TrainedModel;
import dev.plumbline.learning.trainer.ModelSelection;
import dev.plumbline.learning.trainer.TrainingWatch;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeds stand in the tests. The drawn sets are far from the rule's bounds: none fails by chance once in 10^6 seeds. */
class LeakageCheckTest {

    private static LeakageReport report(TrainingData data) {
        TrainedModel model = new ModelSelection(List.of(MultinomialModel.TRAINER))
                .select(data, new TrainingWatch(Duration.ofMinutes(10), (trainer, step) -> {}))
                .fitted()
                .model();
        return LeakageCheck.report(data, model, Evaluation.of(model, data.test()));
    }

    @Test
    void report_contractData_namesTheThreeFeaturesTheLabelIsMadeOf() {
        LeakageReport report = report(SampleData.contract());
        assertThat(report.suspected()).isTrue();
        assertThat(report.explanation())
                .startsWith("Too good to be true")
                .contains("Features that determine the label: likeRate, shareRate, commentRate.")
                .endsWith("Do they exist when the prediction is needed?");
        assertThat(report.features().get(0).name()).isEqualTo("likeRate");
        assertThat(report.features()).hasSize(15).isSortedAccordingTo(Comparator.comparing(FeatureLeak::logLossAlone));
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
        LeakageReport report = report(SampleData.drawn(21, 2_000, 500, 6, 3, strength));
        assertThat(report.suspected()).isFalse();
        assertThat(report.features().get(0).name()).isEqualTo("x0");
        assertThat(report.features().get(0).logLossMasked())
                .isGreaterThan(report.features().get(0).logLossAlone());
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

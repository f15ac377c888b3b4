package dev.plumbline.learning.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.learning.dataset.Feature;
import dev.plumbline.learning.dataset.FeatureSchema;
import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.model.Column;
import dev.plumbline.learning.model.Encoding;
import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.model.ModelHead;
import dev.plumbline.learning.model.MultinomialModel;
import dev.plumbline.learning.model.TrainedModel;
import dev.plumbline.monitor.gate.GateDecision;
import dev.plumbline.monitor.gate.GateDecision.Grounds;
import dev.plumbline.monitor.gate.GateDecision.Kept;
import dev.plumbline.monitor.gate.GateDecision.Promoted;
import dev.plumbline.monitor.model.PromotionPolicy;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two classes, two features; the models are made by hand, the rows drawn. Seeds are fixed and stand with each test. */
class PromotionRuleTest {
    private static final int TRIALS = 400;
    private static final int ROWS = 200;

    /** 99.9995 % quantile of a binomial of 400 with chance 1/20: fails by chance at most once in 10^5 runs. */
    private static final int MOST_OF_ONE_IN_TWENTY = 42;

    private static ModelHead head(List<String> features, int[] classes) {
        int[] counts = new int[classes.length];
        Arrays.fill(counts, 100);
        return new ModelHead(
                FeatureSchema.numbers(features),
                classes,
                counts,
                new boolean[features.size()],
                new double[1][features.size()],
                Optional.empty());
    }

    /** Log odds of class 1: a x0 + b x1. */
    private static TrainedModel model(double a, double b) {
        return new MultinomialModel(
                head(List.of("x0", "x1"), new int[] {0, 1}),
                new Encoding(2, List.of(new Column.Standardised(0, 0, 1), new Column.Standardised(1, 0, 1))),
                new double[][] {{-a / 2, -b / 2}, {a / 2, b / 2}},
                new double[] {0, 0});
    }

    /** Standard normal features, log odds a x0 + b x1. */
    private static LabelledRows rows(Random random, int n, double a, double b) {
        double[][] features = new double[n][];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            features[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
            double chance = 1 / (1 + Math.exp(-a * features[i][0] - b * features[i][1]));
            labels[i] = random.nextDouble() < chance ? 1 : 0;
        }
        return LabelledRows.of(features, labels);
    }

    private static Optional<StoredModel> stored(TrainedModel model) {
        return Optional.of(new StoredModel("1", model, Instant.EPOCH));
    }

    private static GateDecision decide(TrainedModel candidate, LabelledRows rows, Optional<StoredModel> serving) {
        return PromotionRule.decide(
                PromotionPolicy.GATED,
                candidate,
                Evaluation.of(candidate, rows),
                rows,
                new Standing(serving, serving.map(StoredModel::version).orElse(null), false, false, null));
    }

    @Test
    void decide_baseRatesAreTheTruth_seldomPromotes() {
        Random random = new Random(51);
        int promoted = 0;
        for (int t = 0; t < TRIALS; t++) {
            TrainedModel candidate = model(0.3 * random.nextGaussian(), 0.3 * random.nextGaussian());
            promoted += decide(candidate, rows(random, ROWS, 0, 0), Optional.empty()) instanceof Promoted ? 1 : 0;
        }
        assertThat(promoted).isLessThanOrEqualTo(MOST_OF_ONE_IN_TWENTY);
    }

    @Test
    void decide_servingIsTheTruth_seldomPromotes() {
        Random random = new Random(52);
        int promoted = 0;
        for (int t = 0; t < TRIALS; t++) {
            TrainedModel candidate = model(1 + 0.3 * random.nextGaussian(), 0.3 * random.nextGaussian());
            promoted += decide(candidate, rows(random, ROWS, 1, 0), stored(model(1, 0))) instanceof Promoted ? 1 : 0;
        }
        assertThat(promoted).isLessThanOrEqualTo(MOST_OF_ONE_IN_TWENTY);
    }

    /** Evidence that the serving model is wrong is easily had here; that the other one, as wrong and better than nothing, is better is not. */
    @Test
    void decide_twoModelsEquallyWrong_seldomPromotes_thoughTheEvidenceIsLarge() {
        Random random = new Random(53);
        int promoted = 0;
        int large = 0;
        for (int t = 0; t < TRIALS; t++) {
            GateDecision decision = decide(model(1.2, 0), rows(random, ROWS, 1.5, 1.5), stored(model(0, 1.2)));
            promoted += decision instanceof Promoted ? 1 : 0;
            large += decision.grounds().evidence() >= 20 ? 1 : 0;
        }
        assertThat(large).isGreaterThan(TRIALS / 4);
        assertThat(promoted).isLessThanOrEqualTo(MOST_OF_ONE_IN_TWENTY);
    }

    @Test
    void decide_trueModelAgainstAFlatOne_promotes_whateverTheOrderOfTheRows() {
        LabelledRows rows = rows(new Random(54), ROWS, 1, 0);
        double[][] turned = new double[ROWS][];
        int[] labels = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            turned[i] = rows.copyRow(ROWS - 1 - i);
            labels[i] = rows.copyLabels()[ROWS - 1 - i];
        }
        GateDecision decision = decide(model(1, 0), rows, stored(model(0.1, 0)));
        assertThat(decision).isInstanceOf(Promoted.class);
        Grounds grounds = decision.grounds();
        assertThat(grounds.evidence()).isGreaterThan(20);
        assertThat(grounds.interval().get(0)).isPositive().isLessThan(grounds.logLossGain());
        Grounds again = decide(model(1, 0), LabelledRows.of(turned, labels), stored(model(0.1, 0)))
                .grounds();
        assertThat(again.evidence()).isCloseTo(grounds.evidence(), within(1e-9 * grounds.evidence()));
        assertThat(again.logLossGain()).isCloseTo(grounds.logLossGain(), within(1e-12));
    }

    @Test
    void decide_betterThanAServingModelThatFails_butNotThanTheBaseRates_isKept() {
        LabelledRows rows = rows(new Random(55), ROWS, 0, 0);
        GateDecision decision = decide(model(0.5, 0), rows, stored(model(3, 0)));
        assertThat(decision).isInstanceOf(Kept.class);
        assertThat(decision.grounds().evidence()).isGreaterThan(20);
        assertThat(decision.grounds().interval().get(0)).isPositive();
        assertThat(decision.grounds().reason())
                .contains("better than the serving version 1", "not shown better than the base rates", "a row worse");
    }

    /** The new model has a feature more: the serving one is asked about the same rows all the same. */
    @Test
    void decide_oneFeatureMore_isComparedWithTheServingModel() {
        LabelledRows rows = rows(new Random(56), ROWS, 1, 2);
        TrainedModel ofOne = new MultinomialModel(
                head(List.of("x1"), new int[] {0, 1}),
                new Encoding(1, List.of(new Column.Standardised(0, 0, 1))),
                new double[][] {{-1}, {1}},
                new double[] {0, 0});
        GateDecision decision = decide(model(1, 2), rows, stored(ofOne));
        assertThat(decision).isInstanceOf(Promoted.class);
        double[] against = Evaluation.rowLosses(ofOne, column(rows, 1));
        double[] candidate = Evaluation.rowLosses(model(1, 2), rows);
        double gain = 0;
        for (int i = 0; i < ROWS; i++) {
            gain += (against[i] - candidate[i]) / ROWS;
        }
        assertThat(decision.grounds().logLossGain()).isCloseTo(gain, within(1e-12));
    }

    @Test
    void decide_servingModelNeedsWhatTheDataLacks_isKeptForAPerson() {
        LabelledRows rows = rows(new Random(57), ROWS, 2, 0);
        TrainedModel other = new MultinomialModel(
                head(List.of("x0", "size"), new int[] {0, 1}),
                new Encoding(2, List.of(new Column.Standardised(0, 0, 1), new Column.Standardised(1, 0, 1))),
                new double[][] {{0, 0}, {0, 0}},
                new double[] {0, 0});
        GateDecision decision = decide(model(2, 0), rows, stored(other));
        assertThat(decision).isInstanceOf(Kept.class);
        assertThat(decision.grounds().evidence()).isGreaterThan(20);
        assertThat(decision.grounds().reason())
                .endsWith("; the serving version 1 cannot be compared: it needs size, which this data does not have; a"
                        + " person promotes");
    }

    @Test
    void decide_aClassMore_isKeptForAPerson() {
        TrainedModel ofThree = new MultinomialModel(
                head(List.of("x0", "x1"), new int[] {0, 1, 9}),
                new Encoding(2, List.of(new Column.Standardised(0, 0, 1), new Column.Standardised(1, 0, 1))),
                new double[][] {{-1, 0}, {1, 0}, {0, 0}},
                new double[] {0, 0, -9});
        GateDecision decision = decide(ofThree, rows(new Random(58), ROWS, 2, 0), stored(model(0.1, 0)));
        assertThat(decision).isInstanceOf(Kept.class);
        assertThat(decision.grounds().reason())
                .contains("its classes are [0, 1] and those of this data [0, 1, 9]; a person promotes");
    }

    /** A row so far out that the serving model has no finite answer costs it the most that a row can. */
    @Test
    void decide_servingModelHasNoAnswerToARow_paysForIt() {
        TrainedModel steep = model(1e300, 0);
        LabelledRows rows = LabelledRows.of(new double[][] {{1e20, 0}, {-1, 0}, {1, 0}}, new int[] {1, 0, 1});
        assertThat(Evaluation.rowLosses(steep, rows)[0]).isEqualTo(-Math.log(1e-15));
        assertThat(decide(model(1, 0), rows, stored(steep)).grounds().logLossGain())
                .isPositive();
    }

    private static LabelledRows column(LabelledRows rows, int j) {
        double[][] values = new double[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = new double[] {rows.value(i, j)};
        }
        return LabelledRows.of(values, rows.copyLabels());
    }

    private static TrainedModel ofCategories(List<String> categories, double[] weights) {
        ModelHead head = new ModelHead(
                new FeatureSchema(List.of(new Feature("c", Feature.Kind.CATEGORY, null, true, categories))),
                new int[] {0, 1},
                new int[] {10, 10},
                new boolean[] {false},
                new double[][] {{0}},
                Optional.empty());
        return new MultinomialModel(
                head,
                new Encoding(1, List.of(new Column.OneHot(0, 0), new Column.OneHot(0, 1))),
                new double[][] {{0, 0}, weights},
                new double[] {0, 0});
    }

    @Test
    void decide_categoriesNumberedOtherwise_areTheSameCategories() {
        TrainedModel serving = ofCategories(List.of("a", "b"), new double[] {1, -1});
        TrainedModel candidate = ofCategories(List.of("b", "a"), new double[] {-1, 1});
        LabelledRows rows = LabelledRows.of(new double[][] {{0}, {1}, {1}, {Double.NaN}}, new int[] {0, 1, 1, 0});
        GateDecision decision = decide(candidate, rows, stored(serving));
        assertThat(decision).isInstanceOf(Kept.class);
        assertThat(decision.grounds().reason()).contains("better than the serving version 1");
        assertThat(decision.grounds().logLossGain()).isZero();
    }
}

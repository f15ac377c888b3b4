package dev.plumbline.learning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.learning.dataset.Feature;
import dev.plumbline.learning.dataset.FeatureSchema;
import dev.plumbline.learning.dataset.LabelledRows;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainedModelTest {

    private static final ModelHead HEAD = new ModelHead(
            FeatureSchema.numbers(List.of("a", "b")),
            new int[] {1, 3},
            new int[] {5, 15},
            new boolean[2],
            new double[][] {{1, 5}, {3, 5}},
            Optional.empty());

    /** Feature a in units of 2 around 1 speaks for class 3; feature b was constant. */
    private static MultinomialModel model() {
        return new MultinomialModel(
                HEAD,
                new Encoding(2, List.of(new Column.Standardised(0, 1, 2))),
                new double[][] {{-1}, {1}},
                new double[] {0, 0});
    }

    /** Number a, sometimes missing, and category c of red, green and blue, of which blue had no training row. */
    private static MultinomialModel mixed() {
        FeatureSchema schema = new FeatureSchema(List.of(
                Feature.number("a"),
                new Feature("c", Feature.Kind.CATEGORY, null, true, List.of("red", "green", "blue"))));
        ModelHead head = new ModelHead(
                schema,
                new int[] {0, 1},
                new int[] {5, 5},
                new boolean[] {true, false},
                new double[][] {{Double.NaN, 0}, {3, 1}},
                Optional.empty());
        Encoding encoding = new Encoding(
                2,
                List.of(
                        new Column.Standardised(0, 1, 2),
                        new Column.Missing(0),
                        new Column.OneHot(1, 0),
                        new Column.OneHot(1, 1)));
        return new MultinomialModel(head, encoding, new double[][] {{0, 0, 0, 0}, {1, 2, 4, 8}}, new double[2]);
    }

    private static double logit(TrainedModel model, double... row) {
        double[] logs = model.logProbabilities(row);
        return logs[1] - logs[0];
    }

    @Test
    void probabilities_missingAndCategories_useTheirColumns() {
        assertThat(logit(mixed(), 3, 0)).isCloseTo(1 + 4, within(1e-12));
        assertThat(logit(mixed(), Double.NaN, 1)).isCloseTo(2 + 8, within(1e-12));
        assertThat(logit(mixed(), 1, 2)).as("a category without training rows").isCloseTo(0, within(1e-12));
        assertThat(logit(mixed(), 1, Double.NaN)).isCloseTo(0, within(1e-12));
    }

    @Test
    void exchanged_eachFeature_isAsIfTheRowHadThatValue() {
        double[] row = {3, 0};
        double[] other = {Double.NaN, 1};
        assertThat(mixed().exchanged(1, row, other))
                .containsExactly(
                        new double[] {
                            mixed().logProbabilities(new double[] {Double.NaN, 0})[1],
                            mixed().logProbabilities(new double[] {3, 1})[1]
                        },
                        within(1e-12));
    }

    @Test
    void read_missingAndCategories_areWrittenAsNullAndText() {
        byte[] json = ModelJson.write(mixed(), "0.1.0");
        assertThat(new String(json, StandardCharsets.UTF_8))
                .contains("{\"name\":\"a\",\"kind\":\"number\",\"missingSeen\":true}")
                .contains("\"categories\":[\"red\",\"green\",\"blue\"]")
                .contains("\"golden\":[{\"features\":[null,\"red\"]");
        assertThat(ModelJson.write(ModelJson.read(json), "0.1.0")).isEqualTo(json);
    }

    @Test
    void inOrder_missingAndCategories_followTheSchema() {
        assertThat(new NamedFeatures(mixed()).inOrder(Map.of("c", "green"))).containsExactly(Double.NaN, 1);
        assertThat(new NamedFeatures(mixed()).inOrder(Map.of("a", 2, "c", "purple")))
                .containsExactly(2, Double.NaN);
        assertThatThrownBy(() -> new NamedFeatures(mixed()).inOrder(Map.of("a", 2)))
                .hasMessage("feature c is missing");
        assertThatThrownBy(() -> new NamedFeatures(mixed()).inOrder(Map.of("c", 2)))
                .hasMessage("feature c must be a text, got 2");
    }

    @Test
    void probabilities_knownWeights_areTheSoftmax() {
        double[] p = model().probabilities(new double[] {3, -1e300}); // z = 1: logits -1 and 1
        assertThat(p[1]).isCloseTo(1 / (1 + Math.exp(-2)), within(1e-15));
        assertThat(p[0] + p[1]).isCloseTo(1, within(1e-15));
    }

    @Test
    void probabilities_farOut_stayFiniteWithExactLogarithms() {
        double[] far = {2001, 5}; // z = 1000
        assertThat(model().probabilities(far)).containsExactly(0, 1);
        assertThat(model().logProbabilities(far)[0]).isEqualTo(-2000);
    }

    @Test
    void probabilities_badFeature_messageNamesItAndTheValue() {
        assertThatThrownBy(() -> model().probabilities(new double[] {Double.POSITIVE_INFINITY, 5}))
                .isInstanceOf(FeatureException.class)
                .hasMessage("feature a must be a finite number, got Infinity");
        assertThatThrownBy(() -> model().probabilities(new double[] {1}))
                .hasMessage("features has 1 values, expected 2");
        TrainedModel steep = new MultinomialModel(
                HEAD,
                new Encoding(2, List.of(new Column.Standardised(0, 0, 1e-10))),
                new double[][] {{-1}, {1}},
                new double[2]);
        assertThatThrownBy(() -> steep.probabilities(new double[] {1e300, 0}))
                .isInstanceOf(FeatureException.class)
                .hasMessage("feature a is too far from the training rows (mean 0.0), got 1.0E300");
    }

    @Test
    void inOrder_badFeatures_everyOneIsNamed() {
        TrainedModel model = constant("a", "b", "c", "d", "e");
        Map<String, Object> features = new HashMap<>();
        features.put("b", null);
        features.put("c", "high");
        features.put("d", Double.NEGATIVE_INFINITY);
        features.put("e", List.of(1));
        features.put("unknown", "ignored");
        assertThatThrownBy(() -> new NamedFeatures(model).inOrder(features))
                .isInstanceOf(FeatureException.class)
                .hasMessage("feature a is missing; feature b must be a finite number, got null;"
                        + " feature c must be a finite number, got \"high\";"
                        + " feature d must be a finite number, got -Infinity;"
                        + " feature e must be a finite number, got [1]");
        assertThat(new NamedFeatures(constant("y", "x")).inOrder(Map.of("x", 1, "y", true, "z", "?")))
                .containsExactly(1, 1);
    }

    private static TrainedModel constant(String... names) {
        int d = names.length;
        ModelHead head = new ModelHead(
                FeatureSchema.numbers(List.of(names)),
                new int[] {0, 1},
                new int[] {1, 1},
                new boolean[d],
                new double[][] {new double[d]},
                Optional.empty());
        return new MultinomialModel(head, new Encoding(d, List.of()), new double[2][0], new double[2]);
    }

    @Test
    void score_standardTiers_isTheWeightedMidpoint() {
        assertThat(Tiers.standard(5).midpoints()).containsExactly(12.5, 35, 55, 72.5, 90);
        assertThat(Tiers.standard(5).score(new double[] {0.1, 0.2, 0.3, 0.2, 0.2}))
                .isCloseTo(1.25 + 7 + 16.5 + 14.5 + 18, within(1e-12));
        assertThat(Tiers.standard(4).midpoints()).containsExactly(12.5, 37.5, 62.5, 87.5);
        assertThatThrownBy(() -> Tiers.standard(5).score(new double[] {0.5, 0.5}))
                .hasMessageContaining("5 tier midpoints")
                .hasMessageContaining("2 classes");
        assertThatThrownBy(() -> new Tiers(new double[] {10, 101})).hasMessageContaining("got 101.0 at index 1");
    }

    @Test
    void evaluation_handCounted_givesMatrixAccuracyAndLosses() {
        LabelledRows rows = LabelledRows.of(new double[][] {{3, 5}, {3, 5}, {-1, 5}, {1, 5}}, new int[] {3, 1, 1, 3});
        Evaluation evaluation = Evaluation.of(model(), rows);
        double right = Math.log1p(Math.exp(-2));
        double wrong = Math.log1p(Math.exp(2));

        // the last row has equal probabilities: the lower class counts as predicted
        assertThat(evaluation.confusionMatrix()).isDeepEqualTo(new int[][] {{1, 1}, {1, 1}});
        assertThat(evaluation.accuracy()).isEqualTo(0.5);
        assertThat(evaluation.logLoss()).isCloseTo((2 * right + wrong + Math.log(2)) / 4, within(1e-14));
        assertThat(evaluation.baseRateLogLoss()).isCloseTo(-(Math.log(0.25) + Math.log(0.75)) / 2, within(1e-14));
        assertThat(Evaluation.maskedLogLosses(model(), rows))
                .containsExactly(new double[] {Math.log(2), evaluation.logLoss()}, within(1e-14));
    }

    /** Wilson's interval for 8 of 10 at 95 % is [0.4902, 0.9433]. */
    @Test
    void evaluation_intervalsAndClasses_areThoseCountedByHand() {
        double[][] rows = new double[10][];
        int[] labels = new int[10];
        for (int i = 0; i < 10; i++) {
            rows[i] = new double[] {i < 7 ? 3 : -1, 5};
            labels[i] = i < 7 && i > 0 ? 3 : i == 9 ? 3 : 1;
        }
        Evaluation evaluation = Evaluation.of(model(), LabelledRows.of(rows, labels));
        assertThat(evaluation.accuracy()).isEqualTo(0.8);
        assertThat(evaluation.accuracyInterval().get(0)).isCloseTo(0.4902, within(5e-5));
        assertThat(evaluation.accuracyInterval().get(1)).isCloseTo(0.9433, within(5e-5));
        // eight losses of ln(1 + e^-2) and two of ln(1 + e^2): 2 apart, deviation 2 sqrt(16/90)
        double half = 1.959963984540054 * 2 * Math.sqrt(16 / 90.0) / Math.sqrt(10);
        assertThat(evaluation.logLossInterval()).satisfies(interval -> {
            assertThat(interval.get(0)).isCloseTo(Math.max(0, evaluation.logLoss() - half), within(1e-12));
            assertThat(interval.get(1)).isCloseTo(evaluation.logLoss() + half, within(1e-12));
        });
        assertThat(evaluation.perClass(new int[] {1, 3}))
                .containsExactly(
                        new Evaluation.ClassResult(1, 3, 2.0 / 3, 2.0 / 3),
                        new Evaluation.ClassResult(3, 7, 6.0 / 7, 6.0 / 7));

        Evaluation one = Evaluation.of(model(), LabelledRows.of(new double[][] {{3, 5}}, new int[] {3}));
        assertThat(one.logLossInterval()).isNull();
        assertThat(one.perClass(new int[] {1, 3}))
                .containsExactly(
                        new Evaluation.ClassResult(1, 0, null, null), new Evaluation.ClassResult(3, 1, 1.0, 1.0));
    }

    /** Exchanged among rows of which half have a = 3 and half a = -1, the first feature is wrong in half the rows. */
    @Test
    void importance_usedAndUnusedFeature_areToldApart() {
        double[][] rows = new double[2_000][];
        int[] labels = new int[2_000];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {i % 2 == 0 ? 3 : -1, i};
            labels[i] = i % 2 == 0 ? 3 : 1;
        }
        List<Importance> importance = Importance.of(model(), LabelledRows.of(rows, labels));
        assertThat(importance).extracting(Importance::name).containsExactly("a", "b");
        assertThat(importance.get(0).logLossIncrease()).isCloseTo(1, within(0.1)); // half of ln(1 + e^2) - ln(1 + e^-2)
        assertThat(importance.get(1).logLossIncrease()).isZero();
    }

    /** Bounds travel with the model, and a request beyond them is refused by name. */
    @Test
    void features_beyondDeclaredBounds_areRefused() {
        FeatureSchema schema = new FeatureSchema(
                List.of(new Feature("share", Feature.Kind.NUMBER, null, true, List.of(), 0, 1), Feature.number("any")));
        TrainedModel bounded = new MultinomialModel(
                new ModelHead(
                        schema,
                        new int[] {0, 1},
                        new int[] {5, 5},
                        new boolean[2],
                        new double[][] {{0.5, 1}},
                        Optional.empty()),
                new Encoding(2, List.of(new Column.Standardised(0, 0, 1), new Column.Standardised(1, 0, 1))),
                new double[][] {{-1, 0}, {1, 0}},
                new double[] {0, 0});
        byte[] json = ModelJson.write(bounded, "0.1.0");
        assertThat(new String(json, StandardCharsets.UTF_8))
                .contains("{\"name\":\"share\",\"kind\":\"number\",\"min\":0.0,\"max\":1.0}");
        String narrowed = new String(json, StandardCharsets.UTF_8).replace("\"max\":1.0", "\"max\":0.25");
        assertThatThrownBy(() -> ModelJson.read(narrowed.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("the model's golden value of share must be between 0.0 and 0.25, got 0.5");
        NamedFeatures features = new NamedFeatures(ModelJson.read(json));
        assertThat(features.inOrder(Map.of("share", 1, "any", -1e100))).containsExactly(1, -1e100);
        assertThatThrownBy(() -> features.inOrder(Map.of("share", 1.01, "any", 1e101)))
                .hasMessage(
                        "feature share must be between 0.0 and 1.0, got 1.01; feature any must be between -1.0E100 and"
                                + " 1.0E100, got 1.0E101");
    }

    @Test
    void read_whatWasWritten_isTheSameModel() {
        byte[] json = ModelJson.write(model(), "0.1.0");
        assertThat(ModelJson.write(ModelJson.read(json), "0.1.0")).isEqualTo(json);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .startsWith("{\"format\":\"plumbline-model\",\"formatVersion\":1,\"kind\":\"multinomial-logistic\"");
    }

    @Test
    void read_changedWeight_isRefusedByItsGoldenRow() {
        assertRefused("\"weights\":[[-1.0", "\"weights\":[[-1.0001", "does not reproduce its golden row 1: stored {");
        assertRefused("\"classes\":[1,3]", "\"classes\":[1,7]", "does not reproduce its golden row 0: stored {\"1\"");
    }

    @Test
    void read_damagedModel_messageNamesThePlace() {
        assertRefused("\"formatVersion\":1", "\"formatVersion\":2", "formatVersion must be 1, got 2");
        assertRefused(
                "\"kind\":\"multi",
                "\"kind\":\"mono",
                "kind must be one of [multinomial-logistic, ordinal-logistic, boosted-trees], got mono");
        assertRefused("\"weights\":[[-1.0]", "\"weights\":[[]", "weights[0] has 0 values, expected 1");
        assertRefused(
                "\"intercepts\":[0.0,0.0]", "\"intercepts\":[0.0,\"x\"]", "intercepts must be numbers, got \"x\"");
        assertRefused("\"scale\":2.0", "\"scale\":0.0", "scale must be finite and above 0, got 0.0");
        assertRefused("\"scale\":2.0", "\"scale\":1e400", "scale must be finite and above 0, got Infinity");
        assertRefused("\"classes\":[1,3]", "\"classes\":[3,1]", "classes must ascend, got [3, 1]");
        assertRefused("\"golden\":", "\"silver\":", "golden must be a list, got nothing");
        assertRefused("{\"format\"", "{", "not JSON");
    }

    private static void assertRefused(String from, String to, String message) {
        String json = new String(ModelJson.write(model(), "0.1.0"), StandardCharsets.UTF_8);
        assertThat(json).contains(from);
        byte[] damaged = json.replace(from, to).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ModelJson.read(damaged))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void model_arraysChangedOutside_staysAsItWas() {
        double[] row = {3, 5};
        MultinomialModel model = model();
        double[] before = model.probabilities(row);
        model.weights()[0][0] = 99;
        model.classes()[0] = 99;
        assertThat(model.probabilities(row)).containsExactly(before);
        assertThat(Arrays.stream(model.classes()).boxed()).containsExactly(1, 3);
    }
}

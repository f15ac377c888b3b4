package dev.plumbline.learning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.learning.dataset.LabelledRows;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainedModelTest {

    /** Feature a in units of 2 around 1 speaks for class 3; feature b was constant. */
    private static TrainedModel model() {
        return new TrainedModel(
                List.of("a", "b"),
                new int[] {1, 3},
                new double[] {1, 5},
                new double[] {2, 1},
                new double[][] {{-1, 0}, {1, 0}},
                new double[] {0, 0},
                new int[] {5, 15},
                new double[][] {{1, 5}, {3, 5}});
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
        assertThatThrownBy(() -> model().probabilities(new double[] {1, Double.NaN}))
                .hasMessage("feature b must be a finite number, got NaN");
        assertThatThrownBy(() -> model().probabilities(new double[] {1}))
                .hasMessage("features has 1 values, expected 2");
        TrainedModel steep = new TrainedModel(
                List.of("a"),
                new int[] {0, 1},
                new double[1],
                new double[] {1e-10},
                new double[][] {{-1}, {1}},
                new double[2],
                new int[] {1, 1},
                new double[][] {{0}});
        assertThatThrownBy(() -> steep.probabilities(new double[] {1e300}))
                .isInstanceOf(FeatureException.class)
                .hasMessage("feature a is too far from the training rows (mean 0.0), got 1.0E300");
    }

    @Test
    void inOrder_badFeatures_everyOneIsNamed() {
        Map<String, Object> features = new HashMap<>();
        features.put("b", null);
        features.put("c", "high");
        features.put("d", Double.NEGATIVE_INFINITY);
        features.put("e", List.of(1));
        features.put("unknown", "ignored");
        assertThatThrownBy(() -> NamedFeatures.inOrder(List.of("a", "b", "c", "d", "e"), features))
                .isInstanceOf(FeatureException.class)
                .hasMessage("feature a is missing; feature b must be a finite number, got null;"
                        + " feature c must be a finite number, got \"high\";"
                        + " feature d must be a finite number, got -Infinity;"
                        + " feature e must be a finite number, got [1]");
        assertThat(NamedFeatures.inOrder(List.of("y", "x"), Map.of("x", 1, "y", true, "z", "?")))
                .containsExactly(1, 1);
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

    @Test
    void read_whatWasWritten_isTheSameModel() {
        byte[] json = ModelJson.write(model(), "0.1.0");
        assertThat(ModelJson.write(ModelJson.read(json), "0.1.0")).isEqualTo(json);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .startsWith("{\"format\":\"plumbline-model\",\"formatVersion\":1,\"kind\":\"multinomial-logistic\"");
    }

    @Test
    void read_changedWeight_isRefusedByItsGoldenRow() {
        assertRefused("\"weights\":[[-1.0", "\"weights\":[[-1.0001", "does not reproduce its golden row 1: stored [");
    }

    @Test
    void read_damagedModel_messageNamesThePlace() {
        assertRefused("\"formatVersion\":1", "\"formatVersion\":2", "formatVersion must be 1, got 2");
        assertRefused("\"kind\":\"multi", "\"kind\":\"mono", "kind must be multinomial-logistic, got mono");
        assertRefused("\"means\":[1.0,5.0]", "\"means\":[1.0]", "means has 1 values, expected 2");
        assertRefused("\"means\":[1.0,5.0]", "\"means\":[1.0,\"x\"]", "means must be numbers, got \"x\"");
        assertRefused("\"scales\":[2.0", "\"scales\":[0.0", "scales must be above 0, got 0.0");
        assertRefused("\"scales\":[2.0", "\"scales\":[1e400", "scales[0] must be finite, got Infinity");
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
        TrainedModel model = model();
        double[] before = model.probabilities(row);
        model.weights()[0][0] = 99;
        model.classes()[0] = 99;
        assertThat(model.probabilities(row)).containsExactly(before);
        assertThat(Arrays.stream(model.classes()).boxed()).containsExactly(1, 3);
    }
}

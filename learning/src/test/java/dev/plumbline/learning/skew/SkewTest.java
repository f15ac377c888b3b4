package dev.plumbline.learning.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.learning.dataset.Feature;
import dev.plumbline.learning.dataset.Feature.Kind;
import dev.plumbline.learning.skew.Distribution.Categories;
import dev.plumbline.learning.skew.Distribution.Numbers;
import java.util.List;
import org.junit.jupiter.api.Test;

class SkewTest {

    private static long[] counted(Numbers cells, double... values) {
        long[] counts = new long[cells.counts().length];
        for (double value : values) {
            counts[cells.cell(value)]++;
        }
        return counts;
    }

    @Test
    void numbers_tiesAndMissing_haveCellsOfTheirOwn() {
        Numbers numbers = Numbers.of("x", new double[] {1, 1, 1, 2, Double.NaN, -0.0, 0.0, 9}, 4);

        assertThat(numbers.cuts()).containsExactly(0, 1, 9);
        assertThat(numbers.counts()).containsExactly(1, 2, 3, 2, 0);
        assertThat(List.of(numbers.cell(-5), numbers.cell(1), numbers.cell(1.5), numbers.cell(9), numbers.cell(9.1)))
                .containsExactly(1, 2, 3, 3, 4);
    }

    @Test
    void numbers_missingEverywhere_haveNoCuts() {
        Numbers numbers = Numbers.of("x", new double[] {Double.NaN, Double.NaN}, 4);
        assertThat(numbers.counts()).containsExactly(2, 0);
        assertThat(TwoSample.of(numbers, counted(numbers, Double.NaN, Double.NaN))
                        .pValue())
                .isEqualTo(1);
        assertThat(TwoSample.of(numbers, counted(numbers, 1, 2)).statistic()).isEqualTo(1);
    }

    /** scipy 1.14: ks_2samp(range(100), [v + 20 for v in range(100)], method="asymp") has statistic 0.2; Stephens' form is a little surer. */
    @Test
    void kolmogorovSmirnov_shiftByAFifth_hasItsStatisticAndPValue() {
        double[] training = new double[100];
        double[] serving = new double[100];
        for (int i = 0; i < 100; i++) {
            training[i] = i;
            serving[i] = i + 20;
        }
        Numbers cells = Numbers.of("x", training, 100);
        TwoSample test = TwoSample.of(cells, counted(cells, serving));

        assertThat(test.test()).isEqualTo("kolmogorov-smirnov");
        assertThat(test.statistic()).isCloseTo(0.2, within(1e-12));
        double l = (Math.sqrt(50) + 0.12 + 0.11 / Math.sqrt(50)) * 0.2;
        assertThat(test.pValue()).isCloseTo(2 * Math.exp(-2 * l * l) - 2 * Math.exp(-8 * l * l), within(1e-6));
    }

    /** Values of the Kolmogorov distribution from its table: P(K > 1.3581) = 0.05, P(K > 1.6276) = 0.01. */
    @Test
    void tail_atTheTabledPoints_isTheTabledChance() {
        assertThat(TwoSample.tail(1.3581)).isCloseTo(0.05, within(1e-5));
        assertThat(TwoSample.tail(1.6276)).isCloseTo(0.01, within(1e-5));
        assertThat(TwoSample.tail(0.1)).isEqualTo(1);
        assertThat(TwoSample.tail(0.2)).isCloseTo(1, within(1e-9));
    }

    /** By hand: 60 and 40 of 100 against 40 and 60 of 100 is 2 (10^2/50 + 10^2/50) = 8 with one degree of freedom. */
    @Test
    void chiSquared_twoCategories_isThatOfTheHand() {
        Feature feature = new Feature("c", Kind.CATEGORY, null, true, List.of("a", "b"));
        double[] values = new double[100];
        for (int i = 60; i < 100; i++) {
            values[i] = 1;
        }
        TwoSample test = TwoSample.of(Categories.of(feature, values), new long[] {0, 40, 60, 0});

        assertThat(test.test()).isEqualTo("chi-squared");
        assertThat(test.statistic()).isCloseTo(8, within(1e-12));
        assertThat(test.pValue()).isCloseTo(0.004677735, within(1e-8));
    }

    @Test
    void stability_tenthsOfTheTrainingRows_isTheSumOverThem() {
        double[] training = new double[1_000];
        for (int i = 0; i < training.length; i++) {
            training[i] = i;
        }
        Numbers cells = Numbers.of("x", training, 100);
        double[] lower = new double[500];
        for (int i = 0; i < lower.length; i++) {
            lower[i] = i;
        }
        // twelve bins: missing, ten tenths, above; five tenths hold 100 of 500, the others none
        double n = 1_000 + 6;
        double m = 500 + 6;
        double full = (100.5 / m - 100.5 / n) * Math.log(100.5 / m * n / 100.5);
        double empty = (0.5 / m - 100.5 / n) * Math.log(0.5 / m * n / 100.5);
        double nothing = (0.5 / m - 0.5 / n) * Math.log(n / m);
        assertThat(TwoSample.stability(cells, counted(cells, lower)))
                .isCloseTo(5 * full + 5 * empty + 2 * nothing, within(1e-12));
        assertThat(TwoSample.stability(cells, cells.counts())).isEqualTo(0);
    }

    @Test
    void holm_threePValues_areMultipliedByHowManyAreLeft() {
        assertThat(SkewCheck.holm(new double[] {0.01, 0.04, 0.03})).containsExactly(0.03, 0.06, 0.06);
    }

    @Test
    void reference_throughJson_isTheSame() {
        Feature feature = new Feature("c", Kind.CATEGORY, null, true, List.of("a", "b"));
        TrainingReference reference = new TrainingReference(
                List.of(
                        Numbers.of("x", new double[] {0.1, 0.2, Double.NaN, 1e-300}, 10),
                        Categories.of(feature, new double[] {0, 1, Double.NaN, 1})),
                Numbers.of("score", new double[] {12.5, 90}, 10));

        assertThat(TrainingReference.read(reference.json()).json()).isEqualTo(reference.json());
        assertThat(new String(reference.json(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("{\"name\":\"c\",\"categories\":[\"a\",\"b\"],\"counts\":[1,1,2,0]}");
    }
}

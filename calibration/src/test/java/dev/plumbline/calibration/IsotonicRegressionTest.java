package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class IsotonicRegressionTest {

    @Test
    void of_tiedPositions_onePooledValue() {
        double[] x = {0, 1, 1, 2, 3};
        IsotonicRegression fit = IsotonicRegression.of(x, new double[] {0, 0, 1, 0, 1}, null);
        assertThat(fit.blocks()).isEqualTo(3);
        double[] expected = {0, 1 / 3.0, 1 / 3.0, 1 / 3.0, 1};
        for (int i = 0; i < x.length; i++) {
            assertThat(fit.valueAt(x[i])).isEqualTo(expected[i]);
        }
        assertThat(List.of(fit.lower(1), fit.upper(1), fit.weight(1))).containsExactly(1.0, 2.0, 3.0);
        assertThat(fit.centre(1)).isCloseTo(4 / 3.0, within(1e-15));
        // constant beyond the data, linear between blocks
        assertThat(fit.valueAt(-9)).isZero();
        assertThat(fit.valueAt(9)).isEqualTo(1);
        assertThat(fit.valueAt(2.5)).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(fit.valueAt(0.25)).isCloseTo(1 / 12.0, within(1e-15));
    }

    /** The max-min formula: g(x_i) = max over j <= i of min over k >= i of the mean outcome of positions j to k. */
    @Test
    void of_randomSamples_isTheMaxMinFormula() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 300; round++) {
            CalibrationSample sample = TestData.random(random);
            SortedPairs sorted = sample.sorted();
            IsotonicRegression fit = IsotonicRegression.of(sample);
            for (int i = 0; i < sorted.pools(); i++) {
                double best = 0;
                for (int j = 0; j <= i; j++) {
                    double least = 1;
                    double w = 0;
                    double t = 0;
                    for (int k = j; k < sorted.pools(); k++) {
                        w += sorted.weight[k];
                        t += sorted.target[k];
                        least = k >= i ? Math.min(least, t / w) : least;
                    }
                    best = Math.max(best, least);
                }
                assertThat(fit.valueAt(sorted.x[i])).isCloseTo(best, within(1e-12));
            }
        }
    }

    @Test
    void of_rowsInAnyOrder_sameToTheLastBit() {
        SplittableRandom random = new SplittableRandom(6);
        for (int round = 0; round < 200; round++) {
            CalibrationSample sample = TestData.random(random);
            SortedPairs sorted = sample.sorted();
            SortedPairs shuffled = TestData.shuffled(sample, random).sorted();
            assertThat(shuffled.x).isEqualTo(sorted.x);
            assertThat(shuffled.weight).isEqualTo(sorted.weight);
            assertThat(shuffled.target).isEqualTo(sorted.target);
        }
    }

    @Test
    void of_fromCells_valuesAreThoseOfPooledCells() {
        for (TestData.OracleSet set : TestData.syntheticFromPairs()) {
            IsotonicRegression rows = IsotonicRegression.of(set.sample());
            IsotonicRegression cells = IsotonicRegression.of(CalibrationSummary.of(set.sample()));
            double largest = 0;
            for (int i = 0; i < set.sample().size(); i++) {
                double p = set.sample().probability(i);
                largest = Math.max(largest, Math.abs(rows.valueAt(p) - cells.valueAt(p)));
            }
            // a cell holds at most some percent of the rows of its block
            assertThat(largest).isLessThan(0.2);
        }
    }

    @Test
    void blocks_oracles_agree() {
        check(TestData.syntheticFromPairs());
    }

    @Test
    void blocks_realOracles_agree() {
        check(TestData.realFromPairs());
    }

    private static void check(List<TestData.OracleSet> sets) {
        for (TestData.OracleSet set : sets) {
            JsonNode figures = set.figures();
            assertThat(set.sample().sorted().pools())
                    .isEqualTo(figures.get("distinct_p").asInt());
            IsotonicRegression fit = IsotonicRegression.of(set.sample());
            assertThat(fit.blocks())
                    .as(set.name())
                    .isEqualTo(figures.at("/isotonic/blocks_pava").asInt());
            assertThat(brier(set.sample(), fit))
                    .isCloseTo(figures.at("/isotonic/brier").asDouble(), within(1e-12));
            if (figures.has("weighted")) {
                CalibrationSample weighted = TestData.weighted(set);
                IsotonicRegression weightedFit = IsotonicRegression.of(weighted);
                assertThat(weightedFit.blocks())
                        .isEqualTo(figures.at("/weighted/isotonic/blocks_pava").asInt());
                assertThat(brier(weighted, weightedFit))
                        .isCloseTo(figures.at("/weighted/isotonic/brier").asDouble(), within(1e-12));
            }
        }
    }

    private static double brier(CalibrationSample sample, IsotonicRegression fit) {
        NeumaierSum loss = new NeumaierSum();
        NeumaierSum total = new NeumaierSum();
        sample.forEach((p, y, w) -> {
            double off = y - fit.valueAt(p);
            loss.add(w * off * off);
            total.add(w);
        });
        return loss.value() / total.value();
    }

    @Test
    void of_degenerate_isDefined() {
        IsotonicRegression one = IsotonicRegression.of(new double[] {0.3}, new double[] {1}, null);
        assertThat(one.blocks()).isEqualTo(1);
        assertThat(one.valueAt(0.9)).isEqualTo(1);
        IsotonicRegression falling = IsotonicRegression.of(new double[] {-1e300, 1e300}, new double[] {1, 0}, null);
        assertThat(falling.blocks()).isEqualTo(1);
        assertThat(falling.value(0)).isEqualTo(0.5);
        IsotonicRegression oneWeight =
                IsotonicRegression.of(new double[] {1, 2, 3}, new double[] {1, 0, 1}, new double[] {0, 2, 0});
        assertThat(oneWeight.blocks()).isEqualTo(1);
        assertThat(oneWeight.lower(0)).isEqualTo(2);
        assertThat(oneWeight.toString()).isEqualTo("IsotonicRegression[1 blocks from 2.0 to 2.0]");
    }

    @Test
    void of_badArguments_namesThem() {
        double[] two = {0, 1};
        assertThatThrownBy(() -> IsotonicRegression.of(new double[] {0, Double.NaN}, two, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("position must be finite, got NaN at index 1");
        assertThatThrownBy(() -> IsotonicRegression.of(two, new double[] {0, 2}, null))
                .hasMessage("outcome must be in [0, 1], got 2.0 at index 1");
        assertThatThrownBy(() -> IsotonicRegression.of(two, new double[1], null))
                .hasMessage("outcome must be as long as position, got 1 against 2");
        assertThatThrownBy(() -> IsotonicRegression.of(two, two, new double[2]))
                .hasMessage("weight must have a value above 0, got only zeros in 2 values");
        assertThatThrownBy(() -> IsotonicRegression.of(two, two, null).valueAt(Double.NaN))
                .hasMessage("x must be a number, got NaN");
        assertThatThrownBy(() -> IsotonicRegression.of(CalibrationSummary.empty()))
                .hasMessage("summary must have at least 1 pair with weight, got none");
    }
}

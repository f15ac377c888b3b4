package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellSumsTest {

    @Test
    void ofPair_fractionalAndWeighted_isWrittenOut() {
        CellSums sums = CellSums.ofPair(0.25, 0.5, 2);
        assertThat(sums)
                .isEqualTo(new CellSums(
                        1, 2, 0.5, 0.125, 1, 0.5, 0.25, Math.log(0.25), Math.log1p(-0.25), 4 * 0.25 * 0.75));
    }

    @Test
    void ofPair_certainProbability_infiniteTermsAreLeftOut() {
        assertThat(CellSums.ofPair(0, 1, 1).wyLnP()).isZero();
        assertThat(CellSums.ofPair(1, 0, 1).wqLnQ()).isZero();
    }

    @Test
    void ofPair_badArgument_namesIt() {
        assertThatThrownBy(() -> CellSums.ofPair(1.5, 0, 1)).hasMessage("probability must be in [0, 1], got 1.5");
        assertThatThrownBy(() -> CellSums.ofPair(0.5, -1, 1)).hasMessage("outcome must be in [0, 1], got -1.0");
        assertThatThrownBy(() -> CellSums.ofPair(0.5, 1, Double.NaN))
                .hasMessage("weight must be finite and at least 0, got NaN");
    }

    @Test
    void summable_anyOrderWithComingAndGoing_sumsToTheSameBits() {
        long seed = 20_260_314;
        System.out.println("CellSumsTest seed " + seed);
        Random random = new Random(seed);
        for (int cell : new int[] {0, 20, 250, 511, 700, 1_000, ScoreCells.COUNT - 1}) {
            double weight = random.nextBoolean() ? 1 : 10 * random.nextDouble();
            List<CellSums> pairs = pairs(random, cell, weight);
            CellSums total = sum(pairs);
            Collections.shuffle(pairs, random);
            CellSums half = sum(pairs.subList(0, PAIRS / 2));
            CellSums other = sum(pairs.subList(PAIRS / 2, PAIRS));
            assertThat(half.plus(other)).as("two halves").isEqualTo(total);
            assertThat(total.minus(other)).as("one half taken away").isEqualTo(half);
            CellSums alone = total;
            for (CellSums pair : pairs.subList(1, PAIRS)) {
                alone = alone.minus(pair);
            }
            assertThat(alone).as("all but one taken away").isEqualTo(pairs.get(0));
            assertThat(alone.minus(pairs.get(0))).as("all taken away").isEqualTo(CellSums.ZERO);
        }
    }

    private static final int PAIRS =
            4_000; // as many again fit where the probabilities of a cell lie on one side of a power of 2

    private static List<CellSums> pairs(Random random, int cell, double weight) {
        double low = ScoreCells.lowerEdge(cell);
        double high = ScoreCells.upperEdge(cell);
        List<CellSums> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            double p = low + random.nextDouble() * (high - low);
            double y = random.nextInt(3) == 0 ? random.nextDouble() : random.nextInt(2);
            pairs.add(CellSums.summable(p, y, weight));
        }
        return pairs;
    }

    private static CellSums sum(List<CellSums> pairs) {
        return pairs.stream().reduce(CellSums.ZERO, CellSums::plus);
    }

    @Test
    void summable_eachValue_isOfPairTo40Bits() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            double p = random.nextDouble();
            double y = random.nextDouble();
            double w = 10 * random.nextDouble();
            double[] exact = CellSums.ofPair(p, y, w).sums();
            double[] rounded = CellSums.summable(p, y, w).sums();
            double[] largest = {
                w, w * p, w * p * p, w, w, w * p, w * Math.log(p), w * Math.log1p(-p), w * w * p * (1 - p)
            };
            for (int k = 0; k < exact.length; k++) {
                assertThat(Math.abs(rounded[k] - exact[k]))
                        .as("sum %s of p %s, y %s, w %s", k, p, y, w)
                        .isLessThanOrEqualTo(0x1p-40 * Math.abs(largest[k]));
            }
        }
        assertThat(CellSums.summable(0, 0, 0))
                .isEqualTo(CellSums.ofPair(0, 0, 0).plus(CellSums.ZERO));
        assertThat(CellSums.summable(0.5, 1, 3))
                .isEqualTo(new CellSums(
                        1, 3, 1.5, 0.75, 3, 3, 1.5, Math.rint(3 * Math.log(0.5) * 0x1p38) / 0x1p38, 0, 2.25));
        assertThatThrownBy(() -> CellSums.summable(0.5, 2, 1)).hasMessage("outcome must be in [0, 1], got 2.0");
    }

    @Test
    void constructor_notFinite_namesTheSum() {
        assertThatThrownBy(() -> new CellSums(1, 1, Double.NaN, 0, 0, 0, 0, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("wp must be finite, got NaN");
    }

    @Test
    void minus_moreThanThereIs_isADifferenceWithNegativeCount() {
        CellSums pair = CellSums.ofPair(0.3, 1, 1);
        assertThat(CellSums.ZERO.minus(pair).n()).isEqualTo(-1);
        assertThat(CellSums.ZERO.minus(pair).plus(pair)).isEqualTo(CellSums.ZERO);
    }
}

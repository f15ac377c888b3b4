package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

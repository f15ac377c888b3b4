package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LikelihoodRatioTestTest {

    private static CalibrationSummary.Builder add(CalibrationSummary.Builder builder, double p, int n, int positives) {
        for (int i = 0; i < n; i++) {
            builder.addPair(p, i < positives ? 1 : 0, 1);
        }
        return builder;
    }

    @Test
    void of_constantProbability_onlyTheOffsetIsTested() {
        LikelihoodRatioTest test = LikelihoodRatioTest.of(
                        add(CalibrationSummary.builder(), 0.5, 10, 6).build())
                .orElseThrow();
        double statistic = 2 * (6 * Math.log(0.6) + 4 * Math.log(0.4) - 10 * Math.log(0.5));
        assertThat(test.offset()).isCloseTo(Math.log(1.5), within(1e-12));
        assertThat(test.intercept()).isEqualTo(test.offset());
        assertThat(test.slope()).isEqualTo(1);
        assertThat(test.degreesOfFreedom()).isEqualTo(1);
        assertThat(test.statistic()).isCloseTo(statistic, within(1e-12));
        assertThat(test.statistic()).isCloseTo(0.402710, within(1e-6));
        assertThat(test.pValue()).isCloseTo(0.525693, within(1e-6)).isEqualTo(test.offsetPValue());
    }

    @Test
    void of_twoProbabilities_isSolvedByHand() {
        // two points: the line goes through both observed log odds
        LikelihoodRatioTest test = LikelihoodRatioTest.of(add(add(CalibrationSummary.builder(), 0.2, 10, 3), 0.8, 10, 6)
                        .build())
                .orElseThrow();
        double low = Math.log(0.3 / 0.7);
        double high = Math.log(0.6 / 0.4);
        assertThat(test.slope()).isCloseTo((high - low) / (2 * Math.log(4)), within(1e-12));
        assertThat(test.intercept()).isCloseTo((high + low) / 2, within(1e-12));
        assertThat(test.degreesOfFreedom()).isEqualTo(2);
        double fitted = 3 * Math.log(0.3) + 7 * Math.log(0.7) + 6 * Math.log(0.6) + 4 * Math.log(0.4);
        double issued = 3 * Math.log(0.2) + 7 * Math.log(0.8) + 6 * Math.log(0.8) + 4 * Math.log(0.2);
        assertThat(test.statistic()).isCloseTo(2 * (fitted - issued), within(1e-12));
        assertThat(test.pValue()).isCloseTo(Math.exp(-test.statistic() / 2), within(1e-12)); // chi2(2) tail
    }

    @Test
    void of_constantProbabilityAnywhere_onlyTheOffsetIsTested() {
        for (double p : new double[] {0, 1e-9, 1e-7, 1e-3, 0.1, 0.37, 0.9, 0.9999, 0.999999, 1 - 1e-7, 1 - 1e-8, 1}) {
            LikelihoodRatioTest test = LikelihoodRatioTest.of(
                            add(CalibrationSummary.builder(), p, 1000, 3).build())
                    .orElseThrow();
            assertThat(test.degreesOfFreedom()).as("%s", p).isEqualTo(1);
            double expected = Math.log(3 / 997.0) - Logistic.logit(p);
            assertThat(test.offset()).as("%s", p).isCloseTo(expected, within(1e-8));
        }
    }

    /** Sums that were added up without compensation, as a database does it. */
    @Test
    void of_constantProbabilitySummedPlainly_isStillConstant() {
        CellSums sums = CellSums.ZERO;
        for (int i = 0; i < 100_000; i++) {
            sums = sums.plus(CellSums.ofPair(0.37, i % 3 == 0 ? 1 : 0, 0.1));
        }
        CalibrationSummary summary =
                CalibrationSummary.builder().add(ScoreCells.cell(0.37), sums).build();
        assertThat(LikelihoodRatioTest.of(summary).orElseThrow().degreesOfFreedom())
                .isEqualTo(1);
    }

    @Test
    void of_noFiniteFit_isEmpty() {
        assertThat(LikelihoodRatioTest.of(CalibrationSummary.empty())).isEmpty();
        assertThat(LikelihoodRatioTest.of(
                        add(CalibrationSummary.builder(), 0.5, 10, 10).build()))
                .isEmpty();
        assertThat(LikelihoodRatioTest.of(add(add(CalibrationSummary.builder(), 0.2, 9, 0), 0.8, 9, 9)
                        .build()))
                .isEmpty();
    }

    @Test
    void of_certainProbabilities_areClipped() {
        LikelihoodRatioTest test = LikelihoodRatioTest.of(add(
                                add(add(CalibrationSummary.builder(), 0, 10, 1), 1, 10, 9), 0.5, 10, 5)
                        .build())
                .orElseThrow();
        assertThat(test.slope()).isBetween(0.05, 0.3);
        assertThat(test.pValue()).isLessThan(1e-6);
    }
}

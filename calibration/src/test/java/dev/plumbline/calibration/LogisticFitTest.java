package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogisticFitTest {

    /** The bound in the Javadoc of {@link LogisticTerms}, over slopes far beyond those of real fits. */
    @Test
    void logLikelihood_fromCells_isWithinTheStatedBound() {
        for (TestData.OracleSet set : TestData.synthetic()) {
            CalibrationSample sample = TestData.weighted(set);
            CalibrationSummary summary = CalibrationSummary.of(sample);
            LogisticTerms rows = LogisticTerms.ofRows(
                    TestData.probabilities(sample), TestData.outcomes(sample), TestData.weights(sample));
            LogisticTerms cells = LogisticTerms.ofProbabilities(summary);
            double cubes = 0;
            for (int i = 0; i < sample.size(); i++) {
                CellSums in = summary.cell(ScoreCells.cell(sample.probability(i)));
                cubes += sample.weight(i) * Math.pow(Math.abs(sample.probability(i) - in.wp() / in.w()), 3);
            }
            for (double slope : new double[] {1, 4, 16, 64, -64}) {
                LogisticFit line = new LogisticFit(-slope / 2, slope);
                double bound = Math.pow(Math.abs(slope), 3) * cubes / 62;
                assertThat(line.logLikelihood(cells))
                        .isCloseTo(line.logLikelihood(rows), within(bound + 1e-13 * sample.size()));
            }
        }
    }

    @Test
    void of_twoPoints_goesThroughBothLogOdds() {
        LogisticFit fit = LogisticFit.of(
                LogisticTerms.ofRows(new double[] {1, 3}, new double[] {0.2, 0.7}, new double[] {5, 0.1}));
        double low = Math.log(0.25);
        double high = Math.log(7 / 3.0);
        assertThat(fit.slope()).isCloseTo((high - low) / 2, within(1e-12));
        assertThat(fit.intercept()).isCloseTo(low - (high - low) / 2, within(1e-12));
    }

    @Test
    void of_hardlyOverlappingClasses_keepsItsDigits() {
        // two points again, with log odds of about -27.6 and 27.6
        double tiny = 1e-12;
        LogisticFit fit = LogisticFit.of(
                LogisticTerms.ofRows(new double[] {0, 1}, new double[] {tiny, 1 - tiny}, new double[] {1, 1}));
        double logOdds = Math.log(tiny) - Math.log1p(-tiny);
        // below a 1e-9th part the rows count as classes without overlap
        assertThat(Math.abs(fit.intercept())).isLessThan(-logOdds);
        double almost = 1 - 1e-8;
        LogisticFit near = LogisticFit.of(
                LogisticTerms.ofRows(new double[] {0, 1}, new double[] {1e-8, almost}, new double[] {1, 1}));
        double low = Math.log(1e-8) - Math.log1p(-1e-8);
        double high = Math.log(almost) - Math.log(1 - almost); // 1 - almost is exact
        assertThat(near.intercept()).isCloseTo(low, within(1e-10));
        assertThat(near.slope()).isCloseTo(high - low, within(1e-10));
    }

    @Test
    void withSlope_oneProbability_isTheDifferenceOfLogOdds() {
        LogisticTerms terms = LogisticTerms.ofLogits(CalibrationSummary.builder()
                .addPair(0.8, 1, 1)
                .addPair(0.8, 0, 1)
                .build());
        assertThat(LogisticFit.withSlope(terms, 1).intercept()).isCloseTo(-Math.log(4), within(1e-12));
    }
}

package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Cox recalibration from cells against the oracle table (fits on rows): bounds below. */
class LikelihoodRatioTestOracleTest {

    @Test
    void of_syntheticSets_agree() {
        check(TestData.synthetic());
    }

    @Test
    void of_realSets_agree() {
        check(TestData.real());
    }

    private static void check(List<TestData.OracleSet> sets) {
        TestData.Worst worst = new TestData.Worst();
        for (TestData.OracleSet set : sets) {
            JsonNode cox = set.figures().get("cox");
            LikelihoodRatioTest test =
                    LikelihoodRatioTest.of(CalibrationSummary.of(set.sample())).orElseThrow();
            double i = TestData.relativeError(
                    test.intercept(), cox.get("intercept").asDouble());
            double s = TestData.relativeError(test.slope(), cox.get("slope").asDouble());
            double o = TestData.relativeError(test.offset(), cox.get("citl").asDouble());
            double t = Math.abs(test.statistic() - cox.get("lr_stat").asDouble())
                    / (1 + cox.get("lr_stat").asDouble());
            double p = TestData.relativeError(test.pValue(), cox.get("lr_p").asDouble());
            System.out.printf("%-40s %.1e %.1e %.1e %.1e %.1e%n", set.name(), i, s, o, t, p);
            worst.see("intercept", i);
            worst.see("slope", s);
            worst.see("offset", o);
            worst.see("statistic", t);
            worst.see("pValue", p);
        }
        System.out.println("Cox, largest relative errors: " + worst);
        for (String name : List.of("intercept", "slope", "offset", "statistic", "pValue")) {
            assertThat(worst.of(name)).as(name).isLessThan(1e-6);
        }
    }
}

package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Metrics that need all pairs against the oracle table: sums 1e-12, fits 1e-9 relative, smooth error 1e-6. */
class PairMetricsOracleTest {

    private static final List<String> FITS =
            List.of("cox/intercept", "cox/slope", "cox/citl", "cox/lr_stat", "cox/lr_p");

    @Test
    void metrics_syntheticSets_agree() {
        check(TestData.syntheticFromPairs());
    }

    @Test
    void metrics_realSets_agree() {
        check(TestData.realFromPairs());
    }

    private static void check(List<TestData.OracleSet> sets) {
        TestData.Worst worst = new TestData.Worst();
        for (TestData.OracleSet set : sets) {
            CalibrationSample sample = set.sample();
            See see = new See(worst, set.figures());
            CalibrationError width = CalibrationError.equalWidth(sample, 10);
            see.at("ece10_width", width.ece());
            see.at("mce10_width", width.mce());
            see.at("ece10_width_debiased", width.debiased());
            see.at("ece15_width", CalibrationError.equalWidth(sample, 15).ece());
            CalibrationError mass = CalibrationError.equalMass(sample, 10);
            see.at("ece10_mass_sklearn", mass.ece());
            see.at("ece10_mass_debiased", mass.debiased());
            see.at("rmsce10_mass_debiased_sq", mass.squaredDebiased());
            see.at("brier", Scores.brier(sample).value());
            assertThat(Scores.logLoss(sample).isEmpty())
                    .isEqualTo(set.figures().get("logloss").isNull());
            Scores.logLoss(sample).ifPresent(loss -> see.at("logloss", loss.value()));
            see.at("auc", AreaUnderCurve.of(sample).orElseThrow().value());
            MurphyDecomposition murphy = MurphyDecomposition.of(sample);
            see.at("murphy10/rel", murphy.reliability());
            see.at("murphy10/res", murphy.resolution());
            see.at("murphy10/unc", murphy.uncertainty());
            SpiegelhalterZ spiegelhalter = SpiegelhalterZ.of(sample).orElseThrow();
            see.at("spiegelhalter_z", spiegelhalter.z());
            // the tail of a z that is right to the last bits has a relative error of z^2 times that
            assertThat(spiegelhalter.pValue() - see.figure("spiegelhalter_p"))
                    .isBetween(-1e-9 * see.figure("spiegelhalter_p"), 1e-9 * see.figure("spiegelhalter_p"));
            see.at("ks", KolmogorovSmirnov.of(sample).statistic());
            corp(see, "corp_brier/", CorpDecomposition.brier(sample));
            corp(see, "corp_logloss/", CorpDecomposition.logLoss(sample));
            see.at("logloss_clip7", CorpDecomposition.logLoss(sample).score());
            CoxRecalibration cox = CoxRecalibration.of(sample).orElseThrow();
            see.at("cox/intercept", cox.intercept().value());
            see.at("cox/slope", cox.slope().value());
            see.at("cox/citl", cox.offset().value());
            see.at("cox/lr_stat", cox.statistic());
            see.at("cox/lr_p", cox.pValue());
            SmoothCalibrationError smooth = SmoothCalibrationError.of(sample);
            worst.see("smece", Math.abs(smooth.value() - see.figure("smece")));
            worst.see("smece_bandwidth", Math.abs(smooth.bandwidth() - see.figure("smece_bandwidth")));
        }
        System.out.println("metrics of pairs, largest errors over " + sets.size() + " sets: " + worst);
        for (Map.Entry<String, Double> entry : worst.all().entrySet()) {
            String name = entry.getKey();
            double tolerance = name.startsWith("smece") ? 1e-6 : FITS.contains(name) ? 1e-9 : 1e-12;
            assertThat(entry.getValue()).as(name).isLessThan(tolerance);
        }
        assertThat(worst.all()).hasSizeGreaterThan(25);
    }

    private static void corp(See see, String name, CorpDecomposition corp) {
        see.at(name + "mcb", corp.miscalibration());
        see.at(name + "dsc", corp.discrimination());
        see.at(name + "unc", corp.uncertainty());
        double parts = corp.miscalibration() - corp.discrimination() + corp.uncertainty();
        assertThat(Math.abs(parts - corp.score())).isLessThan(1e-14);
    }

    @Test
    void metrics_weightedSyntheticSets_agree() {
        for (TestData.OracleSet set : TestData.syntheticFromPairs()) {
            CalibrationSample sample = TestData.weighted(set);
            TestData.Worst worst = new TestData.Worst();
            See see = new See(worst, set.figures().get("weighted"));
            see.at("ece10_width", CalibrationError.equalWidth(sample, 10).ece());
            see.at("brier", Scores.brier(sample).value());
            see.at("logloss", Scores.logLoss(sample).orElseThrow().value());
            see.at("sum_w", sample.rows().totalWeight);
            assertThat(worst.all().values()).allMatch(error -> error < 1e-12);
        }
    }

    @Test
    void figures_valProbOfR_agree() {
        TestData.Worst worst = new TestData.Worst();
        for (TestData.OracleSet set : TestData.syntheticFromPairs()) {
            JsonNode figures = TestData.valProb().get(set.name());
            if (figures == null) {
                continue;
            }
            See see = new See(worst, figures);
            CoxRecalibration cox = CoxRecalibration.of(set.sample()).orElseThrow();
            see.at("Intercept", cox.intercept().value());
            see.at("Slope", cox.slope().value());
            see.at("Brier", Scores.brier(set.sample()).value());
            see.at("S:z", SpiegelhalterZ.of(set.sample()).orElseThrow().z());
            see.at("S:p", SpiegelhalterZ.of(set.sample()).orElseThrow().pValue());
            see.at("U:Chi-sq", cox.statistic());
            see.at("C", AreaUnderCurve.of(set.sample()).orElseThrow().value());
            IntegratedCalibration integrated = IntegratedCalibration.of(set.sample());
            see.at("Eavg", integrated.ici());
            see.at("E90", integrated.e90());
            see.at("Emax", integrated.emax());
        }
        System.out.println("val.prob of R, largest errors: " + worst);
        for (String name : List.of("Intercept", "Slope", "Brier", "S:z", "U:Chi-sq")) {
            assertThat(worst.of(name)).as(name).isLessThan(5e-9); // R stops its fit there
        }
        assertThat(worst.of("C")).isLessThan(5e-5); // R rounds probabilities before it ranks
        for (String name : List.of("Eavg", "E90", "Emax")) {
            assertThat(worst.of(name)).as(name).isLessThan(2e-4); // R leaves out steps of its own choice
        }
    }

    /** Puts the relative error of each figure against its oracle into a table of worst ones. */
    private record See(TestData.Worst worst, JsonNode figures) {
        double figure(String path) {
            JsonNode node = figures.at("/" + path);
            assertThat(node.isNumber()).as(path).isTrue();
            return node.asDouble();
        }

        void at(String path, double value) {
            double expected = figure(path);
            worst.see(path, Math.abs(value - expected) / Math.max(1e-3, Math.abs(expected)));
        }
    }
}

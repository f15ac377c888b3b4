package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.TestData;
import dev.plumbline.calibration.TestData.DatedPairs;
import org.junit.jupiter.api.Test;

/** Game forecasts of three leagues, column prob1, in time order; the games of one day are one block. */
class RealStreamsTest {

    private static FileEvidence evidence(String file) {
        DatedPairs pairs = TestData.dated(file, "prob1");
        FileEvidence evidence = FileEvidence.byTime(pairs.sample(), pairs.times(), Detector.MATERIAL_LOSS);
        Detector detector = evidence.detector();
        System.out.printf(
                "%s: %d pairs, ln R %.2f, ln D %.2f, ln E %.2f (most %.2f), sure %s, drifted block %d of %d; %s; %s%n",
                file,
                detector.pairs(),
                detector.logR(),
                detector.logD(),
                detector.logE(),
                detector.maxLogE(),
                detector.isSure(),
                detector.driftedBlock(),
                detector.blocks(),
                Diagnosis.of(detector).orElseThrow(),
                evidence.dispersion().orElseThrow());
        return evidence;
    }

    /** Whether it was suspected after any block: the same pass again, stopped at each. */
    private static boolean everSuspected(String file) {
        DatedPairs pairs = TestData.dated(file, "prob1");
        Detector detector = new Detector(EvidenceGrid.wide(), Detector.MATERIAL_LOSS);
        CalibrationSample sample = pairs.sample();
        long[] times = pairs.times();
        boolean ever = false;
        for (int from = 0; from < times.length; ) {
            EvidenceBlock.Builder day = new EvidenceBlock.Builder(EvidenceGrid.wide(), 1, 1);
            int to = from;
            while (to < times.length && times[to] == times[from]) {
                day.add(sample.probability(to), sample.outcome(to), 1);
                to++;
            }
            detector.enter(day.build());
            ever |= detector.isSuspected();
            from = to;
        }
        return ever;
    }

    @Test
    void mlb_isCalibrated_neverAlarms() {
        assertThat(evidence("mlb_games.csv").detector().isSure()).isFalse();
        assertThat(everSuspected("mlb_games.csv")).isFalse();
    }

    @Test
    void nba_isDrifted_withinThreeSeasons() {
        FileEvidence nba = evidence("nba_games.csv");
        DatedPairs pairs = TestData.dated("nba_games.csv", "prob1");
        assertThat(nba.detector().isDrifted()).isTrue();
        long drifted = nba.blockTimes()[nba.detector().driftedBlock()];
        int seasons = 1;
        for (int i = 1; i < pairs.times().length && pairs.times()[i] <= drifted; i++) {
            seasons += pairs.season()[i].equals(pairs.season()[i - 1]) ? 0 : 1;
        }
        System.out.println("nba drifted in season " + seasons);
        assertThat(seasons).isLessThanOrEqualTo(3);
    }

    @Test
    void nhl_isSuspectedOfItsSlope() {
        Detector nhl = evidence("nhl_games.csv").detector();
        assertThat(nhl.maxLogE()).isGreaterThanOrEqualTo(Math.log(20));
        assertThat(everSuspected("nhl_games.csv")).isTrue();
        Diagnosis diagnosis = Diagnosis.of(nhl).orElseThrow();
        assertThat(diagnosis.kind()).isEqualTo(Diagnosis.Kind.SLOPE);
        assertThat(diagnosis.since()).isZero();
        CalibrationSample all = TestData.dated("nhl_games.csv", "prob1").sample();
        Diagnosis refined = diagnosis.refined(CalibrationSummary.of(all), 0.01);
        System.out.println("nhl by its pairs: " + refined);
        assertThat(refined.kind()).isEqualTo(Diagnosis.Kind.SLOPE);
    }
}

package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.evidence.Diagnosis.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DetectorTest {

    private static final EvidenceGrid GRID = EvidenceGrid.wide();

    /** A block of so many pairs at p, of which so many happened. */
    private static EvidenceBlock block(double p, int pairs, int happened) {
        EvidenceBlock.Builder block = new EvidenceBlock.Builder(GRID, 1, 1);
        for (int i = 0; i < pairs; i++) {
            block.add(p, i < happened ? 1 : 0, 1);
        }
        return block.build();
    }

    /** R, D and E written out as sums over starts. */
    @Test
    void recursion_isTheSumOverStarts() {
        List<EvidenceBlock> blocks = List.of(block(0.5, 7, 4), block(0.2, 3, 1), block(0.9, 11, 7), block(0.5, 2, 2));
        Detector detector = new Detector(GRID, 0);
        blocks.forEach(detector::enter);
        double r = 0;
        double d = 0;
        double e = 0;
        double leading = 0;
        int best = -1;
        int since = -1;
        for (int k = 0; k < GRID.size(); k++) {
            double all = 0;
            double point = 0;
            double largest = 0;
            int start = -1;
            for (int from = 0; from < blocks.size(); from++) {
                long before = 0;
                double log = 0;
                for (int i = 0; i < blocks.size(); i++) {
                    before += i < from ? blocks.get(i).factors().units() : 0;
                    log += i >= from ? blocks.get(i).factors().log()[k] : 0;
                }
                long n = blocks.get(from).factors().units();
                double mass = (1 - 1 / (1 + Math.log(1 + (before + n) / 3000.0)))
                        - (1 - 1 / (1 + Math.log(1 + before / 3000.0)));
                all += n * Math.exp(log);
                point += mass * Math.exp(log);
                if (mass * Math.exp(log) > largest) {
                    largest = mass * Math.exp(log);
                    start = from;
                }
                e += from == 0 ? Math.exp(GRID.logWeights()[k] + log) : 0;
            }
            if (k < GRID.detectorPoints()) {
                double stake = Math.exp(GRID.logDetectorWeights()[k]);
                r += stake * all;
                d += stake * point;
                if (stake * point > leading) {
                    leading = stake * point;
                    best = k;
                    since = start;
                }
            }
        }
        assertThat(detector.logR()).isCloseTo(Math.log(r), within(1e-10));
        assertThat(detector.logD()).isCloseTo(Math.log(d), within(1e-10));
        assertThat(detector.logE()).isCloseTo(Math.log(e), within(1e-10));
        assertThat(detector.leading()).isEqualTo(best);
        assertThat(detector.since()).isEqualTo(since);
        assertThat(detector.units()).isEqualTo(23);
    }

    @Test
    void beforeTheFirstBlock_nothingIsKnown() {
        Detector detector = new Detector(GRID, 0);
        assertThat(detector.logR()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(detector.logD()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(detector.logE()).isCloseTo(0, within(1e-12));
        assertThat(detector.maxLogEBlock()).isEqualTo(-1);
        assertThat(detector.isMaterial()).isFalse();
        assertThat(Diagnosis.of(detector)).isEmpty();
    }

    @Test
    void missingOutcomes_countInTime_andAddNoEvidence() {
        Detector detector = new Detector(GRID, 0);
        EvidenceBlock missing = new EvidenceBlock.Builder(GRID, 1, 1)
                .missing(0.2, 1)
                .missing(0.9, 1)
                .build();
        detector.enter(missing);
        assertThat(detector.units()).isEqualTo(2);
        assertThat(detector.pairs()).isZero();
        assertThat(detector.logR()).isCloseTo(Math.log(2), within(1e-12));
        assertThat(detector.logE()).isCloseTo(0, within(1e-12));
    }

    /** Good days, a fault, good days again: suspicion comes and goes, drift stays, E remembers its peak. */
    @Test
    void suspicionEnds_driftStays() {
        Detector detector = new Detector(GRID, Detector.MATERIAL_LOSS);
        for (int day = 0; day < 20; day++) {
            detector.enter(block(0.4, 100, 40));
        }
        assertThat(detector.isSuspected() || detector.isSure()).isFalse();
        for (int day = 0; day < 10; day++) {
            detector.enter(block(0.4, 100, 55));
        }
        assertThat(detector.isSuspected() && detector.isSure() && detector.isDrifted())
                .isTrue();
        assertThat(detector.driftedBlock()).isBetween(20, 29);
        assertThat(detector.since()).isEqualTo(20);
        CalibrationSummary.Builder window = CalibrationSummary.builder();
        for (int i = 0; i < 1000; i++) {
            window.addPair(0.4, i < 550 ? 1 : 0, 1);
        }
        Diagnosis diagnosis = Diagnosis.of(detector).orElseThrow().refined(window.build(), 0.01);
        assertThat(diagnosis.kind()).isEqualTo(Kind.OFFSET);
        assertThat(diagnosis.shift()).isCloseTo(Math.log(0.55 / 0.45) - Math.log(0.4 / 0.6), within(1e-6));
        assertThat(diagnosis.since()).isEqualTo(20);
        assertThat(diagnosis.direction()).isEqualTo("probabilities are too low");
        double most = detector.maxLogE();
        boolean held = false;
        for (int day = 0; day < 150; day++) {
            boolean before = detector.isSuspected();
            detector.enter(block(0.4, 100, 40));
            // between the two levels it stays what it was
            held |= before && detector.isSuspected() && detector.logR() < Math.log(20_000);
            assertThat(detector.isSuspected()).isEqualTo(before && detector.logR() >= Math.log(2_000));
        }
        assertThat(detector.isSuspected()).isFalse();
        assertThat(detector.isDrifted()).isTrue();
        assertThat(detector.maxLogE()).isEqualTo(most);
        assertThat(held).isTrue();
    }

    @Test
    void sureButSmall_isNotDrifted() {
        Detector small = new Detector(GRID, 0.01);
        Detector strict = new Detector(GRID, 0.0005);
        for (int day = 0; day < 100; day++) {
            // a shift of .2: loss of .005 nats an outcome
            EvidenceBlock day100 = block(0.5, 100, 55);
            small.enter(day100);
            strict.enter(day100);
        }
        assertThat(small.isSure()).isTrue();
        assertThat(small.isMaterial()).isFalse();
        assertThat(small.isDrifted()).isFalse();
        assertThat(strict.isDrifted()).isTrue();
    }

    /** The size rule by hand: mean and deviation of the log factors since the start. */
    @Test
    void material_byHand() {
        EvidenceBlock day = block(0.5, 100, 60);
        double l1 = Math.log(2 / (1 + Math.exp(-0.5)));
        double l0 = Math.log(2 / (1 + Math.exp(0.5)));
        double mean = 0.6 * l1 + 0.4 * l0;
        double sd = Math.sqrt((0.6 * l1 * l1 + 0.4 * l0 * l0 - mean * mean) * 100 / 99);
        double bound = mean - 1.6448536269514722 * sd / 10;
        for (double nudge : new double[] {-1e-9, 1e-9}) {
            double loss = Math.max(0, bound + nudge);
            Detector detector = new Detector(GRID, loss);
            detector.enter(day);
            assertThat(GRID.shift(detector.leading())).isEqualTo(0.5);
            assertThat(detector.isMaterial()).isEqualTo(bound >= loss);
        }
    }

    private static Detector simulated(double slope, double shift, double bend, List<double[]> pairs) {
        SplittableRandom random = new SplittableRandom(5);
        Detector detector = new Detector(GRID, Detector.MATERIAL_LOSS);
        for (int i = 0; i < 6000; i++) {
            double p = random.nextDouble();
            double z = Math.log(p / (1 - p));
            double q = 1 / (1 + Math.exp(-(slope * z + shift + bend * z * z)));
            double y = Streams.outcome(random, q);
            detector.enterPair(p, y, 1);
            pairs.add(new double[] {p, y});
        }
        return detector;
    }

    private static Diagnosis diagnosed(double slope, double shift, double bend) {
        List<double[]> pairs = new ArrayList<>();
        Diagnosis diagnosis = Diagnosis.of(simulated(slope, shift, bend, pairs)).orElseThrow();
        CalibrationSummary.Builder summary = CalibrationSummary.builder();
        pairs.subList(diagnosis.since(), pairs.size()).forEach(pair -> summary.addPair(pair[0], pair[1], 1));
        return diagnosis.refined(summary.build(), 1e-4);
    }

    /** Seed 5; faults of this size are told apart in nearly every stream of 6,000. */
    @Test
    void diagnosis_namesTheSimplestFault() {
        assertThat(diagnosed(1, -0.4, 0).kind()).isEqualTo(Kind.OFFSET);
        assertThat(diagnosed(1, -0.4, 0).direction()).isEqualTo("probabilities are too high");
        assertThat(diagnosed(0.7, 0, 0).kind()).isEqualTo(Kind.SLOPE);
        assertThat(diagnosed(0.7, 0, 0).slope()).isBetween(0.6, 0.8);
        assertThat(Diagnosis.of(simulated(0.7, 0, 0, new ArrayList<>()))
                        .orElseThrow()
                        .kind())
                .isEqualTo(Kind.SLOPE);
        assertThat(Diagnosis.of(simulated(1, 0.4, 0, new ArrayList<>()))
                        .orElseThrow()
                        .kind())
                .isEqualTo(Kind.OFFSET);
        assertThat(diagnosed(1.5, 0.2, 0).direction()).isEqualTo("probabilities are too timid");
        Diagnosis bent = diagnosed(1, 0, 0.15);
        assertThat(bent.kind()).isEqualTo(Kind.SHAPE);
        assertThat(bent.direction()).startsWith("extreme probabilities are too low");
        assertThat(bent.remedy()).contains("bend");
    }

    /** The p-value on lines; 4.5 standard deviations of the simulation above the level. */
    @Test
    void shapeTest_onALine_holdsItsLevel() {
        int rounds = 500;
        double[] pValues = Streams.each(rounds, 3, random -> {
            CalibrationSummary.Builder summary = CalibrationSummary.builder();
            for (int i = 0; i < 1000; i++) {
                double p = random.nextDouble();
                summary.addPair(p, Streams.outcome(random, Streams.moved(p, 0.7, 0.3)), 1);
            }
            return ShapeTest.of(summary.build()).orElseThrow().pValue();
        });
        for (double alpha : new double[] {0.05, 0.5}) {
            double share = Arrays.stream(pValues).filter(p -> p <= alpha).count() / (double) rounds;
            System.out.printf("shape test, level %.2f: %.3f%n", alpha, share);
            assertThat(share).isCloseTo(alpha, within(4.5 * Math.sqrt(alpha * (1 - alpha) / rounds)));
        }
    }
}

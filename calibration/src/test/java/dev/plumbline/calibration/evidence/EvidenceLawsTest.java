package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.TestData;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Laws of blocks and streams over seeded random samples with ties, edges, fractional outcomes and weights of 0 to 3. */
class EvidenceLawsTest {

    private static final long SEED = 20;
    private static final double MAX_WEIGHT = 3;

    private static void each(BiConsumer<SplittableRandom, CalibrationSample> law) {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 50; round++) {
            law.accept(random, TestData.random(random));
        }
    }

    private static EvidenceBlock block(CalibrationSample sample, int from, int to) {
        EvidenceBlock.Builder builder = new EvidenceBlock.Builder(EvidenceGrid.wide(), MAX_WEIGHT, 1.05);
        for (int i = from; i < to; i++) {
            builder.add(sample.probability(i), sample.outcome(i), sample.weight(i));
        }
        return builder.build();
    }

    private static EvidenceBlock block(CalibrationSample sample) {
        return block(sample, 0, sample.size());
    }

    private static void assertSame(double[] a, double[] b) {
        assertThat(a)
                .containsExactly(
                        b,
                        within(1e-10
                                * (1 + Arrays.stream(b).map(Math::abs).max().orElse(0))));
    }

    private static void assertSame(EvidenceBlock a, EvidenceBlock b) {
        assertThat(a.pairs()).isEqualTo(b.pairs());
        assertThat(a.factors().units()).isEqualTo(b.factors().units());
        assertThat(a.factors().observed()).isEqualTo(b.factors().observed());
        assertSame(a.factors().log(), b.factors().log());
        assertSame(a.factors().squares(), b.factors().squares());
        assertSame(sums(a.residuals()), sums(b.residuals()));
        assertSame(a.residuals().gain(), b.residuals().gain());
        assertSame(a.residuals().bound(), b.residuals().bound());
    }

    private static double[] sums(ResidualSums r) {
        return new double[] {r.weight(), r.residual(), r.squares(), r.variance(), r.fourth()};
    }

    @Test
    void block_doesNotDependOnTheOrder() {
        each((random, sample) -> assertSame(block(TestData.shuffled(sample, random)), block(sample)));
    }

    @Test
    void merge_isTheWhole() {
        each((random, sample) -> {
            int cut = random.nextInt(sample.size() + 1);
            assertSame(block(sample, 0, cut).plus(block(sample, cut, sample.size())), block(sample));
        });
    }

    @Test
    void fractionalOutcome_residualsAreThoseOfItsSplitRows() {
        each((random, sample) -> {
            EvidenceBlock.Builder split = new EvidenceBlock.Builder(EvidenceGrid.wide(), MAX_WEIGHT, 1.05);
            sample.forEach((p, y, w) -> split.add(p, 1, w * y).add(p, 0, w * (1 - y)));
            EvidenceBlock rows = split.build();
            assertSame(rows.residuals().gain(), block(sample).residuals().gain());
            assertThat(rows.residuals().residual())
                    .isCloseTo(block(sample).residuals().residual(), within(1e-10));
        });
    }

    /** The factor itself, not its logarithm, is linear in the outcome: that is what keeps its mean at 1. */
    @Test
    void fractionalOutcome_mixesTheFactorsOfBothOutcomes() {
        each((random, sample) -> {
            double p = sample.probability(0);
            double y = random.nextDouble();
            double[] ifOne = single(p, 1, MAX_WEIGHT).factors().log();
            double[] ifZero = single(p, 0, MAX_WEIGHT).factors().log();
            double[] mixed = single(p, y, MAX_WEIGHT).factors().log();
            for (int k = 0; k < mixed.length; k++) {
                double factor = y * Math.exp(ifOne[k]) + (1 - y) * Math.exp(ifZero[k]);
                assertThat(mixed[k]).isCloseTo(Math.log(factor), within(1e-9));
            }
        });
    }

    @Test
    void weight_isAPowerOfTheFactor_atMost1() {
        each((random, sample) -> {
            double p = sample.probability(0);
            double y = sample.outcome(0);
            double[] whole = single(p, y, MAX_WEIGHT).factors().log();
            double w = MAX_WEIGHT * random.nextDouble();
            double[] part = single(p, y, w).factors().log();
            for (int k = 0; k < whole.length; k++) {
                assertThat(part[k]).isCloseTo(whole[k] * w / MAX_WEIGHT, within(1e-12));
            }
            assertThat(single(p, y, 10 * MAX_WEIGHT).factors().log()).containsExactly(whole);
        });
    }

    private static EvidenceBlock single(double p, double y, double w) {
        return new EvidenceBlock.Builder(EvidenceGrid.wide(), MAX_WEIGHT, 1)
                .add(p, y, w)
                .build();
    }

    @Test
    void pairByPair_isTheSameAsBlocksOfOne() {
        each((random, sample) -> {
            Detector pairs = new Detector(EvidenceGrid.wide(), 0);
            Detector blocks = new Detector(EvidenceGrid.wide(), 0);
            sample.forEach((p, y, w) -> {
                pairs.enterPair(p, y, w / MAX_WEIGHT);
                blocks.enter(single(p, y, w));
            });
            assertSame(pairs, blocks);
        });
    }

    private static void assertSame(Detector a, Detector b) {
        assertThat(a.units()).isEqualTo(b.units());
        assertThat(a.pairs()).isEqualTo(b.pairs());
        assertThat(a.blocks()).isEqualTo(b.blocks());
        assertThat(a.leading()).isEqualTo(b.leading());
        assertThat(a.since()).isEqualTo(b.since());
        assertThat(a.driftedBlock()).isEqualTo(b.driftedBlock());
        assertSame(
                new double[] {a.logR(), a.logD(), a.logE(), a.maxLogE()},
                new double[] {b.logR(), b.logD(), b.logE(), b.maxLogE()});
    }

    @Test
    void file_doesNotDependOnTheOrderOfRows() {
        each((random, plain) -> {
            int n = plain.size();
            double[] p = new double[n];
            double[] y = new double[n];
            double[] w = new double[n];
            long[] group = new long[n];
            long[] time = new long[n];
            long[] order = random.longs(n).toArray();
            Integer[] rows = new Integer[n];
            Arrays.setAll(rows, i -> i);
            long[] times =
                    random.longs(n, 0, 20).map(day -> day * 40_000_000_000L).toArray();
            long[] groups = random.longs(n, 0, n).toArray();
            CalibrationSample grouped = plain.withGroups(groups);
            FileEvidence whole = FileEvidence.byTime(grouped, times, 0);
            Arrays.sort(rows, (a, b) -> Long.compare(order[a], order[b]));
            for (int i = 0; i < n; i++) {
                p[i] = plain.probability(rows[i]);
                y[i] = plain.outcome(rows[i]);
                w[i] = plain.weight(rows[i]);
                group[i] = groups[rows[i]];
                time[i] = times[rows[i]];
            }
            CalibrationSample mixed = CalibrationSample.of(p, y, w).withGroups(group);
            FileEvidence other = FileEvidence.byTime(mixed, time, 0);
            assertSame(other.detector(), whole.detector());
            assertThat(other.blockTimes()).containsExactly(whole.blockTimes());
            assertSame(sums(other.residuals()), sums(whole.residuals()));
            assertSame(
                    FileEvidence.atOnce(mixed, 0).detector(),
                    FileEvidence.atOnce(grouped, 0).detector());
            assertSame(
                    FileEvidence.byTime(grouped, new long[n], 0).detector(),
                    FileEvidence.atOnce(grouped, 0).detector());
        });
    }

    /** To the last bit, for few rows and for so many that moments are taken; scores with ties, weights, fractional outcomes. */
    @Test
    void file_rowsOfOneTimeInAnotherOrder_sameBits() {
        SplittableRandom random = new SplittableRandom(71);
        for (int n : new int[] {300, 5_000}) {
            double[][] columns = new double[3][n];
            double[][] turned = new double[3][n];
            for (int i = 0; i < n; i++) {
                columns[0][i] = random.nextInt(2) == 0 ? random.nextInt(20) / 20.0 : random.nextDouble();
                columns[1][i] = random.nextInt(4) == 0 ? random.nextDouble() : random.nextInt(2);
                columns[2][i] = random.nextInt(3) + 0.1;
                for (int c = 0; c < 3; c++) {
                    turned[c][n - 1 - i] = columns[c][i];
                }
            }
            assertThat(figures(turned)).containsExactly(figures(columns));
        }
    }

    /** Groups of one and of many, members of one time and of several, with rows and so groups and members in the opposite order. */
    @Test
    void file_groupsInAnotherOrder_sameBits() {
        SplittableRandom random = new SplittableRandom(72);
        int n = 2_000;
        double[][] columns = new double[3][n];
        double[][] turned = new double[3][n];
        long[][] keys = new long[2][n]; // group, time
        long[][] turnedKeys = new long[2][n];
        for (int i = 0; i < n; i++) {
            columns[0][i] = random.nextInt(2) == 0 ? random.nextInt(4) / 4.0 : random.nextDouble();
            columns[1][i] = random.nextInt(4) == 0 ? random.nextDouble() : random.nextInt(2);
            columns[2][i] = random.nextInt(3) + 0.1;
            keys[0][i] = i % 2 == 0 ? i : random.nextInt(30);
            keys[1][i] = random.nextInt(3) * 3_600_000_000L;
            for (int c = 0; c < 3; c++) {
                turned[c][n - 1 - i] = columns[c][i];
            }
            turnedKeys[0][n - 1 - i] = keys[0][i];
            turnedKeys[1][n - 1 - i] = keys[1][i];
        }
        CalibrationSample one =
                CalibrationSample.of(columns[0], columns[1], columns[2]).withGroups(keys[0]);
        CalibrationSample other =
                CalibrationSample.of(turned[0], turned[1], turned[2]).withGroups(turnedKeys[0]);
        assertThat(figures(FileEvidence.atOnce(other, 0))).containsExactly(figures(FileEvidence.atOnce(one, 0)));
        assertThat(figures(FileEvidence.byTime(other, turnedKeys[1], 0)))
                .containsExactly(figures(FileEvidence.byTime(one, keys[1], 0)));
    }

    private static double[] figures(double[][] columns) {
        return figures(FileEvidence.atOnce(CalibrationSample.of(columns[0], columns[1], columns[2]), 0));
    }

    private static double[] figures(FileEvidence file) {
        ResidualSums sums = file.residuals();
        return new double[] {
            file.detector().logE(),
            file.detector().logD(),
            sums.residual(),
            sums.squares(),
            sums.variance(),
            sums.gain()[1]
        };
    }

    @Test
    void file_pairByPair_isTheDetectorsOwnPass() {
        each((random, sample) -> {
            long[] times = new long[sample.size()];
            Arrays.setAll(times, i -> 7_200_000_000L * i);
            double most = Arrays.stream(sample.weights()).max().orElseThrow();
            Detector pass = new Detector(EvidenceGrid.wide(), 0);
            sample.forEach((p, y, w) -> pass.enterPair(p, y, w / most));
            FileEvidence file = FileEvidence.byTime(sample, times, 0);
            assertSame(file.detector(), pass);
            assertThat(file.blockTimes()).containsExactly(times);
        });
    }

    @Test
    void copy_goesOnAsTheOriginal() {
        each((random, sample) -> {
            Detector first = new Detector(EvidenceGrid.wide(), 0);
            int half = sample.size() / 2;
            for (int i = 0; i < half; i++) {
                first.enterPair(sample.probability(i), sample.outcome(i), 1);
            }
            Detector second = first.copy();
            for (int i = half; i < sample.size(); i++) {
                first.enterPair(sample.probability(i), sample.outcome(i), 1);
            }
            assertThat(second.blocks()).isEqualTo(half);
            for (int i = half; i < sample.size(); i++) {
                second.enterPair(sample.probability(i), sample.outcome(i), 1);
            }
            assertSame(second, first);
            assertThat(Diagnosis.of(second)).isEqualTo(Diagnosis.of(first));
        });
    }
}

package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.calibrator.Identity;
import dev.plumbline.calibration.calibrator.PlattCalibrator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Laws of summaries over random samples. Another seed: -Dlaws.seed=123. */
class CalibrationSummaryLawsTest {

    private static final int ROUNDS = 300;

    private record Pair(double p, double y, double w) {}

    private static void forAll(BiConsumer<SplittableRandom, List<Pair>> law) {
        long seed = Long.getLong("laws.seed", 20261125L);
        System.out.println("laws.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            CalibrationSample sample = TestData.random(random);
            List<Pair> pairs = new ArrayList<>();
            for (int i = 0; i < sample.size(); i++) {
                pairs.add(new Pair(sample.probability(i), sample.outcome(i), sample.weight(i)));
            }
            law.accept(random, pairs);
        }
    }

    private static CalibrationSummary summary(List<Pair> pairs) {
        CalibrationSummary.Builder builder = CalibrationSummary.builder();
        pairs.forEach(pair -> builder.addPair(pair.p, pair.y, pair.w));
        return builder.build();
    }

    /** Every figure that is linear in y, in one array; NaN for what does not exist. */
    private static double[] linearFigures(CalibrationSummary s) {
        LikelihoodRatioTest test = LikelihoodRatioTest.of(s).orElse(null);
        return new double[] {
            s.weight(),
            s.baseRate(),
            s.meanProbability(),
            s.bias(),
            s.ece(),
            s.mce(),
            s.eceDebiased(),
            s.logLoss().orElseThrow(),
            test == null ? Double.NaN : test.slope(),
            test == null ? Double.NaN : test.offsetPValue(),
            LogLossGain.logLoss(s, new PlattCalibrator(-3, 1)),
            LogLossGain.of(s, new Identity(), new PlattCalibrator(-3, 1)).mean()
        };
    }

    private static void assertSame(CalibrationSummary a, CalibrationSummary b) {
        assertThat(linearFigures(a)).usingComparatorWithPrecision(1e-8).containsExactly(linearFigures(b));
    }

    @Test
    void rowOrder_changesNothing() {
        forAll((random, pairs) -> {
            List<Pair> shuffled = new ArrayList<>(pairs);
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            CalibrationSummary a = summary(pairs);
            CalibrationSummary b = summary(shuffled);
            assertSame(a, b);
            assertThat(a.brier()).isCloseTo(b.brier(), within(1e-15));
            EceNull nullA = EceNull.of(a);
            EceNull nullB = EceNull.of(b);
            assertThat(nullA.expected()).isCloseTo(nullB.expected(), within(1e-12));
            assertThat(nullA.pValue()).isCloseTo(nullB.pValue(), within(1e-12));
        });
    }

    @Test
    void weight_equalsCopies() {
        forAll((random, pairs) -> {
            List<Pair> copies = new ArrayList<>();
            for (Pair pair : pairs) {
                for (int k = 0; k < pair.w; k++) {
                    copies.add(new Pair(pair.p, pair.y, 1));
                }
            }
            assertSame(summary(pairs), summary(copies));
            assertThat(summary(pairs).brier()).isCloseTo(summary(copies).brier(), within(1e-12));
        });
    }

    @Test
    void fractionalOutcome_equalsSplitRows() {
        forAll((random, pairs) -> {
            List<Pair> split = new ArrayList<>();
            double spread = 0;
            double weight = 0;
            for (Pair pair : pairs) {
                split.add(new Pair(pair.p, 1, pair.w * pair.y));
                split.add(new Pair(pair.p, 0, pair.w * (1 - pair.y)));
                spread += pair.w * pair.y * (1 - pair.y);
                weight += pair.w;
            }
            assertSame(summary(pairs), summary(split));
            // Brier is quadratic in y and differs by the variance inside the outcomes
            assertThat(summary(split).brier()).isCloseTo(summary(pairs).brier() + spread / weight, within(1e-12));
        });
    }

    @Test
    void plus_equalsTheWhole_andEmptyIsNeutral() {
        forAll((random, pairs) -> {
            int cut = random.nextInt(pairs.size());
            CalibrationSummary merged = summary(pairs.subList(0, cut)).plus(summary(pairs.subList(cut, pairs.size())));
            assertSame(merged, summary(pairs));
            assertThat(merged.count()).isEqualTo(pairs.size());
            CalibrationSummary intoEmpty = CalibrationSummary.empty().plus(summary(pairs));
            assertThat(intoEmpty.count()).isEqualTo(pairs.size());
            assertThat(linearFigures(intoEmpty)).containsExactly(linearFigures(summary(pairs)));
            assertThat(linearFigures(summary(pairs).plus(CalibrationSummary.empty())))
                    .containsExactly(linearFigures(summary(pairs)));
        });
    }

    @Test
    void minus_undoesPlus() {
        forAll((random, pairs) -> {
            CalibrationSummary.Builder builder = CalibrationSummary.builder();
            pairs.forEach(pair -> builder.addPair(pair.p, pair.y, pair.w));
            CalibrationSummary before = builder.build();
            for (Pair pair : pairs) {
                builder.addPair(pair.p, pair.y / 2, 5);
            }
            for (Pair pair : pairs) {
                builder.add(ScoreCells.cell(pair.p), CellSums.ZERO.minus(CellSums.ofPair(pair.p, pair.y / 2, 5)));
            }
            assertThat(builder.build().count()).isEqualTo(before.count());
            assertSame(builder.build(), before);
        });
    }

    @Test
    void report_anySample_holdsNoNaN() {
        forAll((random, pairs) -> {
            CalibrationReport report = CalibrationReport.of(summary(pairs));
            assertThat(report.toString()).doesNotContain("NaN").doesNotContain("Infinity");
            assertThat(report.cox() == null).isEqualTo(report.reasons().containsKey("cox"));
        });
    }
}

package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.Logistic;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FactorMomentsTest {
    private static final EvidenceGrid WIDE = EvidenceGrid.wide();
    private static final MathContext DIGITS = new MathContext(50);
    private static final int FEW = 1_000; // rows of a block whose factors are worked out one by one

    private static BigDecimal exp(BigDecimal x) {
        BigDecimal small = x.divide(BigDecimal.valueOf(1024), DIGITS);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int n = 1; n < 30; n++) {
            term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum.pow(1024, DIGITS);
    }

    private static BigDecimal ln(BigDecimal x) {
        BigDecimal y = BigDecimal.valueOf(Math.log(x.doubleValue()));
        for (int step = 0; step < 3; step++) { // Halley: three times as many digits each
            BigDecimal e = exp(y);
            BigDecimal two = BigDecimal.valueOf(2);
            y = y.add(two.multiply(x.subtract(e)).divide(x.add(e), DIGITS), DIGITS);
        }
        return y;
    }

    private static BigDecimal softplus(BigDecimal z) {
        return ln(BigDecimal.ONE.add(exp(z)));
    }

    /** ln L of an event, or of none, by the formula, with 50 digits. */
    private static double logFactor(double z, boolean event, int k) {
        BigDecimal claimed = new BigDecimal(z);
        BigDecimal fault = new BigDecimal(WIDE.slope(k)).multiply(claimed).add(new BigDecimal(WIDE.shift(k)));
        BigDecimal log = softplus(claimed).subtract(softplus(fault));
        return (event ? log.add(fault).subtract(claimed) : log).doubleValue();
    }

    @Test
    void addTo_onePair_isTheFormulaWith50Digits() {
        long seed = 97;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 60; round++) {
            double p = round < 4 ? round / 3.0 : Logistic.sigmoid(random.nextDouble(-17, 17));
            boolean event = random.nextBoolean();
            double share = round % 2 == 0 ? 1 : 0.3;
            FactorMoments moments = new FactorMoments();
            moments.add(p, event, share);
            BlockSums.Builder sums = new BlockSums.Builder(WIDE.size(), 1);
            moments.addTo(sums, WIDE);
            BlockSums block = sums.build();
            for (int k = round % 5; k < WIDE.size(); k += 5) {
                double z = Logistic.logit(p);
                double log = share * logFactor(z, event, k);
                // the two terms are rounded, and so are their arguments
                double lost = 1e-15 + 3e-16 * Math.max(Math.abs(z), Math.abs(WIDE.slope(k) * z + WIDE.shift(k)));
                assertThat(block.log()[k])
                        .as("p %s, event %s, fault %s", p, event, k)
                        .isCloseTo(log, within(lost));
                assertThat(block.squares()[k])
                        .as("square, p %s, event %s, fault %s", p, event, k)
                        .isCloseTo(log * log, within(3 * lost * (Math.abs(log) + lost)));
            }
        }
    }

    /** A block of many rows against its parts, each so small that its factors are worked out row by row. */
    @Test
    void build_manyRows_isTheSumOfItsParts() {
        long seed = 98;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (double maxWeight : new double[] {1, 2}) {
            EvidenceBlock.Builder whole = new EvidenceBlock.Builder(WIDE, maxWeight, 1);
            EvidenceBlock parts = EvidenceBlock.none(WIDE);
            for (int part = 0; part < 20; part++) {
                EvidenceBlock.Builder few = new EvidenceBlock.Builder(WIDE, maxWeight, 1);
                for (int i = 0; i < FEW; i++) {
                    double p = i % 50 == 0 ? random.nextInt(2) : Logistic.sigmoid(random.nextDouble(-17, 17));
                    double y = i % 7 == 0 ? random.nextDouble() : random.nextInt(2);
                    double weight = part < 10 ? maxWeight : random.nextInt(4) * 0.75;
                    whole.add(p, y, weight);
                    few.add(p, y, weight);
                }
                parts = parts.plus(few.build());
            }
            EvidenceBlock block = whole.build();
            assertThat(block.pairs()).isEqualTo(parts.pairs()).isEqualTo(20 * FEW);
            assertThat(block.factors().units()).isEqualTo(20 * FEW);
            assertThat(block.factors().observed()).isEqualTo(20 * FEW);
            for (int k = 0; k < WIDE.size(); k++) {
                double log = parts.factors().log()[k];
                double squares = parts.factors().squares()[k];
                assertThat(block.factors().log()[k]).isCloseTo(log, within(1e-12 * Math.max(Math.abs(log), FEW)));
                assertThat(block.factors().squares()[k]).isCloseTo(squares, within(1e-12 * squares));
            }
        }
    }
}

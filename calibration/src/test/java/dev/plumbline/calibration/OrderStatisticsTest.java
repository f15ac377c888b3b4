package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderStatisticsTest {

    enum Shape {
        UNIFORM(u -> u),
        TIED(u -> Math.rint(20 * u) / 20),
        TINY(u -> 1e-9 * u),
        ONE_VALUE(u -> 0.3),
        ENDS(Math::rint);

        private final DoubleUnaryOperator ofUniform;

        Shape(DoubleUnaryOperator ofUniform) {
            this.ofUniform = ofUniform;
        }

        double[] draw(SplittableRandom random, int n) {
            return IntStream.range(0, n)
                    .mapToDouble(i -> ofUniform.applyAsDouble(random.nextDouble()))
                    .toArray();
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_anyRanks_areThoseOfTheSortedValues(Shape shape) {
        SplittableRandom random = new SplittableRandom(31);
        for (int n = 1; n < 400; n += 7) {
            double[] values = shape.draw(random, n);
            int size = n;
            int[] ranks = IntStream.generate(() -> random.nextInt(size))
                    .limit(random.nextInt(12))
                    .sorted()
                    .toArray();
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            assertThat(OrderStatistics.of(values, ranks))
                    .as("n = " + n)
                    .containsExactly(
                            Arrays.stream(ranks).mapToDouble(k -> sorted[k]).toArray());
        }
    }

    @ParameterizedTest
    @EnumSource
    void equalMass_ofPairsThatWereSortedOrNot_isTheSameToTheLastBit(Shape shape) {
        SplittableRandom random = new SplittableRandom(32);
        for (int n = 1; n < 3000; n = 2 * n + 1) {
            double[] p = shape.draw(random, n);
            double[] y = IntStream.range(0, n)
                    .mapToDouble(i -> random.nextDouble() < p[i] ? 1 : 0)
                    .toArray();
            CalibrationSample sorted = CalibrationSample.of(p, y);
            sorted.sorted();
            for (int bins : new int[] {1, 3, 10, 15}) {
                assertThat(CalibrationError.equalMass(CalibrationSample.of(p, y), bins))
                        .as(n + " pairs, " + bins + " bins")
                        .isEqualTo(CalibrationError.equalMass(sorted, bins));
            }
        }
    }
}

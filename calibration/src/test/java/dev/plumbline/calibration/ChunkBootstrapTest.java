package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A distance whose law is known: the size of the mean of {@code y - p}. Its interval must be that of the normal law, 2.054 standard errors
 * (2 % on either side) up and down, less what 200 draws leave open. Seeds are fixed.
 */
class ChunkBootstrapTest {

    private static final int N = 4_000;
    private static final double SHIFT = 0.1;
    private static final double TAIL = 2.053748910631823; // 98 % quantile of the normal law

    enum Kind {
        PLAIN,
        WEIGHTED,
        /** Five rows of one outcome and probability: a fifth of the rows. */
        GROUPS_OF_FIVE,
        /** Outcomes that keep to the curve but for a tenth of an event's deviation. */
        FRACTIONAL
    }

    private static CalibrationSample draw(Kind kind) {
        SplittableRandom random = new SplittableRandom(9);
        double[] p = new double[N];
        double[] y = new double[N];
        double[] w = new double[N];
        long[] group = new long[N];
        for (int i = 0; i < N; i++) {
            boolean follows = kind == Kind.GROUPS_OF_FIVE && i % 5 > 0;
            p[i] = follows ? p[i - 1] : 0.1 + 0.7 * random.nextDouble();
            double q = p[i] + SHIFT;
            double event = random.nextDouble() < q ? 1 : 0;
            y[i] = follows ? y[i - 1] : kind == Kind.FRACTIONAL ? q + 0.1 * (event - q) : event;
            w[i] = kind == Kind.WEIGHTED ? 0.2 + 2 * random.nextDouble() : 1;
            group[i] = i / 5;
        }
        CalibrationSample sample = CalibrationSample.of(p, y, w);
        return kind == Kind.GROUPS_OF_FIVE ? sample.withGroups(group) : sample;
    }

    private static double standardError(CalibrationSample sample, double mean) {
        double[] sums = new double[sample.groups()];
        double weight = 0;
        for (int i = 0; i < sample.size(); i++) {
            sums[sample.group(i)] += sample.weight(i) * (sample.outcome(i) - sample.probability(i) - mean);
            weight += sample.weight(i);
        }
        return Math.sqrt(Arrays.stream(sums).map(s -> s * s).sum()) / weight;
    }

    private static Interval interval(ChunkBootstrap bootstrap) {
        double[] origin = bootstrap.chunks.x;
        double[] curve = Arrays.stream(origin).map(x -> x + SHIFT).toArray();
        ChunkBootstrap.Figures bias = (weight, target) -> {
            double sum = 0;
            double all = 0;
            for (int c = 0; c < weight.length; c++) {
                sum += target[c] - weight[c] * origin[c];
                all += weight[c];
            }
            return new double[] {Math.abs(sum) / all};
        };
        return bootstrap.intervals(origin, curve, bias)[0];
    }

    @ParameterizedTest
    @EnumSource
    void intervals_ofTheMean_areNormal(Kind kind) {
        CalibrationSample sample = draw(kind);
        double mean = -Scores.bias(sample).value();
        double error = standardError(sample, mean);
        Interval found = interval(ChunkBootstrap.of(sample));
        System.out.printf("%s: %.5f, error %.5f, interval %s%n", kind, mean, error, found);
        assertThat(found.lo()).isCloseTo(mean - TAIL * error, within(0.6 * error));
        assertThat(found.hi()).isCloseTo(mean + TAIL * error, within(0.6 * error));
        if (kind != Kind.GROUPS_OF_FIVE && kind != Kind.WEIGHTED) {
            Interval ofCells = interval(ChunkBootstrap.of(CalibrationSummary.of(sample)));
            assertThat(ofCells.lo()).isCloseTo(mean - TAIL * error, within(0.6 * error));
            assertThat(ofCells.hi()).isCloseTo(mean + TAIL * error, within(0.6 * error));
        }
    }

    @ParameterizedTest
    @EnumSource
    void intervals_ofTheSameRowsTwice_areTheSame(Kind kind) {
        assertThat(interval(ChunkBootstrap.of(draw(kind)))).isEqualTo(interval(ChunkBootstrap.of(draw(kind))));
    }
}

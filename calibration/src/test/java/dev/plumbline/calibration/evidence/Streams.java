package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.Logistic;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Simulated streams, each from a seed of its own, so that the number of threads does not matter. */
final class Streams {

    private Streams() {}

    /** How the probabilities of a calibrated stream are spread. */
    enum Spread {
        UNIFORM {
            @Override
            double draw(SplittableRandom random) {
                return random.nextDouble();
            }
        },
        BETA_2_2 {
            @Override
            double draw(SplittableRandom random) {
                // the middle of three uniforms
                double[] u = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
                Arrays.sort(u);
                return u[1];
            }
        },
        BETA_2_20 {
            @Override
            double draw(SplittableRandom random) {
                // the ratio of a sum of 2 to a sum of 22 exponentials
                double two = -Math.log(random.nextDouble() * random.nextDouble());
                double product = 1;
                for (int i = 0; i < 20; i++) {
                    product *= random.nextDouble();
                }
                return two / (two - Math.log(product));
            }
        },
        HALF {
            @Override
            double draw(SplittableRandom random) {
                return 0.5;
            }
        },
        TENTH {
            @Override
            double draw(SplittableRandom random) {
                return 0.1;
            }
        };

        abstract double draw(SplittableRandom random);
    }

    static double outcome(SplittableRandom random, double probability) {
        return random.nextDouble() < probability ? 1 : 0;
    }

    static double moved(double p, double slope, double shift) {
        return Logistic.sigmoid(slope * Logistic.logit(p) + shift);
    }

    /** One figure per stream. */
    static double[] each(int streams, long seed, Function<SplittableRandom, Double> run) {
        return each(streams, seed, (random, stream) -> run.apply(random));
    }

    /** The same for a run that is told which stream it is. */
    static double[] each(int streams, long seed, BiFunction<SplittableRandom, Integer, Double> run) {
        return IntStream.range(0, streams)
                .parallel()
                .mapToDouble(i -> run.apply(new SplittableRandom(seed * 1_000_003 + i), i))
                .toArray();
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Half the width of the interval of the sorted values that holds the median with 95.4 %, two standard errors. */
    static double twoErrorsOfMedian(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = (int) Math.round(Math.sqrt(sorted.length));
        int middle = sorted.length / 2;
        return (sorted[Math.min(middle + half, sorted.length - 1)] - sorted[Math.max(0, middle - half)]) / 2;
    }
}

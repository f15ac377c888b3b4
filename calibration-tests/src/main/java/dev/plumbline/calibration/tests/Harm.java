package dev.plumbline.calibration.tests;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.calibrator.CalibrationMethod;
import dev.plumbline.calibration.calibrator.Calibrator;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a rule that picks a calibrator does to many streams: how often it leaves things worse than they were, and how much of what could
 * be gained it gains.
 *
 * @param streams how many
 * @param worse how many are worse afterwards, in expected log loss under the true probabilities (see {@link ForecastStream#expectedGain})
 * @param moved how many do not end with the forecasts as they are
 * @param gain expected gain per forecast, summed over the streams, in nats
 * @param possible the same of the oracle: per stream the best of all methods fitted to all pairs, and of doing nothing
 */
public record Harm(int streams, int worse, int moved, double gain, double possible) {

    /**
     * Judges a rule.
     *
     * @param streams how many
     * @param seed of the streams: stream i is the same for every rule and any number of threads
     * @param late whether faults start in mid-stream
     * @param rule from a stream to the map that serves after it
     */
    public static Harm of(int streams, long seed, boolean late, Function<ForecastStream, Calibrator> rule) {
        return IntStream.range(0, streams)
                .parallel()
                .mapToObj(i -> one(ForecastStream.draw(new SplittableRandom(seed + 1_000_003L * i), late), rule))
                .reduce(new Harm(0, 0, 0, 0, 0), Harm::plus);
    }

    private static Harm one(ForecastStream stream, Function<ForecastStream, Calibrator> rule) {
        double gain = stream.expectedGain(rule.apply(stream)::apply);
        return new Harm(1, gain < 0 ? 1 : 0, gain != 0 ? 1 : 0, gain, possible(stream));
    }

    private static double possible(ForecastStream stream) {
        CalibrationSample sample = stream.sample();
        double best = 0;
        for (CalibrationMethod method : CalibrationMethod.values()) {
            best = Math.max(best, stream.expectedGain(method.fit(sample)::apply));
        }
        return best;
    }

    private Harm plus(Harm other) {
        return new Harm(
                streams + other.streams,
                worse + other.worse,
                moved + other.moved,
                gain + other.gain,
                possible + other.possible);
    }

    /** {@return the share of streams that are worse afterwards} */
    public double worseShare() {
        return worse / (double) streams;
    }

    /** {@return the share of the possible gain} */
    public double gainShare() {
        return gain / possible;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d streams, %.2f %% worse, %.1f %% not left as they are, %.1f %% of the gain",
                streams,
                100 * worseShare(),
                100.0 * moved / streams,
                100 * gainShare());
    }
}

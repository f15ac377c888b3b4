package dev.plumbline.calibration.tests;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.calibrator.CalibrationMethod;
import dev.plumbline.calibration.calibrator.Calibrator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final long STRIDE = 1_000_003; // SplittableRandom mixes its seed: any two differ in all bits

    /**
     * Judges rules on the same streams.
     *
     * @param streams how many
     * @param seed of the streams: stream i is the same for any rules and any number of threads
     * @param late whether faults start in mid-stream
     * @param rules by name, each from a stream to the map that serves after it
     * @return what each does, by name
     */
    public static Map<String, Harm> of(
            int streams, long seed, boolean late, Map<String, Function<ForecastStream, Calibrator>> rules) {
        // summed in the order of the streams: the same figures on any number of threads
        List<Map<String, Harm>> each = IntStream.range(0, streams)
                .parallel()
                .mapToObj(i -> one(ForecastStream.draw(new SplittableRandom(seed + STRIDE * i), late), rules))
                .toList();
        Map<String, Harm> all = new LinkedHashMap<>();
        each.forEach(stream -> stream.forEach((name, harm) -> all.merge(name, harm, Harm::plus)));
        return all;
    }

    private static Map<String, Harm> one(
            ForecastStream stream, Map<String, Function<ForecastStream, Calibrator>> rules) {
        double possible = possible(stream);
        Map<String, Harm> harm = new LinkedHashMap<>();
        rules.forEach((name, rule) -> {
            double gain = stream.expectedGain(rule.apply(stream)::apply);
            harm.put(name, new Harm(1, gain < 0 ? 1 : 0, gain != 0 ? 1 : 0, gain, possible));
        });
        return harm;
    }

    private static double possible(ForecastStream stream) {
        CalibrationSample sample = stream.sample();
        double best = 0;
        for (CalibrationMethod method : CalibrationMethod.values()) {
            best = Math.max(best, stream.expectedGain(method.fit(sample)::apply));
        }
        return best;
    }

    /**
     * Both sets of streams as one.
     *
     * @param other of the same rule
     */
    public Harm plus(Harm other) {
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

package dev.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.calibration.calibrator.PlattFit;
import dev.plumbline.monitor.Json;
import dev.plumbline.server.TestServer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Predictions with their outcomes, to send to a model on the unit scale. Random ones are drawn from a seed. */
final class Streams {
    private static final int BINS = 10;

    private Streams() {}

    /**
     * A prediction and what happened.
     *
     * @param probability what was issued, or null: the score was
     * @param version the model's version, or null: not sent
     */
    record Pair(
            String id,
            double score,
            Double probability,
            String version,
            Instant predictedAt,
            double actual,
            Instant observedAt) {
        Pair issued(double probability) {
            return new Pair(id, score, probability, version, predictedAt, actual, observedAt);
        }

        double issued() {
            return probability == null ? score : probability;
        }

        String prediction() {
            ObjectNode json =
                    Json.object().put("id", id).put("score", score).put("predictedAt", predictedAt.toString());
            if (probability != null) {
                json.put("probability", probability).put("calibratorVersion", 1);
            }
            if (version != null) {
                json.put("version", version);
            }
            return json.toString();
        }

        String outcome() {
            return Json.object()
                    .put("predictionId", id)
                    .put("actual", actual)
                    .put("observedAt", observedAt.toString())
                    .toString();
        }
    }

    /** As many pairs of one score, the first {@code ones} of which came true; predicted a day before they were observed. */
    static List<Pair> equal(String name, String version, double score, int ones, int count, Instant observedAt) {
        Instant predictedAt = observedAt.minus(Duration.ofDays(1));
        return IntStream.range(0, count)
                .mapToObj(i -> new Pair(name + i, score, null, version, predictedAt, i < ones ? 1 : 0, observedAt))
                .toList();
    }

    static List<Pair> equal(String name, double score, int ones, int count, Instant observedAt) {
        return equal(name, null, score, ones, count, observedAt);
    }

    /**
     * Scores between 0.02 and 0.98, predicted at even distances from {@code from} to before {@code to}, observed an hour
     * later; they come true as often as {@code truth} says of the score.
     */
    static List<Pair> drawn(
            long seed, String name, String version, int count, Instant from, Instant to, DoubleUnaryOperator truth) {
        Random random = new Random(seed);
        Duration step = Duration.between(from, to).dividedBy(count);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double score = 0.02 + 0.96 * random.nextDouble();
            Instant predictedAt = from.plus(step.multipliedBy(i));
            double actual = random.nextDouble() < truth.applyAsDouble(score) ? 1 : 0;
            pairs.add(new Pair(name + i, score, null, version, predictedAt, actual, predictedAt.plusSeconds(3600)));
        }
        return pairs;
    }

    /** A truth that Platt scaling can mend: {@code 1/(1+exp(-2p+2.5))}, between 0.08 and 0.38. Its ECE is about 0.29. */
    static double muchLower(double score) {
        return 1 / (1 + Math.exp(-2 * score + 2.5));
    }

    @SafeVarargs
    static List<Pair> both(List<Pair>... lists) {
        return Arrays.stream(lists).flatMap(List::stream).toList();
    }

    static void send(TestServer server, String model, List<Pair> pairs) {
        sendPredictions(server, model, pairs);
        sendOutcomes(server, model, pairs);
    }

    static void sendPredictions(TestServer server, String model, List<Pair> pairs) {
        taken(server.predictions(model, lines(pairs.stream().map(Pair::prediction))), pairs.size());
    }

    static void sendOutcomes(TestServer server, String model, List<Pair> pairs) {
        taken(server.outcomes(model, lines(pairs.stream().map(Pair::outcome))), pairs.size());
    }

    private static String lines(Stream<String> rows) {
        return rows.collect(Collectors.joining("\n", "", "\n"));
    }

    private static void taken(Answer answer, int count) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("taken").asInt()).as(answer.body()).isEqualTo(count);
    }

    /** The exact fit on rows: of the scores, whatever was issued. */
    static PlattCalibrator exactFit(List<Pair> pairs) {
        return PlattFit.fit(
                pairs.stream().mapToDouble(Pair::score).toArray(),
                pairs.stream().mapToDouble(Pair::actual).toArray(),
                null,
                PlattFit.Targets.SMOOTHED);
    }

    /** The expected calibration error, written once more, plainly, from the definition. */
    static double ece(List<Pair> pairs, java.util.function.ToDoubleFunction<Pair> probability) {
        double[] gap = new double[BINS];
        for (Pair pair : pairs) {
            double p = probability.applyAsDouble(pair);
            gap[Math.min((int) Math.floor(p * BINS), BINS - 1)] += p - pair.actual();
        }
        return Arrays.stream(gap).map(Math::abs).sum() / pairs.size();
    }
}

package dev.plumbline.cli.demo;

import dev.plumbline.monitor.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A made-up training file: videos whose label is the fifth of all in which their views after a week fall, 1 to 5. Three
 * features say something beforehand, two say nothing, and {@value #LEAK} is the label itself in other words: it is known only
 * when the prediction is no longer needed. A file of that kind is what a careless join yields.
 */
public final class DemoTrainingData {
    static final String LEAK = "logViewsAfterAWeek";
    static final int ROWS = 2_000;
    static final int TRAIN_ROWS = 1_600;

    private static final List<String> FEATURES =
            List.of("logFollowers", "topicDemand", "titleClarity", "uploadHour", "weekday", LEAK);
    private static final int CLASSES = 5;

    private DemoTrainingData() {}

    public static void write(Path file, long seed) throws IOException {
        Files.write(file, Json.bytes(document(seed)));
    }

    static ObjectNode document(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] features = new double[ROWS][];
        double[] views = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            double followers = random.nextGaussian();
            double demand = random.nextGaussian();
            double clarity = random.nextGaussian();
            double luck = random.nextGaussian();
            views[i] = rounded(7 + 0.9 * followers + 0.7 * demand + 0.6 * clarity + 0.6 * luck);
            features[i] = new double[] {
                rounded(8 + followers),
                rounded(demand),
                rounded(clarity),
                random.nextInt(24),
                1 + random.nextInt(7),
                views[i]
            };
        }
        int[] labels = fifths(views);
        ObjectNode document = Json.object();
        document.set("featureNames", Json.mapper().valueToTree(FEATURES));
        document.set("trainSet", set(features, labels, 0, TRAIN_ROWS));
        document.set("testSet", set(features, labels, TRAIN_ROWS, ROWS));
        return document;
    }

    private static int[] fifths(double[] values) {
        int[] labels = new int[values.length];
        List<Integer> ascending = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .toList();
        for (int rank = 0; rank < values.length; rank++) {
            labels[ascending.get(rank)] = 1 + CLASSES * rank / values.length;
        }
        return labels;
    }

    private static ObjectNode set(double[][] features, int[] labels, int from, int to) {
        ObjectNode set = Json.object();
        ArrayNode rows = set.putArray("features");
        Arrays.stream(features, from, to).forEach(row -> rows.add(Json.mapper().valueToTree(row)));
        set.set("labels", Json.mapper().valueToTree(Arrays.copyOfRange(labels, from, to)));
        return set;
    }

    private static double rounded(double value) {
        return Math.rint(1_000 * value) / 1_000;
    }
}

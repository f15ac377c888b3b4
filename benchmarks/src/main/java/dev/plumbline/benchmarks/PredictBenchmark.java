package dev.plumbline.benchmarks;

import dev.plumbline.monitor.Json;
import dev.plumbline.server.PlumblineServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How long a training takes and a call that predicts many rows, over HTTP. Arguments: a folder for the data, a file of the
 * retraining contract, rows of one call, calls, and the trainers ({@code all}, or names with commas).
 */
final class PredictBenchmark {
    private static final int TRAININGS = 5;
    private static final String PREDICT = "/api/v1/models/default/predict";

    private PredictBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "predict");
        Path file = Path.of(arguments[1]);
        int calls = Integer.parseInt(arguments[3]);
        Map<String, String> settings = Map.of(
                "PLUMBLINE_TRAINING_DATA",
                file.toString(),
                "PLUMBLINE_TRAINING_TRAINERS",
                arguments[4],
                "PLUMBLINE_SCHEDULE_RETRAIN",
                "-",
                "PLUMBLINE_PROMOTION",
                "always");
        try (PlumblineServer server = Bench.server(directory, settings)) {
            double[] trainings = new double[TRAININGS];
            String trained = "";
            for (int i = 0; i < TRAININGS; i++) {
                long began = System.nanoTime();
                trained = Bench.send(server, "GET", "/api/cron/retrain-ml", "", BodyPublishers.noBody());
                trainings[i] = (System.nanoTime() - began) / 1e6;
            }
            say(
                    "training by "
                            + Json.read(trained.getBytes(StandardCharsets.UTF_8))
                                    .path("trainer"),
                    trainings);
            String body = rows(file, Integer.parseInt(arguments[2]));
            double[] millis = new double[calls];
            double[] before = new double[3];
            for (int i = 0; i < calls; i++) {
                before = i == calls / 2 ? served(server) : before;
                long began = System.nanoTime();
                Bench.send(server, "POST", PREDICT, "application/json", BodyPublishers.ofString(body));
                millis[i] = (System.nanoTime() - began) / 1e6;
            }
            say(
                    arguments[2] + " rows, " + body.length() / 1_000 + " kB",
                    Arrays.copyOfRange(millis, calls / 2, calls)); // the first half warms up
            double[] after = served(server);
            double counted = after[0] - before[0];
            System.out.printf(
                    Locale.ROOT,
                    "of these in the server: mean %.1f ms, %.0f of %.0f under 5 ms%n",
                    1e3 * (after[1] - before[1]) / counted,
                    after[2] - before[2],
                    counted);
        }
    }

    /** Of calls of predict, from before the first filter on: how many there were, seconds of all, how many under 5 ms. */
    private static double[] served(PlumblineServer server) throws IOException, InterruptedException {
        double[] figures = new double[3];
        String[] names = {"_count{", "_sum{", "_bucket{"};
        Bench.send(server, "GET", "/metrics", "", BodyPublishers.noBody())
                .lines()
                .forEach(line -> {
                    for (int i = 0; i < names.length; i++) {
                        boolean bound = i < 2 || line.contains("le=\"0.005\"");
                        if (bound
                                && line.startsWith("http_server_requests_seconds" + names[i])
                                && line.contains("/predict\"")) {
                            figures[i] = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
                        }
                    }
                });
        return figures;
    }

    /** Test rows of the file, over and over, as a caller sends them. */
    private static String rows(Path file, int count) throws IOException {
        JsonNode document = Json.read(Files.readAllBytes(file));
        JsonNode rows = document.path("testSet").path("features");
        ArrayNode array = Json.mapper().createArrayNode();
        for (int i = 0; i < count; i++) {
            ObjectNode features = array.addObject().putObject("features");
            for (int j = 0; j < document.path("featureNames").size(); j++) {
                features.set(
                        document.path("featureNames").get(j).stringValue(),
                        rows.get(i % rows.size()).get(j));
            }
        }
        return array.toString();
    }

    private static void say(String what, double[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%s: best %.1f ms, median %.1f ms, slowest of %d %.1f ms%n",
                what,
                millis[0],
                Bench.median(millis),
                millis.length,
                millis[millis.length - 1]);
    }
}

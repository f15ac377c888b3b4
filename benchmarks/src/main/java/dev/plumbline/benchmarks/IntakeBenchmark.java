package dev.plumbline.benchmarks;

import dev.plumbline.server.PlumblineServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * Durable intake over HTTP, sums included, beside a bare JDBC batch loop that writes the rows only: same tables, same
 * indexes, same history, same durability, in turn. Arguments: a folder for the data, rows of history, {@code ordered} or
 * {@code random} ids, and how many segment labels each prediction carries (default 0).
 */
final class IntakeBenchmark {
    private static final int ROWS = 200_000;
    private static final int BATCH = 1_000;
    private static final int ROUNDS = 4; // the first warms up and does not count

    private final Path directory;
    private final boolean random;
    private final int segments;
    private final Random numbers = new Random(1);
    private long next;

    private IntakeBenchmark(Path directory, boolean random, int segments) {
        this.directory = directory;
        this.random = random;
        this.segments = segments;
    }

    public static void main(String[] arguments) throws Exception {
        long history = Long.parseLong(arguments[1]);
        boolean random = arguments[2].equals("random");
        int segments = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "intake");
        History.predictions(directory, history, random);
        System.out.printf(
                Locale.ROOT, "%,d rows of history, %s ids, %d segment labels%n", history, arguments[2], segments);
        new IntakeBenchmark(directory, random, segments).run(history);
    }

    private void run(long history) throws Exception {
        next = history + 1;
        try (PlumblineServer server = Bench.server(directory);
                Connection bare = Bench.bare(directory)) {
            if (segments > 0) {
                declareSegments(server);
            }
            compare("predictions", round -> predictions(server), round -> barePredictions(bare));
            List<String> ids = idsWithoutOutcome(bare, 2 * ROUNDS * ROWS);
            compare(
                    "outcomes",
                    round -> outcomes(server, ids.subList(2 * round * ROWS, (2 * round + 1) * ROWS)),
                    round -> bareOutcomes(bare, ids.subList((2 * round + 1) * ROWS, (2 * round + 2) * ROWS)));
        }
    }

    private interface Round {
        /** Seconds for {@value #ROWS} rows. */
        double seconds(int round) throws Exception;
    }

    private static void compare(String what, Round ours, Round bare) throws Exception {
        double[] us = new double[ROUNDS - 1];
        double[] them = new double[ROUNDS - 1];
        for (int round = 0; round < ROUNDS; round++) {
            double a = ROWS / ours.seconds(round);
            double b = ROWS / bare.seconds(round);
            System.out.printf(Locale.ROOT, "  %s: %,.0f rows/s over HTTP, %,.0f bare%n", what, a, b);
            if (round > 0) {
                us[round - 1] = a;
                them[round - 1] = b;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s: median %,.0f rows/s over HTTP with sums, %,.0f bare: ratio %.2f%n",
                what,
                Bench.median(us),
                Bench.median(them),
                Bench.median(us) / Bench.median(them));
    }

    private void declareSegments(PlumblineServer server) throws IOException, InterruptedException {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < segments; i++) {
            keys.append(i == 0 ? "" : ",").append("\"key").append(i).append('"');
        }
        String settings = "{\"segments\":[" + keys + "]}";
        Bench.send(server, "PUT", "/api/v1/models/bench", "application/json", BodyPublishers.ofString(settings));
    }

    private String id() {
        long i = next++;
        return random
                ? new UUID(numbers.nextLong(), numbers.nextLong()).toString()
                : String.format("prediction-%012d", i);
    }

    private double predictions(PlumblineServer server) throws IOException, InterruptedException {
        Path body = directory.resolve("body.ndjson");
        try (BufferedWriter out = Files.newBufferedWriter(body)) {
            for (int i = 0; i < ROWS; i++) {
                out.write("{\"id\":\"" + id() + "\",\"score\":" + numbers.nextInt(1_000_000) / 1e6
                        + ",\"predictedAt\":\"" + Bench.NOW.minusSeconds(ROWS - i) + "\"" + labels() + "}\n");
            }
        }
        return post(server, "predictions", body);
    }

    private String labels() {
        if (segments == 0) {
            return "";
        }
        StringBuilder labels = new StringBuilder(",\"segments\":{");
        for (int i = 0; i < segments; i++) {
            labels.append(i == 0 ? "\"key" : ",\"key")
                    .append(i)
                    .append("\":\"v")
                    .append(numbers.nextInt(10))
                    .append('"');
        }
        return labels.append('}').toString();
    }

    private double outcomes(PlumblineServer server, List<String> ids) throws IOException, InterruptedException {
        Path body = directory.resolve("body.ndjson");
        try (BufferedWriter out = Files.newBufferedWriter(body)) {
            for (int i = 0; i < ROWS; i++) {
                out.write("{\"predictionId\":\"" + ids.get(i) + "\",\"actual\":" + numbers.nextInt(2)
                        + ",\"observedAt\":\"" + Bench.NOW.minusSeconds(ROWS - i) + "\"}\n");
            }
        }
        return post(server, "outcomes", body);
    }

    private static double post(PlumblineServer server, String what, Path body)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        String answer = Bench.send(
                server, "POST", "/api/v1/models/bench/" + what, "application/x-ndjson", BodyPublishers.ofFile(body));
        double seconds = (System.nanoTime() - began) / 1e9;
        if (!answer.contains("\"taken\":" + ROWS + ",")) {
            throw new IllegalStateException("not all rows were taken: " + answer);
        }
        return seconds;
    }

    private double barePredictions(Connection bare) throws SQLException {
        String[] ids = new String[ROWS];
        String[] labels = new String[ROWS];
        for (int i = 0; i < ROWS; i++) {
            ids[i] = id();
            labels[i] = segments == 0 ? null : labels().replaceFirst(",\"segments\":", "");
        }
        long began = System.nanoTime();
        try (PreparedStatement insert =
                bare.prepareStatement("insert into predictions (model, caller_id, version, score,"
                        + " predicted_at, recorded_at, weight, segments) values (1000, ?, 1, ?, ?, ?, 1, ?)")) {
            for (int i = 0; i < ROWS; i++) {
                insert.setString(1, ids[i]);
                insert.setDouble(2, numbers.nextInt(1_000_000) / 1e6);
                insert.setLong(3, Bench.micros(Bench.NOW.minusSeconds(ROWS - i)));
                insert.setLong(4, Bench.micros(Bench.NOW));
                insert.setString(5, labels[i]);
                insert.addBatch();
                if ((i + 1) % BATCH == 0) {
                    insert.executeBatch();
                    bare.commit();
                }
            }
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private double bareOutcomes(Connection bare, List<String> ids) throws SQLException {
        long began = System.nanoTime();
        try (PreparedStatement update = bare.prepareStatement("update predictions set actual = ?, observed_at = ?,"
                + " outcome_recorded_at = ?, paired_at = ? where model = 1000 and caller_id = ?")) {
            for (int i = 0; i < ROWS; i++) {
                Instant observedAt = Bench.NOW.minusSeconds(ROWS - i);
                update.setDouble(1, numbers.nextInt(2));
                update.setLong(2, Bench.micros(observedAt));
                update.setLong(3, Bench.micros(Bench.NOW));
                update.setLong(4, Bench.micros(Bench.NOW));
                update.setString(5, ids.get(i));
                update.addBatch();
                if ((i + 1) % BATCH == 0) {
                    update.executeBatch();
                    bare.commit();
                }
            }
        }
        return (System.nanoTime() - began) / 1e9;
    }

    /** Predictions without an outcome, in the order in which they came, as outcomes come; with labels where labels are measured. */
    private List<String> idsWithoutOutcome(Connection bare, int count) throws SQLException {
        List<String> ids = new ArrayList<>(count);
        try (Statement sql = bare.createStatement();
                ResultSet rows = sql.executeQuery("select caller_id from predictions where model = 1000"
                        + " and outcome_recorded_at is null" + (segments > 0 ? " and segments is not null" : "")
                        + " order by id limit " + count)) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        bare.commit();
        if (ids.size() < count) {
            throw new IllegalStateException(
                    "there are only " + ids.size() + " predictions without an outcome, " + count + " are needed");
        }
        return ids;
    }
}

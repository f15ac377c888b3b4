package dev.plumbline.benchmarks;

import dev.plumbline.server.PlumblineServer;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A year of a small team: each hour every model sends predictions and the outcomes of the day before, over HTTP, and the
 * built-in schedule looks at every model each day and audits it each month. The clock is turned by the hour and waits for
 * the day's looks. Arguments: a folder for the data, models, days, predictions of a model in an hour.
 */
final class YearBenchmark {
    private static final int CLIENTS = 8;
    private static final int DELAY_HOURS = 24;
    private static final String LOOKS =
            "select count(*) from runs where job = 'look' and model like 'model-%' and status = 'completed'";

    private final PlumblineServer server;
    private final int models;
    private final int rows;
    private final List<Random> numbers = new ArrayList<>();
    private final List<List<String>> waiting = new ArrayList<>();
    private long requests;

    private YearBenchmark(PlumblineServer server, int models, int rows) {
        this.server = server;
        this.models = models;
        this.rows = rows;
        for (int model = 0; model < models; model++) {
            numbers.add(new Random(model));
            waiting.add(new ArrayList<>());
        }
    }

    public static void main(String[] arguments) throws Exception {
        // Below the 20 s after which the server closes idle connections: else a request now and then meets a closed
        // one.
        System.setProperty("jdk.httpclient.keepalive.timeout", "10");
        int models = Integer.parseInt(arguments[1]);
        int days = Integer.parseInt(arguments[2]);
        int rows = Integer.parseInt(arguments[3]);
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "year");
        Path database = directory.resolve("plumbline.db");
        try (PlumblineServer server = Bench.server(directory);
                Connection reader = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement sql = reader.createStatement()) {
            new YearBenchmark(server, models, rows).run(days, database, sql);
        }
    }

    private void run(int days, Path database, Statement sql) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            long began = System.nanoTime();
            for (int hour = 0; hour < days * 24; hour++) {
                Instant now = Bench.NOW.plus(Duration.ofHours(hour));
                Bench.send(
                        server,
                        "PUT",
                        "/api/v1/clock",
                        "application/json",
                        BodyPublishers.ofString("{\"now\":\"" + now + "\"}"));
                sendHour(clients, now, hour);
                if (hour % 24 == 18) { // 06:00, half an hour after the looks are due
                    awaitLooks(sql, (hour / 24 + 1L) * models);
                }
                if ((hour + 1) % (30 * 24) == 0 || hour + 1 == days * 24) {
                    say((hour + 1) / 24, database, (System.nanoTime() - began) / 1e9, sql);
                }
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private void sendHour(ExecutorService clients, Instant now, int hour) throws Exception {
        List<Callable<Integer>> work = new ArrayList<>();
        for (int model = 0; model < models; model++) {
            int number = model;
            work.add(() -> sendHour(number, now, hour));
        }
        for (Future<Integer> sent : clients.invokeAll(work)) {
            requests += sent.get();
        }
    }

    private int sendHour(int model, Instant now, int hour) throws Exception {
        String path = "/api/v1/models/model-" + model;
        Random random = numbers.get(model);
        StringBuilder predictions = new StringBuilder();
        StringBuilder outcomes = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            double p = random.nextInt(1_000_000) / 1e6;
            String id = hour + "-" + row;
            predictions.append("{\"id\":\"" + id + "\",\"score\":" + p + "}\n");
            outcomes.append("{\"predictionId\":\"" + id + "\",\"actual\":" + (random.nextDouble() < p ? 1 : 0) + "}\n");
        }
        if (hour == 0) {
            Bench.send(server, "PUT", path, "application/json", BodyPublishers.ofString(Bench.SETTINGS));
        }
        Bench.send(
                server,
                "POST",
                path + "/predictions",
                "application/x-ndjson",
                BodyPublishers.ofString(predictions.toString()));
        List<String> late = waiting.get(model);
        late.add(outcomes.toString());
        if (late.size() <= DELAY_HOURS) {
            return 1;
        }
        Bench.send(server, "POST", path + "/outcomes", "application/x-ndjson", BodyPublishers.ofString(late.remove(0)));
        return 2;
    }

    private static long number(Statement sql, String query) throws Exception {
        try (ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void awaitLooks(Statement sql, long wanted) throws Exception {
        long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        long looks = number(sql, LOOKS);
        while (looks < wanted) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(looks + " looks are done, not " + wanted);
            }
            Thread.sleep(5);
            looks = number(sql, LOOKS);
        }
    }

    private void say(int day, Path database, double seconds, Statement sql) throws Exception {
        double[] millis = new double[20];
        for (int i = 0; i < millis.length; i++) {
            long began = System.nanoTime();
            Bench.send(
                    server,
                    "GET",
                    "/api/cron/calibration-audit?model=model-" + i % models,
                    "application/json",
                    BodyPublishers.noBody());
            millis[i] = (System.nanoTime() - began) / 1e6;
        }
        System.gc();
        long live = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage after = pool.getCollectionUsage();
            live += after == null ? 0 : after.getUsed();
        }
        System.out.printf(
                Locale.ROOT,
                "day %d: %,d requests in %.0f s, %,d rows, file %,d MB, live heap %d MB of %d, resident %s, "
                        + "%,d scheduled runs, %d failed, cron audit median %.0f ms, slowest %.0f%n",
                day,
                requests,
                seconds,
                number(sql, "select count(*) from predictions"),
                Files.size(database) / 1_000_000,
                live / 1_000_000,
                Runtime.getRuntime().maxMemory() / 1_000_000,
                resident(),
                number(sql, "select count(*) from runs where slot is not null and status = 'completed'"),
                number(sql, "select count(*) from runs where status = 'failed'"),
                Bench.median(millis),
                Arrays.stream(millis).max().orElseThrow());
    }

    /** The most memory the process ever had, as Linux tells it. */
    private static String resident() throws Exception {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .map(line -> line.replaceAll("\\D+", "") + " KiB")
                        .findFirst()
                        .orElse("unknown")
                : "unknown";
    }
}

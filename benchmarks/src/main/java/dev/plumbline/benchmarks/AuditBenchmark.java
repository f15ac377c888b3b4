package dev.plumbline.benchmarks;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.intake.NewOutcome;
import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.model.ScoreScale;
import dev.plumbline.monitor.model.SettingsPatch;
import dev.plumbline.server.PlumblineServer;
import dev.plumbline.store.Database;
import dev.plumbline.store.Stores;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * How long a call of an audit and a report takes, over HTTP. Arguments: a folder for the data (what a run before left there is used as it
 * is), rows of history, over how many days they spread, and to how many days their sums are stretched into the past (default: not).
 */
final class AuditBenchmark {
    private static final int CALLS = 20;
    private static final int BATCH = 8_192;
    private static final String MODEL = "/api/v1/models/bench";

    private AuditBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int rows = Integer.parseInt(arguments[1]);
        int days = Integer.parseInt(arguments[2]);
        int stretched = arguments.length > 3 ? Integer.parseInt(arguments[3]) : days;
        Path directory = Path.of(arguments[0]);
        if (!Files.exists(directory.resolve("plumbline.db"))) {
            fill(directory, rows, days);
            if (stretched > days) {
                stretch(directory, days, stretched);
            }
        }
        forget(directory);
        System.out.printf(
                Locale.ROOT,
                "%,d pairs a day, %,d days of sums, %,d of rows; file %,d MB%n",
                rows / days,
                stretched,
                days,
                Files.size(directory.resolve("plumbline.db")) / 1_000_000);
        try (PlumblineServer server = Bench.server(directory, Bench.NOW.minus(Duration.ofDays(CALLS + 1)))) {
            // nothing is put in force, so the model that has drifted goes on drifting: the evidence is that of all days
            call(server, "PUT", MODEL, "{\"promotion\":\"manual\"}");
            long began = System.nanoTime();
            String first = call(server, "GET", "/api/cron/calibration-audit?model=bench", "");
            System.out.printf(
                    Locale.ROOT,
                    "first cron audit, %s outcomes of all days enter the evidence: %.1f s%n",
                    first.replaceAll(".*?\"matureSamples\":(\\d+).*", "$1"),
                    (System.nanoTime() - began) / 1e9);
            IntFunction<String> audit = i -> call(server, "GET", "/api/cron/calibration-audit?model=bench", "");
            time("warming up", audit);
            time("warming up", audit);
            time("cron audit at 05:30, a new day enters", i -> {
                // when the schedule does it; the rows of later that day and after are there already and are left out
                Instant now = Bench.NOW
                        .minus(Duration.ofDays(CALLS - i))
                        .truncatedTo(ChronoUnit.DAYS)
                        .plus(Duration.ofMinutes(330));
                call(server, "PUT", "/api/v1/clock", "{\"now\":\"" + now + "\"}");
                return audit.apply(i);
            });
            call(server, "PUT", "/api/v1/clock", "{\"now\":\"" + Bench.NOW + "\"}");
            time("cron audit again, 90 days up to now", audit);
            Random random = new Random(2);
            time("report, any 90 days", i -> {
                Instant from = Bench.NOW.minusSeconds(random.nextInt((stretched - 90) * 86_400) + 90 * 86_400L);
                return call(
                        server, "GET", MODEL + "/reports?from=" + from + "&to=" + from.plus(Duration.ofDays(90)), "");
            });
            time("audit with its refit, any 90 days", i -> {
                Instant from = Bench.NOW.minusSeconds(random.nextInt((days - 90) * 86_400) + 90 * 86_400L);
                return call(
                        server,
                        "POST",
                        MODEL + "/audits",
                        "{\"from\":\"" + from + "\",\"to\":\"" + from.plus(Duration.ofDays(90)) + "\"}");
            });
            time("report of all time", i -> call(server, "GET", MODEL + "/reports", ""));
        }
    }

    /** Through the stores, as intake does it. */
    private static void fill(Path directory, int rows, int days) {
        ModelSettings settings =
                SettingsPatch.apply(ModelSettings.defaults(ScoreScale.UNIT), Json.read(Bench.SETTINGS));
        Random random = new Random(1);
        Instant start = Bench.NOW.minus(Duration.ofDays(days));
        Duration step = Duration.ofDays(days).dividedBy(rows);
        try (Database database = Database.open(directory)) {
            Stores stores = Stores.over(database);
            for (int from = 0; from < rows; from += BATCH) {
                List<NewPrediction> predictions = new ArrayList<>();
                List<NewOutcome> outcomes = new ArrayList<>();
                for (int i = from; i < Math.min(rows, from + BATCH); i++) {
                    String id = String.format("prediction-%012d", i);
                    double score = random.nextDouble();
                    Instant at = start.plus(step.multipliedBy(i));
                    predictions.add(new NewPrediction(id, score, null, null, null, at, null, null, null, null));
                    outcomes.add(new NewOutcome(id, random.nextDouble() < score * score ? 1.0 : 0.0, null, at));
                }
                stores.intake().recordPredictions("bench", settings, predictions, Bench.NOW);
                stores.intake().recordOutcomes("bench", settings, outcomes, Bench.NOW);
            }
        }
    }

    /** Copies the sums of the days that have rows to earlier days. */
    private static void stretch(Path directory, int days, int stretched) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("plumbline.db"));
                Statement sql = connection.createStatement()) {
            sql.execute("pragma synchronous = off");
            String sums = "n, w, wp, wp2, wy, wy2, wpy, wy_ln_p, wq_ln_q, w2v";
            for (int back = days; back < stretched; back += days) {
                sql.execute("insert or replace into pair_sums select model, basis, segment, day - " + back
                        + ", version, part, cell, "
                        + sums + " from pair_sums where basis in ('observed', 'predicted') and day > "
                        + Bench.NOW.getEpochSecond() / 86_400 + " - " + days);
            }
            sql.execute(
                    "insert or ignore into observed_changes select distinct model, day, 1 from pair_sums where basis = 'observed'");
            sql.execute("delete from pair_sums where basis = 'observed 16'");
            sql.execute(
                    "insert into pair_sums select model, basis || ' 16', segment, day / 16, version, part, cell, "
                            + sums.replaceAll("(\\w+)", "sum($1)")
                            + " from pair_sums where basis = 'observed' group by model, basis, segment, day / 16, version, part, cell");
        }
    }

    /** Of a run before there may be evidence. */
    private static void forget(Path directory) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("plumbline.db"));
                Statement sql = connection.createStatement()) {
            for (String table : List.of("evidence_days", "audits", "promotions", "calibrators")) {
                sql.execute("delete from " + table);
            }
        }
    }

    private static String call(PlumblineServer server, String method, String path, String body) {
        try {
            return Bench.send(server, method, path, "application/json", BodyPublishers.ofString(body));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void time(String what, IntFunction<String> call) {
        String answer = call.apply(0); // warms up
        double[] millis = new double[CALLS];
        for (int i = 0; i < CALLS; i++) {
            long began = System.nanoTime();
            answer = call.apply(i);
            millis[i] = (System.nanoTime() - began) / 1e6;
        }
        double most = 0;
        for (double each : millis) {
            most = Math.max(most, each);
        }
        System.out.printf(
                Locale.ROOT,
                "%s: median %.0f ms, slowest of %d %.0f ms (samples %s)%n",
                what,
                Bench.median(millis),
                CALLS,
                most,
                answer.replaceAll(".*?\"totalSamples\":(\\d+).*", "$1"));
    }
}

package dev.plumbline.benchmarks;

import dev.plumbline.server.PlumblineServer;
import dev.plumbline.server.SettingsReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the benchmarks share: a server, a bare connection to the same file, and how figures are said. */
final class Bench {
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final String SETTINGS = "{\"scoreScale\":\"unit\",\"maturityDelay\":\"PT0S\"}";
    static final String ADMIN = "benchmark-admin-key";
    static final String CRON = "benchmark-cron-secret";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Bench() {}

    static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond());
    }

    /** A server over the folder whose clock stands at {@link #NOW}. */
    static PlumblineServer server(Path directory) {
        return server(directory, NOW);
    }

    static PlumblineServer server(Path directory, Instant clock) {
        return server(directory, Map.of("PLUMBLINE_CLOCK", clock.toString()));
    }

    /** A server over the folder with further settings from its environment. */
    static PlumblineServer server(Path directory, Map<String, String> further) {
        Map<String, String> environment = new HashMap<>(further);
        environment.put("CRON_SECRET", CRON);
        environment.put("PLUMBLINE_INGEST_KEY", "benchmark-ingest-key");
        environment.put("PLUMBLINE_ADMIN_KEY", ADMIN);
        environment.put("PLUMBLINE_LIMITS_REQUESTS", "-");
        return PlumblineServer.start(
                SettingsReader.read(Map.of("port", "0", "data", directory.toString()), environment, null), Map.of());
    }

    /** Sends a request and returns the body of its 2xx answer. */
    static String send(PlumblineServer server, String method, String path, String type, BodyPublisher body)
            throws IOException, InterruptedException {
        String key = path.startsWith("/api/cron") ? CRON : ADMIN;
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create(server.address() + path))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", type)
                        .method(method, body)
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    /** A connection that writes as durably as the server's, with the same cache and the same bound on the log. */
    static Connection bare(Path directory) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("plumbline.db"));
        try (Statement sql = connection.createStatement()) {
            sql.execute("pragma synchronous = full");
            sql.execute("pragma cache_size = -131072");
            sql.execute("pragma wal_autocheckpoint = 8192");
            sql.execute("pragma foreign_keys = on");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    /** The statements that make the indexes of the table of predictions. */
    static List<String> indexes(Statement sql) throws SQLException {
        List<String> indexes = new ArrayList<>();
        try (ResultSet rows = sql.executeQuery(
                "select sql from sqlite_master where type = 'index' and tbl_name = 'predictions' and sql is not null")) {
            while (rows.next()) {
                indexes.add(rows.getString(1).replaceAll("\\s+", " "));
            }
        }
        return indexes;
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}

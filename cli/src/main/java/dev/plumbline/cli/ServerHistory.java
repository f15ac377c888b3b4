package dev.plumbline.cli;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.intake.RecordHistory;
import dev.plumbline.monitor.model.Model;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The history of a model on a running server. It comes as a stream of rows, and only its end tells which segments and features
 * there are; so it is kept in a temporary file first.
 */
final class ServerHistory implements RecordHistory {
    private final ServerClient server;

    ServerHistory(ServerClient server) {
        this.server = server;
    }

    @Override
    public long export(Model model, Instant from, Instant to, Sink sink) {
        StringBuilder query = new StringBuilder("/api/v1/models/" + model.name() + "/records?");
        if (from != null) {
            query.append("from=").append(from).append('&');
        }
        if (to != null) {
            query.append("to=").append(to);
        }
        try {
            Path rows = Files.createTempFile("plumbline-", ".ndjson");
            try {
                server.download(query.toString(), rows);
                hand(rows, sink);
            } finally {
                Files.delete(rows);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 0; // how many outcomes wait is not in the stream
    }

    private static void hand(Path rows, Sink sink) throws IOException {
        long[] count = {0};
        Set<String> segments = new TreeSet<>();
        Map<String, Set<String>> features = new TreeMap<>();
        each(rows, row -> {
            count[0]++;
            if (row.get("segments") instanceof ObjectNode labels) {
                segments.addAll(labels.propertyNames());
            }
            if (row.get("features") instanceof ObjectNode values) {
                values.properties()
                        .forEach(feature -> features.computeIfAbsent(feature.getKey(), name -> new TreeSet<>())
                                .add(type(feature.getValue())));
            }
        });
        sink.begin(count[0], segments, features);
        each(rows, sink::row);
    }

    private static String type(JsonNode value) {
        if (value.isNumber()) {
            return value.canConvertToLong() && value.isIntegralNumber() ? "integer" : "real";
        }
        return value.isBoolean() ? value.asString() : value.isNull() ? "null" : "text";
    }

    private static void each(Path rows, Consumer<ObjectNode> visitor) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(rows)) {
            for (String line; (line = lines.readLine()) != null; ) {
                visitor.accept((ObjectNode) Json.read(line));
            }
        }
    }
}

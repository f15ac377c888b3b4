package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.close;
import static dev.plumbline.server.HttpKit.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.Json;
import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Random batches of good, bad, late, early, repeated, corrected and conflicting rows against a reference of two maps: every
 * answer adds up and has the reference's numbers, and so has the report at the end. Seeded, so it passes always or never.
 */
class IntakeReferenceTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What should be stored, and what should have been counted since the last batch began. */
    private static final class Reference {
        private static final List<Double> NUMBERS = List.of(0.0, 0.1, 0.35, 0.7, 1.0);
        private static final List<String> TIMES = List.of("2026-05-01T00:00:00Z", "2026-05-20T13:00:00Z");
        private static final List<String> BAD_PREDICTIONS = List.of(
                "{\"id\": \"i1\", \"score\": 1.5}",
                "{\"id\": \"i1\", \"score\": \"0.5\"}",
                "{\"score\": 0.5}",
                "{\"id\": \"i1\", \"score\": 0.5, \"weight\": -1}",
                "{\"id\": \"i1\", \"score\": 0.5",
                "[]",
                "7");
        private static final List<String> BAD_OUTCOMES = List.of(
                "{\"predictionId\": \"i1\", \"actual\": 2}",
                "{\"predictionId\": \"i1\"}",
                "{\"actual\": 1}",
                "{\"predictionId\": \"i1\", \"actual\": 1, \"observedAt\": \"soon\"}",
                "nothing");

        private final Random random;
        private final Map<String, Map<String, Object>> predictions = new HashMap<>();
        private final Map<String, Map<String, Object>> outcomes = new HashMap<>();
        private final Map<String, Long> counted = new HashMap<>();

        Reference(long seed) {
            random = new Random(seed);
        }

        private <T> T any(List<T> values) {
            return values.get(random.nextInt(values.size()));
        }

        private String id() {
            return "i" + random.nextInt(60);
        }

        private void count(String what) {
            counted.merge(what, 1L, Long::sum);
        }

        String prediction() {
            if (random.nextInt(8) == 0) {
                count("rejected");
                return any(BAD_PREDICTIONS);
            }
            ObjectNode row = Json.object().put("id", id()).put("score", any(NUMBERS));
            if (random.nextInt(3) == 0) {
                row.put("weight", any(List.of(0.0, 1.0, 2.5)));
            }
            if (random.nextInt(3) == 0) {
                row.put("version", any(List.of("1", "2")));
            }
            if (random.nextInt(3) == 0) {
                row.put("predictedAt", any(TIMES));
            }
            String id = row.required("id").stringValue();
            Map<String, Object> sent = content(row);
            Map<String, Object> stored = predictions.get(id);
            if (stored == null) {
                Map<String, Object> fresh = new HashMap<>(
                        Map.of("weight", 1.0, "version", "1", "predictedAt", TestServer.START.toString()));
                fresh.putAll(sent);
                predictions.put(id, fresh);
                count("taken");
            } else {
                count(stored.entrySet().containsAll(sent.entrySet()) ? "repeated" : "rejected");
            }
            return row.toString();
        }

        String outcome() {
            if (random.nextInt(8) == 0) {
                count("rejected");
                return any(BAD_OUTCOMES);
            }
            ObjectNode row = Json.object().put("predictionId", id()).put("actual", any(NUMBERS));
            if (random.nextInt(2) == 0) {
                row.put("observedAt", any(TIMES));
            }
            String id = row.required("predictionId").stringValue();
            Map<String, Object> sent = content(row);
            Map<String, Object> stored = outcomes.get(id);
            if (stored == null) {
                Map<String, Object> fresh = new HashMap<>(Map.of("observedAt", TestServer.START.toString()));
                fresh.putAll(sent);
                outcomes.put(id, fresh);
                count(predictions.containsKey(id) ? "taken" : "waiting");
            } else {
                count(stored.entrySet().containsAll(sent.entrySet()) ? "repeated" : "corrected");
                stored.putAll(sent);
            }
            return row.toString();
        }

        private static Map<String, Object> content(ObjectNode row) {
            Map<String, Object> content = new HashMap<>();
            row.properties().forEach(field -> {
                JsonNode value = field.getValue();
                content.put(field.getKey(), value.isNumber() ? (Object) value.doubleValue() : value.stringValue());
            });
            return content;
        }

        /** Compares an answer with what was counted for its batch. */
        void check(Answer answer, int rows) {
            JsonNode json = answer.json();
            long sum = 0;
            for (String name : List.of("taken", "repeated", "corrected", "waiting", "rejected")) {
                long number = json.required(name).longValue();
                assertThat(number).as(name + " in " + answer.body()).isEqualTo(counted.getOrDefault(name, 0L));
                sum += number;
            }
            assertThat(sum).isEqualTo(rows);
            assertThat(json.required("errors").size())
                    .isEqualTo(json.required("rejected").intValue());
            counted.clear();
        }

        void delete() {
            String id = id();
            boolean prediction = random.nextBoolean();
            Answer answer = server.delete("/models/m/" + (prediction ? "predictions/" : "outcomes/") + id);
            boolean known = prediction ? predictions.remove(id) != null : outcomes.containsKey(id);
            assertThat(answer.status()).isEqualTo(known ? 204 : 404);
            if (known) {
                outcomes.remove(id);
            }
        }

        void checkReport(JsonNode report, String from) {
            double weight = 0;
            double predicted = 0;
            double actual = 0;
            int pairs = 0;
            long[] counts = new long[10];
            double[] gaps = new double[10];
            for (Map.Entry<String, Map<String, Object>> each : predictions.entrySet()) {
                Map<String, Object> outcome = outcomes.get(each.getKey());
                if (outcome == null
                        || Instant.parse((String) outcome.get("observedAt")).isBefore(Instant.parse(from))) {
                    continue;
                }
                double w = (Double) each.getValue().get("weight");
                double p = (Double) each.getValue().get("score");
                double y = (Double) outcome.get("actual");
                int bin = (int) Math.min(Math.floor(p * 10), 9);
                pairs++;
                counts[bin]++;
                weight += w;
                predicted += w * p;
                actual += w * y;
                gaps[bin] += w * (p - y);
            }
            double ece = 0;
            for (double gap : gaps) {
                ece += Math.abs(gap) / weight;
            }
            assertThat(report.required("totalSamples").intValue()).isEqualTo(pairs);
            close(report.required("totalWeight"), weight, 1e-9);
            close(report.required("meanPredicted"), predicted / weight, 1e-12);
            close(report.required("baseRate"), actual / weight, 1e-12);
            close(report.required("ece"), ece, 1e-12);
            for (int k = 0; k < 10; k++) {
                assertThat(report.required("bins").get(k).required("count").longValue())
                        .isEqualTo(counts[k]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyAnswerAddsUpAndTheReportFollows(long seed) {
        server.put("/models/m", "{}");
        Reference reference = new Reference(seed);
        for (int i = 0; i < 60; i++) { // ids of the seed before
            server.delete("/models/m/predictions/i" + i);
            server.delete("/models/m/outcomes/i" + i);
        }
        for (int batch = 0; batch < 40; batch++) {
            boolean predictions = reference.random.nextBoolean();
            int rows = 1 + reference.random.nextInt(30);
            StringBuilder body = new StringBuilder();
            for (int i = 0; i < rows; i++) {
                body.append(predictions ? reference.prediction() : reference.outcome())
                        .append('\n');
            }
            Answer answer =
                    predictions ? server.predictions("m", body.toString()) : server.outcomes("m", body.toString());
            reference.check(answer, rows);
            if (batch % 4 == 3) {
                reference.delete();
            }
        }
        reference.checkReport(report(server, "m"), "2000-01-01T00:00:00Z");
        reference.checkReport(
                server.get("/models/m/reports?from=2026-05-02T00:00:00Z").json(), "2026-05-02T00:00:00Z");
    }
}

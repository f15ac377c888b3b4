package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.audit;
import static dev.plumbline.server.HttpKit.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.evidence.Detector;
import dev.plumbline.calibration.evidence.EvidenceBlock;
import dev.plumbline.calibration.evidence.EvidenceGrid;
import dev.plumbline.calibration.evidence.MissingBand;
import dev.plumbline.monitor.Json;
import dev.plumbline.server.Streams.Pair;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** A server whose clock is turned from midnight to midnight, and models that are asked and observed day by day. */
final class DayByDay implements AutoCloseable {
    static final Duration DAY = Duration.ofDays(1);
    private static final String LOOK = "{\"refit\": false}";

    private final TestServer server;
    private Instant midnight = Instant.parse("2026-06-02T00:00:00Z");

    private DayByDay(TestServer server) {
        this.server = server;
        server.turnClock(midnight);
    }

    static DayByDay start(Path data) {
        return new DayByDay(TestServer.start(data));
    }

    TestServer server() {
        return server;
    }

    Instant midnight() {
        return midnight;
    }

    void declare(String model, String settings) {
        int status = server.put("/models/" + model, settings).status();
        assertThat(status).isIn(200, 201);
    }

    void turn(int days) {
        midnight = midnight.plus(DAY.multipliedBy(days));
        server.turnClock(midnight);
    }

    /** Draws the pairs of the day that begins, whose outcomes come an hour after the predictions; the scores are issued. */
    List<Pair> drawn(int count, DoubleUnaryOperator truth) {
        long day = midnight.getEpochSecond() / DAY.toSeconds();
        return Streams.drawn(day, "d" + day + "-", "1", count, midnight, midnight.plus(Duration.ofHours(22)), truth);
    }

    /** So many days of pairs up to the present midnight, drawn as they come. */
    List<Pair> history(long seed, int length, int perDay) {
        Instant from = midnight.minus(DAY.multipliedBy(length));
        List<Pair> pairs = new ArrayList<>();
        for (int day = 0; day < length; day++) {
            Instant start = from.plus(DAY.multipliedBy(day));
            pairs.addAll(
                    Streams.drawn(seed + day, day + "-", "1", perDay, start, start.plus(Duration.ofHours(22)), p -> p));
        }
        return pairs;
    }

    /** Lets the day pass and records its pairs. */
    void pass(String model, List<Pair> pairs) {
        turn(1);
        Streams.send(server, model, pairs);
    }

    /** A day on which the scores are issued. */
    List<Pair> day(String model, int count, DoubleUnaryOperator truth) {
        List<Pair> pairs = drawn(count, truth);
        pass(model, pairs);
        return pairs;
    }

    /** A day on which is issued what serves. */
    List<Pair> served(String model, int count, DoubleUnaryOperator truth) {
        List<Pair> pairs = drawn(count, truth);
        ArrayNode scores = Json.object().putArray("scores");
        pairs.forEach(pair -> scores.add(pair.score()));
        JsonNode issued = ok(server.post("/models/" + model + "/calibrate", "{\"scores\":" + scores + "}"))
                .required("probabilities");
        List<Pair> served = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            served.add(pairs.get(i).issued(issued.get(i).doubleValue()));
        }
        pass(model, served);
        return served;
    }

    /** The daily audit of the schedule. */
    JsonNode look(String model) {
        return audit(server, model, LOOK);
    }

    JsonNode refit(String model) {
        return audit(server, model, "{}");
    }

    /** Newest first. */
    List<JsonNode> promotions(String model) {
        return items(server.get("/models/" + model + "/promotions").json(), each -> true);
    }

    /** Of the model, newest first. */
    List<JsonNode> alerts(String model) {
        return items(
                ok(server.get("/alerts?limit=500")),
                each -> each.required("subject").stringValue().equals(model));
    }

    private static List<JsonNode> items(JsonNode page, java.util.function.Predicate<JsonNode> wanted) {
        List<JsonNode> items = new ArrayList<>();
        for (JsonNode each : page.required("items")) {
            if (wanted.test(each)) {
                items.add(each);
            }
        }
        return items;
    }

    static String verdict(JsonNode record) {
        return record.required("verdict").stringValue();
    }

    static long mature(JsonNode record) {
        return record.required("matureSamples").longValue();
    }

    /** What the pairs come to when their days are put together without any store. */
    static Detector detector(List<Pair> pairs) {
        SortedMap<Long, List<Pair>> days = new TreeMap<>();
        for (Pair pair : pairs) {
            days.computeIfAbsent(pair.predictedAt().getEpochSecond() / DAY.toSeconds(), day -> new ArrayList<>())
                    .add(pair);
        }
        Detector detector = new Detector(EvidenceGrid.wide(), Detector.MATERIAL_LOSS);
        MissingBand band = new MissingBand(1.1);
        for (List<Pair> day : days.values()) {
            EvidenceBlock.Builder block = new EvidenceBlock.Builder(EvidenceGrid.wide(), 1, band.ratio());
            long ones = 0;
            long missing = 0;
            for (Pair pair : day) {
                if (Double.isNaN(pair.actual())) {
                    block.missing(pair.issued(), 1);
                    missing++;
                } else {
                    block.add(pair.issued(), pair.actual(), 1);
                    ones += Math.round(pair.actual());
                }
            }
            detector.enter(block.build());
            band.enter(ones, day.size() - missing - ones, missing);
        }
        return detector;
    }

    /** To 1e-9, on the scale of logarithms. */
    static void says(JsonNode record, Detector expected) {
        JsonNode evidence = record.required("evidence");
        assertThat(evidence.required("logEValue").doubleValue()).isCloseTo(expected.logE(), within(1e-9));
        log(evidence, "eValue", expected.logE());
        log(evidence, "maxEValue", expected.maxLogE());
        log(evidence, "detector", expected.logD());
        log(evidence, "suspicion", expected.logR());
    }

    private static void log(JsonNode evidence, String name, double expected) {
        assertThat(Math.log(evidence.required(name).doubleValue())).as(name).isCloseTo(expected, within(1e-9));
    }

    @Override
    public void close() {
        server.close();
    }
}

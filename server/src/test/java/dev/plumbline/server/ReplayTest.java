package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.audit;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.problem;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.plumbline.monitor.Json;
import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Audits computed again from what was known then: the stored bytes, whatever came after. */
class ReplayTest {
    private static TestServer server;
    private static ListAppender<ILoggingEvent> log;
    private static Instant now = TestServer.START;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
        log = HttpKit.logTap();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void turn(Duration by) {
        now = now.plus(by);
        server.turnClock(now.plusNanos(789)); // stored times know microseconds
    }

    /** Forecasts like those of games: between 0.15 and 0.85, over 80 days up to now, four a time. */
    private static void predictions(String model, String prefix, int count, Random random, String version) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(Json.text(Json.object()
                            .put("id", prefix + i)
                            .put("score", 0.15 + 0.7 * random.nextDouble())
                            .put("version", version)
                            .put("weight", i % 5 == 0 ? 2.5 : 1)
                            .put(
                                    "predictedAt",
                                    now.minus(Duration.ofMinutes(30L + (i / 4) * 80L * 1_440 * 4 / count))
                                            .toString())))
                    .append('\n');
        }
        assertThat(server.predictions(model, lines.toString()).status()).isEqualTo(200);
    }

    /** Outcomes that say yes less often than most scores do. */
    private static void outcomes(String model, String prefix, int from, int to, Random random) {
        StringBuilder lines = new StringBuilder();
        IntStream.range(from, to)
                .forEach(i -> lines.append(Json.text(Json.object()
                                .put("predictionId", prefix + i)
                                .put("actual", random.nextInt(10) == 0 ? random.nextDouble() : random.nextInt(4) / 3)
                                .put(
                                        "observedAt",
                                        now.minus(Duration.ofHours(random.nextInt(1_900)))
                                                .toString())))
                        .append('\n'));
        assertThat(server.outcomes(model, lines.toString()).status()).isEqualTo(200);
    }

    private static void replaysToTheByte(String model, long auditId) {
        String stored = server.get("/models/" + model + "/audits/" + auditId).body();
        Answer again = server.post("/models/" + model + "/audits/" + auditId + "/replay", "");
        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.header("Content-Type")).startsWith("application/json");
        assertThat(again.body()).isEqualTo(stored);
    }

    private static long id(JsonNode record) {
        return record.required("auditId").longValue();
    }

    private static int serving() {
        return ok(server.get("/models/games/calibrator"))
                .required("calibratorVersion")
                .intValue();
    }

    private static String change(int expected) {
        return "{\"expectedVersion\": " + expected + ", \"reason\": \"a person's wish\"}";
    }

    private static String state(String model) {
        return server.get("/models/" + model).body()
                + server.get("/models/" + model + "/audits").body()
                + server.get("/models/" + model + "/promotions").body()
                + server.get("/models/" + model + "/calibrators").body()
                + server.get("/models/" + model + "/reports").body()
                + server.get("/runs?model=" + model).body();
    }

    @Test
    void correctionsDeletesPromotionsAndSettings_doNotReachBack() {
        Random random = new Random(3);
        server.put("/models/games", "{\"promotion\": \"always\", \"maturityDelay\": \"P2D\"}");
        predictions("games", "a", 400, random, "1");
        outcomes("games", "a", 0, 300, random);
        JsonNode first = audit(server, "games", "{}");
        assertThat(first.at("/promotion/decision").stringValue()).isEqualTo("Promoted");
        replaysToTheByte("games", id(first));

        // All at the instant of the audit: the clock stands still.
        outcomes("games", "a", 0, 40, random);
        outcomes("games", "a", 300, 360, random);
        for (int i = 50; i < 60; i++) {
            assertThat(server.delete("/models/games/outcomes/a" + i).status()).isEqualTo(204);
        }
        outcomes("games", "a", 55, 60, random);
        predictions("games", "b", 200, random, "1");
        predictions("games", "c", 150, random, "2");
        outcomes("games", "b", 0, 200, random);
        outcomes("games", "c", 0, 150, random);
        JsonNode second = audit(server, "games", "{\"refit\": false}");
        assertThat(second.required("ece")).isNotEqualTo(first.required("ece"));
        assertThat(second.required("totalSamples").intValue()).isEqualTo(300 - 10 + 5 + 60 + 200 + 150);
        replaysToTheByte("games", id(first));

        turn(Duration.ofHours(30));
        int promoted = serving();
        assertThat(promoted).isPositive();
        ok(server.post("/models/games/calibrators/rollback", change(promoted)));
        server.put(
                "/models/games", "{\"promotion\": \"gated\", \"maturityDelay\": \"auto\", \"refitWindow\": \"all\"}");
        outcomes("games", "a", 100, 200, random);
        JsonNode third = ok(server.cron("/api/cron/calibration-audit?model=games"));
        predictions("games", "d", 100, random, "1");
        outcomes("games", "d", 0, 100, random);
        int before = serving();
        server.put("/models/games", "{\"currentVersion\": \"2\", \"promotion\": \"manual\"}");
        JsonNode fourth = audit(server, "games", "{\"from\": null, \"version\": \"2\"}");
        ok(server.post("/models/games/calibrators/" + promoted + "/promote", change(before)));
        outcomes("games", "c", 0, 50, random);

        String state = state("games");
        log.list.clear();
        for (JsonNode each : new JsonNode[] {fourth, first, third, second, first}) {
            replaysToTheByte("games", id(each));
        }
        assertThat(HttpKit.messages(log)).as("a replay is silent").isEmpty();
        assertThat(state("games")).as("and changes nothing").isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void randomSequence_everyAuditIsTheSameAgain(long seed) {
        System.out.println("ReplayTest seed " + seed);
        Random random = new Random(seed);
        String model = "random" + seed;
        server.put("/models/" + model, "{\"promotion\": \"always\"}");
        predictions(model, "p", 300, random, "1");
        outcomes(model, "p", 0, 120, random);
        long[] audits = new long[6];
        for (int i = 0; i < audits.length; i++) {
            for (int step = 0; step < 4; step++) {
                int from = random.nextInt(250);
                switch (random.nextInt(7)) {
                    case 0 -> predictions(model, "q" + i + step + "-", 30, random, "1");
                    case 1 -> server.delete("/models/" + model + "/outcomes/p" + from);
                    case 2 -> turn(Duration.ofMinutes(random.nextInt(3_000)));
                    case 3 ->
                        server.put(
                                "/models/" + model,
                                random.nextBoolean() ? "{\"maturityDelay\": \"P3D\"}" : "{\"promotion\": \"gated\"}");
                    default -> outcomes(model, "p", from, from + 1 + random.nextInt(50), random);
                }
            }
            audits[i] = id(audit(server, model, random.nextBoolean() ? "{}" : "{\"from\": null}"));
            replaysToTheByte(model, audits[random.nextInt(i + 1)]);
        }
        outcomes(model, "p", 0, 300, random);
        for (long audit : audits) {
            replaysToTheByte(model, audit);
        }
    }

    @Test
    void whatIsGone_isSaid() {
        Random random = new Random(4);
        server.put("/models/gone", "{}");
        predictions("gone", "a", 100, random, "1");
        outcomes("gone", "a", 0, 100, random);
        long id = id(audit(server, "gone", "{}"));
        problem(server.post("/models/gone/audits/" + (id + 1_000) + "/replay", ""), 404);
        problem(server.post("/models/nobody/audits/" + id + "/replay", ""), 404);
        server.put("/models/other", "{}");
        problem(server.post("/models/other/audits/" + id + "/replay", ""), 404);
        assertThat(server.delete("/models/gone/predictions/a7").status()).isEqualTo(204);
        String detail = problem(server.post("/models/gone/audits/" + id + "/replay", ""), 409)
                .required("detail")
                .stringValue();
        assertThat(detail)
                .isEqualTo("Audit " + id
                        + " of model gone cannot be computed again: a prediction that it knew was deleted at " + now);
        long later = id(audit(server, "gone", "{}"));
        replaysToTheByte("gone", later);
        outcomes("gone", "a", 20, 100, random);
        assertThat(server.post("/models/gone/purge", "{\"olderThan\": \"P30D\"}")
                        .status())
                .isEqualTo(200);
        assertThat(problem(server.post("/models/gone/audits/" + later + "/replay", ""), 409)
                        .required("detail")
                        .stringValue())
                .contains("Audit " + later + " of model gone", "purged at " + now);
    }
}

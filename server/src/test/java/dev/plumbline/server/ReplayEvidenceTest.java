package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.Json;
import dev.plumbline.server.Streams.Pair;
import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Audits whose evidence came together over many others, with corrections, moves and new clocks in between, computed again. */
class ReplayEvidenceTest {
    private static DayByDay days;
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        days = DayByDay.start(data);
        server = days.server();
    }

    @AfterAll
    static void stop() {
        days.close();
    }

    private final List<Pair> pairs = new ArrayList<>();
    private final List<Long> audits = new ArrayList<>();

    private void audited(JsonNode record) {
        audits.add(record.required("auditId").longValue());
    }

    private void replays(String model, long audit) {
        Answer again = server.post("/models/" + model + "/audits/" + audit + "/replay", "");
        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.body())
                .isEqualTo(server.get("/models/" + model + "/audits/" + audit).body());
    }

    /** Days with a missing outcome each, so that later ones have a dead band, and corrections of what has entered. */
    private void days(String model, int length, DoubleUnaryOperator truth, boolean refit) {
        for (int day = 0; day < length; day++) {
            List<Pair> today = days.served(model, 150, truth);
            assertThat(server.delete("/models/" + model + "/outcomes/"
                                    + today.get(3).id())
                            .status())
                    .isEqualTo(204);
            pairs.addAll(today);
            audited(refit ? days.refit(model) : days.look(model));
            Pair wrong = pairs.get(pairs.size() / 2);
            server.outcomes(
                    model, "{\"predictionId\": \"" + wrong.id() + "\", \"actual\": " + (1 - wrong.actual()) + "}");
        }
    }

    @Test
    void everyAudit_overPromotionRollbackCorrectionsAndNewClocks_replaysToTheByte() {
        String model = "all";
        days.declare(model, "{\"maturityDelay\": \"P1D\"}");
        days(model, 5, Streams::muchLower, true);
        assertThat(days.promotions(model)).isNotEmpty();
        days(model, 5, p -> p, false);
        assertThat(days.promotions(model).get(0).required("kind").stringValue()).isEqualTo("rolledBack");
        ok(server.post("/models/" + model + "/acknowledge", "{\"reason\": \"looked at\"}"));
        days(model, 3, p -> p, true);
        days.declare(model, "{\"maturityDelay\": \"auto\", \"missingRatio\": 1.5, \"materialLoss\": 0.01}");
        days(model, 2, Streams::muchLower, true);
        for (int i = 0; i < pairs.size(); i += 90) {
            server.delete("/models/" + model + "/outcomes/" + pairs.get(i).id());
        }
        audited(days.refit(model));
        String alerts = server.get("/alerts").body();
        audits.forEach(audit -> replays(model, audit));
        assertThat(audits).hasSize(16);
        assertThat(server.get("/alerts").body()).isEqualTo(alerts);
    }

    /** Weights up to four and two shops; what a day came to when it entered stays, whatever is declared later. */
    private void weighted(String model, int day) {
        StringBuilder predictions = new StringBuilder();
        StringBuilder outcomes = new StringBuilder();
        for (Pair pair : days.drawn(60, p -> p * p)) {
            int i = pair.id().hashCode() & 3;
            predictions
                    .append(Json.object()
                            .put("id", pair.id())
                            .put("score", pair.score())
                            .put("weight", 1 + i)
                            .put("group", i == 0 ? "g" + pair.id().length() + day / 2 : null)
                            .put("predictedAt", pair.predictedAt().toString())
                            .set("segments", Json.object().put("shop", i < 2 ? "a" : "b")))
                    .append('\n');
            outcomes.append(pair.outcome()).append('\n');
            pairs.add(pair);
        }
        days.turn(1);
        ok(server.predictions(model, predictions.toString()));
        ok(server.outcomes(model, outcomes.toString()));
    }

    private void correct(String model, int index) {
        Pair wrong = pairs.get(index);
        ok(server.outcomes(
                model, "{\"predictionId\": \"" + wrong.id() + "\", \"actual\": " + (1 - wrong.actual()) + "}"));
    }

    @Test
    void everyAudit_overChangedRulesOfEvidence_replaysToTheByte() {
        String model = "rules";
        List<String> settings = List.of(
                "{\"maturityDelay\": \"P0D\", \"promotion\": \"manual\"}",
                "{\"maxWeight\": 4, \"segments\": [\"shop\"]}",
                "{\"segments\": [], \"dependence\": \"day\"}",
                "{\"segments\": [\"shop\"], \"maxWeight\": 2, \"dependence\": \"pair\"}");
        for (int i = 0; i < 12; i++) {
            if (i % 3 == 0) {
                days.declare(model, settings.get(i / 3));
            }
            weighted(model, i);
            audited(days.look(model));
            correct(model, 60 * (i / 2) + i);
        }
        audited(days.refit(model));
        audits.forEach(audit -> replays(model, audit));
    }
}

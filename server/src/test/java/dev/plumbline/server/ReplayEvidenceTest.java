package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.ok;
import static org.assertj.core.api.Assertions.assertThat;

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
}

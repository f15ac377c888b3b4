package dev.plumbline.server;

import static dev.plumbline.server.DayByDay.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.Streams.Pair;
import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An audit whose verdict later rows change is stated anew: once, beside the first, over its window. */
class ServingRestatementTest {
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

    private static List<JsonNode> audits(String model) {
        List<JsonNode> audits = new ArrayList<>();
        server.get("/models/" + model + "/audits").json().required("items").forEach(audits::add);
        return audits;
    }

    /** Calibrated pairs of one week, and their audit. */
    private static JsonNode published(String model, List<Pair> pairs) {
        days.declare(model, "{\"maturityDelay\": \"P0D\", \"promotion\": \"manual\"}");
        for (int day = 0; day < 7; day++) {
            pairs.addAll(days.day(model, 60, p -> p));
        }
        JsonNode record = days.look(model);
        assertThat(verdict(record)).isEqualTo("Calibrated");
        return record;
    }

    @Test
    void verdictThatCorrectionsChange_isStatedAnew_once_andReplays() {
        List<Pair> pairs = new ArrayList<>();
        JsonNode first = published("corrected", pairs);
        StringBuilder corrections = new StringBuilder();
        for (Pair pair : pairs) {
            if (pair.actual() == 0 && pair.score() < 0.6) {
                corrections
                        .append("{\"predictionId\":\"" + pair.id() + "\",\"actual\":1,\"observedAt\":\""
                                + pair.observedAt() + "\"}")
                        .append('\n');
            }
        }
        assertThat(server.outcomes("corrected", corrections.toString()).status())
                .isEqualTo(200);
        days.turn(1);

        JsonNode second = days.look("corrected");

        assertThat(verdict(second)).isEqualTo("Drifted");
        assertThat(second.required("restates").isNull()).isTrue();
        List<JsonNode> audits = audits("corrected");
        assertThat(audits).hasSize(3);
        JsonNode restated = audits.get(1);
        assertThat(restated.required("restates").longValue())
                .isEqualTo(first.required("auditId").longValue());
        assertThat(verdict(restated)).isEqualTo("Drifted");
        assertThat(restated.required("window")).isEqualTo(first.required("window"));
        assertThat(restated.required("matureSamples")).isEqualTo(first.required("matureSamples"));
        assertThat(restated.at("/promotion/decision").stringValue()).isEqualTo("Kept");
        assertThat(audits.get(2)).as("the first stays as it was").isEqualTo(first);
        assertThat(days.alerts("corrected")).as("alerted once").hasSize(1);

        days.look("corrected");
        assertThat(audits("corrected")).as("stated anew once").hasSize(4);
        for (JsonNode audit : audits) {
            String path =
                    "/models/corrected/audits/" + audit.required("auditId").longValue();
            Answer again = server.post(path + "/replay", "");
            assertThat(again.body()).isEqualTo(server.get(path).body());
        }
    }

    @Test
    void verdictThatHolds_isNotStatedAnew() {
        List<Pair> pairs = new ArrayList<>();
        published("held", pairs);
        Pair one = pairs.get(3);
        server.outcomes("held", "{\"predictionId\":\"" + one.id() + "\",\"actual\":" + (1 - one.actual()) + "}");
        days.turn(1);

        days.look("held");

        assertThat(audits("held"))
                .hasSize(2)
                .allMatch(audit -> audit.required("restates").isNull());
    }
}

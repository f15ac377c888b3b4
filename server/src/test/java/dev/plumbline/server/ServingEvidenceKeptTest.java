package dev.plumbline.server;

import static dev.plumbline.server.DayByDay.detector;
import static dev.plumbline.server.DayByDay.mature;
import static dev.plumbline.server.DayByDay.says;
import static dev.plumbline.server.DayByDay.verdict;
import static dev.plumbline.server.HttpKit.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.Json;
import dev.plumbline.server.Streams.Pair;
import dev.plumbline.store.Backup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Evidence outlives the rows that it was made of, and comes back with a copy of the database. */
class ServingEvidenceKeptTest {
    private static final String BY_HAND = "{\"maturityDelay\": \"P0D\", \"promotion\": \"manual\"}";
    private static final List<String> FINDINGS =
            List.of("verdict", "diagnosis", "evidence", "matureSamples", "immatureSamples");

    @TempDir
    Path folder;

    private static void same(JsonNode actual, JsonNode expected) {
        for (String name : FINDINGS) {
            assertThat(actual.required(name)).as(name).isEqualTo(expected.required(name));
        }
    }

    private static void purge(DayByDay days, String model, String olderThan) {
        JsonNode purged =
                ok(days.server().post("/models/" + model + "/purge", "{\"olderThan\": \"" + olderThan + "\"}"));
        assertThat(purged.required("predictions").intValue()).isEqualTo(3 * 40);
    }

    private static List<Pair> drifting(DayByDay days, String model, int length, boolean looking) {
        List<Pair> pairs = new ArrayList<>();
        for (int day = 0; day < length; day++) {
            pairs.addAll(days.day(model, 40, Streams::muchLower));
            if (looking) {
                days.look(model);
            }
        }
        return pairs;
    }

    @Test
    void purgedDaysThatHadEntered_areEvidenceAsBefore() {
        try (DayByDay days = DayByDay.start(folder.resolve("data"))) {
            days.declare("purged", BY_HAND);
            List<Pair> pairs = drifting(days, "purged", 6, true);
            JsonNode before = days.look("purged");
            assertThat(verdict(before)).isEqualTo("Drifted");
            purge(days, "purged", "P3D");
            JsonNode after = days.look("purged");
            same(after, before);
            says(after, detector(pairs));
            String audit = "/models/purged/audits/" + after.required("auditId").longValue();
            assertThat(days.server().post(audit + "/replay", "").body())
                    .as("how late purged pairs became known is known to a replay")
                    .isEqualTo(days.server().get(audit).body());
            assertThat(after.required("explanation").toString()).doesNotContain("purged before their outcomes");

            pairs.addAll(drifting(days, "purged", 1, true));
            says(days.look("purged"), detector(pairs));

            days.declare("late", BY_HAND);
            List<Pair> unseen = drifting(days, "late", 6, false);
            purge(days, "late", "P3D");
            JsonNode without = days.look("late");
            assertThat(mature(without))
                    .as("rows that are gone can no longer enter")
                    .isEqualTo(3 * 40);
            says(without, detector(unseen.subList(3 * 40, 6 * 40)));
            assertThat(without.required("explanation").toString())
                    .contains("days whose rows were purged before their outcomes were complete are no evidence: 3");
        }
    }

    @Test
    void restoredCopy_saysTheSame_andItsAlertsDoNotFireAgain() {
        Path data = folder.resolve("data");
        Path restored = folder.resolve("restored");
        JsonNode before;
        JsonNode alerts;
        try (DayByDay days = DayByDay.start(data)) {
            days.declare("kept", BY_HAND);
            drifting(days, "kept", 5, true);
            purge(days, "kept", "P2D");
            before = days.look("kept");
            alerts = ok(days.server().get("/alerts"));
            assertThat(alerts.required("items").size()).isEqualTo(1);
            Backup.restore(Backup.make(data, folder.resolve("copies"), days.midnight()), restored, days.midnight());
        }
        String clock = before.required("auditedAt").stringValue();
        try (TestServer server = TestServer.start(restored, Map.of("PLUMBLINE_CLOCK", clock))) {
            same(HttpKit.report(server, "kept"), before);
            same(HttpKit.audit(server, "kept", "{\"refit\": false}"), before);
            assertThat(ok(server.get("/alerts"))).isEqualTo(alerts);
            assertThat(server.get("/models/kept/audits/" + before.required("auditId"))
                            .body())
                    .isEqualTo(new String(Json.bytes(before), StandardCharsets.UTF_8));
        }
    }
}

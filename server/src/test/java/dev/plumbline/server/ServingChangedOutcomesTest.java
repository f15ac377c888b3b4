package dev.plumbline.server;

import static dev.plumbline.server.DayByDay.detector;
import static dev.plumbline.server.DayByDay.mature;
import static dev.plumbline.server.DayByDay.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.Streams.Pair;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Outcomes of matured days that come late, are corrected, are taken back or never come. */
class ServingChangedOutcomesTest {
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

    private static Pair with(Pair pair, double actual, Instant observedAt) {
        return new Pair(
                pair.id(), pair.score(), pair.probability(), pair.version(), pair.predictedAt(), actual, observedAt);
    }

    /** Only days after one with a missing outcome have a dead band, so that both ways have the same bands. */
    @Test
    void changesOfEnteredDays_countAsIfTheyHadAlwaysBeenThere() {
        String settings = "{\"maturityDelay\": \"P0D\", \"promotion\": \"manual\"}";
        days.declare("changed", settings);
        days.declare("fresh", settings);
        List<Pair> known = new ArrayList<>();
        for (int day = 0; day < 6; day++) {
            List<Pair> today = days.drawn(40, p -> p);
            if (day == 5) {
                days.turn(1);
                Streams.sendPredictions(server, "changed", today);
                Streams.sendOutcomes(server, "changed", today.subList(0, 38));
            } else {
                days.pass("changed", today);
            }
            known.addAll(today);
            days.look("changed");
        }
        JsonNode before = days.look("changed");
        assertThat(mature(before)).isEqualTo(238);

        Pair corrected =
                with(known.get(45), 1 - known.get(45).actual(), known.get(45).observedAt());
        HttpKit.counts(server.outcomes("changed", corrected.outcome()), 0, 0, 1, 0, 0);
        assertThat(server.delete("/models/changed/predictions/" + known.get(90).id())
                        .status())
                .isEqualTo(204);
        Pair lost = known.get(238);
        Pair late = known.get(239);
        Streams.sendOutcomes(server, "changed", List.of(late));
        assertThat(server.delete("/models/changed/outcomes/" + known.get(220).id())
                        .status())
                .isEqualTo(204);
        JsonNode after = days.look("changed");

        List<Pair> last = new ArrayList<>(known);
        last.set(45, corrected);
        for (Pair open : List.of(lost, known.get(220))) {
            last.set(last.indexOf(open), with(open, Double.NaN, open.observedAt()));
        }
        last.remove(known.get(90));
        Streams.sendPredictions(server, "fresh", last);
        Streams.sendOutcomes(
                server,
                "fresh",
                last.stream().filter(pair -> !Double.isNaN(pair.actual())).toList());
        JsonNode fresh = days.look("fresh");
        says(after, detector(last));
        assertThat(mature(after)).isEqualTo(237);
        for (String name : List.of("evidence", "verdict", "diagnosis", "matureSamples", "explanation")) {
            assertThat(after.required(name)).as(name).isEqualTo(fresh.required(name));
        }
        assertThat(after.required("evidence")).isNotEqualTo(before.required("evidence"));
    }

    @Test
    void missingOutcomes_widenTheBand_assumedOrImplied() {
        String settings = "{\"maturityDelay\": \"P0D\", \"promotion\": \"manual\"}";
        for (int every : new int[] {8, 80}) {
            String model = "missing" + every;
            days.declare(model, settings);
            List<Pair> pairs = days.history(700, 8, 100);
            Streams.sendPredictions(server, model, pairs);
            List<Pair> known = new ArrayList<>();
            List<Pair> sent = new ArrayList<>();
            for (int i = 0; i < pairs.size(); i++) {
                boolean open = i % every == 0;
                known.add(open ? with(pairs.get(i), Double.NaN, null) : pairs.get(i));
                if (!open) {
                    sent.add(pairs.get(i));
                }
            }
            Streams.sendOutcomes(server, model, sent);
            JsonNode record = days.look(model);
            says(record, detector(known));
            assertThat(mature(record)).isEqualTo(sent.size());
            assertThat(record.required("explanation").toString())
                    .contains((pairs.size() - sent.size()) + " predictions of matured days have no outcome")
                    .contains(every == 8 ? "at most 1.10 times" : "as their number implies")
                    .contains(every == 8 ? "assumed: missingRatio" : "most 1.0");
        }
    }
}

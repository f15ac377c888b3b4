package dev.plumbline.server;

import static dev.plumbline.server.DayByDay.detector;
import static dev.plumbline.server.DayByDay.mature;
import static dev.plumbline.server.DayByDay.says;
import static dev.plumbline.server.DayByDay.verdict;
import static dev.plumbline.server.HttpKit.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.Streams.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What evidence does by itself, with the clock turned day by day: promotions, rollbacks, alarms and their end. */
class ServingEvidenceTest {
    private static final String AT_ONCE = "{\"maturityDelay\": \"P0D\"}";
    private static final String BY_HAND = "{\"maturityDelay\": \"P0D\", \"promotion\": \"manual\"}";
    private static final int MOST_DAYS = 6;

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

    private static int serving(String model) {
        return ok(server.get("/models/" + model + "/calibrator"))
                .required("calibratorVersion")
                .intValue();
    }

    /** Days of what serves, looked at, until it has changed; the record of the audit that did it. */
    private static JsonNode untilChanged(String model, DoubleUnaryOperator truth, Supplier<JsonNode> look) {
        int before = serving(model);
        for (int day = 0; day < MOST_DAYS; day++) {
            days.served(model, 300, truth);
            JsonNode record = look.get();
            if (serving(model) != before) {
                return record;
            }
        }
        throw new AssertionError("still serves " + before + ": " + days.look(model));
    }

    private static JsonNode untilPromoted(String model, DoubleUnaryOperator truth) {
        JsonNode record = untilChanged(model, truth, () -> days.refit(model));
        JsonNode promotion = record.required("promotion");
        assertThat(promotion.required("decision").stringValue()).isEqualTo("Promoted");
        assertThat(promotion.required("to").intValue())
                .isEqualTo(serving(model))
                .isPositive();
        assertThat(promotion.required("evidence").doubleValue()).isGreaterThanOrEqualTo(20);
        JsonNode row = days.promotions(model).get(0);
        assertThat(row.required("kind").stringValue()).isEqualTo("promoted");
        assertThat(row.required("by").stringValue()).isEqualTo("gate");
        return record;
    }

    private static JsonNode untilRolledBack(String model, DoubleUnaryOperator truth, int to) {
        int from = serving(model);
        JsonNode record = untilChanged(model, truth, () -> days.look(model));
        assertThat(record.at("/promotion/decision").stringValue()).isEqualTo("Kept");
        assertThat(serving(model)).isEqualTo(to);
        JsonNode row = days.promotions(model).get(0);
        assertThat(row.required("kind").stringValue()).isEqualTo("rolledBack");
        assertThat(row.required("by").stringValue()).isEqualTo("race");
        assertThat(row.required("from").intValue()).isEqualTo(from);
        assertThat(row.required("to").intValue()).isEqualTo(to);
        assertThat(row.required("at").stringValue()).isEqualTo(days.midnight().toString());
        assertThat(row.required("reason").stringValue())
                .contains("calibrator " + to + " was shown better than " + from);
        assertThat(row.at("/evidence/evidence").doubleValue()).isGreaterThanOrEqualTo(20);
        assertThat(row.at("/evidence/logLossGain").doubleValue()).isPositive();
        return record;
    }

    private static List<JsonNode> rollbacks(String model) {
        return days.alerts(model).stream()
                .filter(alert -> alert.required("type").stringValue().equals("dev.plumbline.calibrator.rolled-back"))
                .toList();
    }

    @Test
    void promotedMapThatHurts_isRolledBackByItself_andNotPromotedAgainOnTheSamePairs() {
        days.declare("breaks", AT_ONCE);
        untilPromoted("breaks", Streams::muchLower);
        int promoted = serving("breaks");

        untilRolledBack("breaks", p -> p, 0);

        JsonNode answer = ok(server.post("/models/breaks/calibrate", "{\"score\": 0.72}"));
        assertThat(answer.required("probability").doubleValue()).isEqualTo(0.72);
        assertThat(answer.required("calibratorVersion").intValue()).isZero();
        assertThat(rollbacks("breaks")).hasSize(1);
        JsonNode alert = rollbacks("breaks").get(0);
        assertThat(alert.at("/data/status").stringValue()).isEqualTo("firing");
        assertThat(alert.at("/data/from").intValue()).isEqualTo(promoted);
        assertThat(alert.at("/data/to").intValue()).isZero();
        assertThat(alert.required("specversion").stringValue()).isEqualTo("1.0");
        assertThat(alert.required("time").stringValue())
                .isEqualTo(days.midnight().toString());

        int moves = days.promotions("breaks").size();
        for (int i = 0; i < 3; i++) {
            assertThat(days.refit("breaks").at("/promotion/decision").stringValue())
                    .isEqualTo("Kept");
            days.turn(1);
        }
        assertThat(days.promotions("breaks")).hasSize(moves);
        assertThat(rollbacks("breaks")).hasSize(1);

        untilPromoted("breaks", Streams::muchLower);
        untilRolledBack("breaks", p -> p, 0);
        assertThat(rollbacks("breaks")).as("another rollback is news").hasSize(2);
    }

    @Test
    void mapThatServedBefore_comesBackWhereItIsTheBetterOne() {
        days.declare("back", AT_ONCE);
        untilPromoted("back", Streams::muchLower);
        int first = serving("back");
        // lower still: identity is worse there than what serves
        untilPromoted("back", p -> Streams.muchLower(p) / 3);
        assertThat(serving("back")).isNotEqualTo(first);

        untilRolledBack("back", Streams::muchLower, first);
    }

    @Test
    void calibratedStream_neitherAlarmsNorChangesAnything() {
        days.declare("calm", AT_ONCE);
        List<Pair> pairs = new ArrayList<>();
        for (int day = 0; day < 5; day++) {
            pairs.addAll(days.day("calm", 100, p -> p));
            JsonNode record = days.refit("calm");
            says(record, detector(pairs));
            assertThat(verdict(record)).isEqualTo("Calibrated");
            assertThat(mature(record)).isEqualTo(pairs.size());
        }
        assertThat(days.promotions("calm")).isEmpty();
        assertThat(days.alerts("calm")).isEmpty();
    }

    @Test
    void report_saysWhatTheAuditSays_andRecordsNothing() {
        days.declare("report", BY_HAND);
        for (int day = 0; day < 3; day++) {
            days.day("report", 100, p -> 0.1 + 0.7 * p);
            JsonNode before = HttpKit.report(server, "report");
            JsonNode same = HttpKit.report(server, "report");
            JsonNode record = days.look("report");
            JsonNode after = HttpKit.report(server, "report");
            for (String name :
                    List.of("verdict", "diagnosis", "evidence", "matureSamples", "immatureSamples", "maturity")) {
                assertThat(before.required(name)).as(name).isEqualTo(record.required(name));
                assertThat(same.required(name)).as(name).isEqualTo(record.required(name));
                assertThat(after.required(name)).as(name).isEqualTo(record.required(name));
            }
            assertThat(ok(server.get("/models/report/audits")).required("items").size())
                    .isEqualTo(day + 1);
        }
        assertThat(days.alerts("report").size()).isLessThanOrEqualTo(1);
    }
}

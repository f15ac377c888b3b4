package dev.plumbline.server;

import static dev.plumbline.server.DayByDay.detector;
import static dev.plumbline.server.DayByDay.mature;
import static dev.plumbline.server.DayByDay.says;
import static dev.plumbline.server.DayByDay.verdict;
import static dev.plumbline.server.HttpKit.badField;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.calibration.Logistic;
import dev.plumbline.server.Streams.Pair;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The alarm of a drift, how long it lasts, and the clock that starts when somebody acknowledges it. */
class ServingDriftTest {
    private static final String BY_HAND = "{\"maturityDelay\": \"P0D\", \"promotion\": \"manual\"}";

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

    private static double oneLogitLower(double p) {
        return Logistic.sigmoid(Logistic.logit(p) - 1);
    }

    @Test
    void drifted_alarmsOnce_staysUntilSomebodyAcknowledges_andIsResolvedOnce() {
        days.declare("drifts", BY_HAND);
        for (int day = 0; day < 6; day++) {
            days.day("drifts", 200, ServingDriftTest::oneLogitLower);
            assertThat(verdict(days.look("drifts"))).isEqualTo("Drifted");
        }
        days.day("drifts", 200, p -> p);
        JsonNode still = days.look("drifts");
        assertThat(verdict(still)).as("good days do not end it").isEqualTo("Drifted");
        assertThat(still.at("/diagnosis/kind").stringValue()).isEqualTo("offset");
        assertThat(still.at("/diagnosis/remedy").stringValue()).isNotBlank();
        assertThat(days.alerts("drifts")).singleElement().satisfies(alert -> {
            assertThat(alert.required("type").stringValue()).isEqualTo("dev.plumbline.model.drifted");
            assertThat(alert.at("/data/status").stringValue()).isEqualTo("firing");
            assertThat(alert.at("/data/verdict").stringValue()).isEqualTo("Drifted");
            assertThat(alert.at("/data/evidence/detector").doubleValue()).isGreaterThanOrEqualTo(20);
        });

        JsonNode acknowledged = ok(server.post("/models/drifts/acknowledge", "{\"reason\": \"a known campaign\"}"));
        assertThat(acknowledged.required("verdict").stringValue()).isEqualTo("Drifted");
        JsonNode anew = days.look("drifts");
        assertThat(verdict(anew)).isEqualTo("NotEnoughData");
        assertThat(mature(anew)).isZero();
        assertThat(anew.at("/evidence/since").stringValue())
                .isEqualTo(days.midnight().toString());
        assertThat(days.alerts("drifts")).as("a new clock is no recovery").hasSize(1);

        List<Pair> since = new ArrayList<>();
        for (int day = 0; day < 4; day++) {
            since.addAll(days.day("drifts", 100, p -> p));
            JsonNode record = days.look("drifts");
            assertThat(verdict(record)).isEqualTo("Calibrated");
            says(record, detector(since));
        }
        assertThat(days.alerts("drifts")).hasSize(2);
        JsonNode resolved = days.alerts("drifts").get(0);
        assertThat(resolved.required("type").stringValue()).isEqualTo("dev.plumbline.model.recovered");
        assertThat(resolved.at("/data/status").stringValue()).isEqualTo("resolved");
        assertThat(resolved.at("/data/fingerprint"))
                .isEqualTo(days.alerts("drifts").get(1).at("/data/fingerprint"));

        days.day("drifts", 200, ServingDriftTest::oneLogitLower);
        days.look("drifts");
        assertThat(days.alerts("drifts")).as("the next drift is news").hasSize(3);
    }

    @Test
    void drifted_againAfterAnAcknowledgement_alarmsAgain_withoutARecoveryBetween() {
        days.declare("again", BY_HAND);
        days.day("again", 200, ServingDriftTest::oneLogitLower);
        days.look("again");
        ok(server.post("/models/again/acknowledge", "{\"reason\": \"seen\"}"));
        for (int day = 0; day < 2; day++) {
            days.day("again", 200, ServingDriftTest::oneLogitLower);
            assertThat(verdict(days.look("again"))).isEqualTo("Drifted");
        }
        assertThat(days.alerts("again"))
                .hasSize(2)
                .allSatisfy(alert ->
                        assertThat(alert.at("/data/status").stringValue()).isEqualTo("firing"));
        days.declare("again", BY_HAND);
        ok(server.post("/models/again/acknowledge", "{\"reason\": \"seen too\"}"));
        days.day("again", 100, p -> p);
        assertThat(verdict(days.look("again"))).isEqualTo("Calibrated");
        days.day("again", 100, p -> p);
        days.look("again");
        assertThat(days.alerts("again")).as("one recovery ends both").hasSize(3);
    }

    @Test
    void clockThatStartsInTheMiddleOfADay_leavesOutItsMorning() {
        days.declare("noon", BY_HAND);
        List<Pair> today = days.drawn(100, ServingDriftTest::oneLogitLower);
        Instant noon = days.midnight().plus(Duration.ofHours(12));
        server.turnClock(noon);
        ok(server.post("/models/noon/acknowledge", "{\"reason\": \"begin here\"}"));
        days.pass("noon", today);
        List<Pair> afternoon = today.stream()
                .filter(pair -> !pair.predictedAt().isBefore(noon))
                .toList();
        JsonNode record = days.look("noon");
        assertThat(afternoon).hasSizeBetween(40, 60);
        assertThat(mature(record)).isEqualTo(afternoon.size());
        assertThat(record.at("/evidence/since").stringValue()).isEqualTo(noon.toString());
        says(record, detector(afternoon));
    }

    @Test
    void acknowledge_withoutReasonModelOrRight_isRefused() {
        days.declare("ack", BY_HAND);
        badField(server.post("/models/ack/acknowledge", "{}"), "reason", "1 to", "");
        badField(server.post("/models/ack/acknowledge", "{\"reason\": \" \"}"), "reason", "1 to", " ");
        problem(server.post("/models/ack/acknowledge", ""), 400);
        problem(server.post("/models/nobody/acknowledge", "{\"reason\": \"x\"}"), 404);
        problem(
                server.send(server.request("/api/v1/models/ack/acknowledge", TestServer.INGEST)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"reason\": \"x\"}"))
                        .build()),
                403);
    }
}

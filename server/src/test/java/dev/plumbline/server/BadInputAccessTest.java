package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which key opens which path: every endpoint, every scope. */
class BadInputAccessTest {
    private static final String UNKNOWN = "unknown-key-0123456789";
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data, Map.of("PLUMBLINE_TRAINING_DATA", "none.json"));
        server.put("/models/m", "{}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    enum Opens {
        /** Section 1: the cron secret alone, 401 to anybody else. */
        CONTRACT,
        /** The ingest key and the admin key. */
        INGEST,
        /** The admin key alone. */
        ADMIN,
        /** The cron secret, which starts a run without waiting for it, and the admin key. */
        RUN,
        EVERYBODY
    }

    record Endpoint(Opens opens, String method, String path) {
        @Override
        public String toString() {
            return method + " " + path + " for " + opens;
        }
    }

    static Stream<Endpoint> endpoints() {
        return Arrays.stream("""
                        CONTRACT GET /api/cron/calibration-audit?model=m
                        CONTRACT GET /api/cron/retrain-ml?model=m
                        CONTRACT GET /api/admin/calibration-report?model=m
                        CONTRACT GET /api/cron/nothing
                        CONTRACT GET /api/admin/nothing
                        CONTRACT POST /api/cron/calibration-audit
                        INGEST POST /api/v1/models/m/predictions
                        INGEST POST /api/v1/models/m/outcomes
                        INGEST POST /api/v1/models/m/records
                        ADMIN GET /api/v1/models/m/records
                        ADMIN POST /api/v1/models/m/purge
                        INGEST POST /api/v1/models/m/calibrate
                        INGEST POST /api/v1/models/m/predict
                        INGEST GET /api/v1/models/m/calibrator
                        ADMIN GET /api/v1/models
                        ADMIN GET /api/v1/models/m
                        ADMIN PUT /api/v1/models/m
                        ADMIN GET /api/v1/models/m/predictions/x
                        ADMIN DELETE /api/v1/models/m/predictions/x
                        ADMIN DELETE /api/v1/models/m/outcomes/x
                        ADMIN GET /api/v1/models/m/predictions?id=x
                        ADMIN DELETE /api/v1/models/m/predictions?id=x
                        ADMIN DELETE /api/v1/models/m/outcomes?id=x
                        ADMIN GET /api/v1/models/m/outcomes/waiting
                        ADMIN POST /api/v1/models/m/audits
                        ADMIN GET /api/v1/models/m/audits
                        ADMIN GET /api/v1/models/m/audits/1
                        ADMIN POST /api/v1/models/m/audits/1/replay
                        ADMIN GET /api/v1/models/m/reports
                        ADMIN GET /api/v1/models/m/calibrators
                        ADMIN GET /api/v1/models/m/calibrators/1
                        ADMIN POST /api/v1/models/m/calibrators/1/promote
                        ADMIN POST /api/v1/models/m/calibrators/rollback
                        ADMIN GET /api/v1/models/m/promotions
                        ADMIN GET /api/v1/models/m/training-runs
                        ADMIN GET /api/v1/runs
                        RUN GET /api/v1/runs/1
                        ADMIN GET /api/v1/clock
                        ADMIN PUT /api/v1/clock
                        ADMIN GET /api/v1/nothing
                        ADMIN GET /api/nothing
                        ADMIN PATCH /api/v1/models/m
                        EVERYBODY GET /
                        EVERYBODY GET /health
                        EVERYBODY GET /health/live
                        EVERYBODY GET /health/ready
                        EVERYBODY GET /metrics
                        EVERYBODY GET /api/v1/openapi.json
                        EVERYBODY GET /api/v1/docs
                        EVERYBODY GET /plumbline.css
                        EVERYBODY GET /nothing
                        """.split("\n"))
                .map(line -> line.split(" "))
                .map(words -> new Endpoint(Opens.valueOf(words[0]), words[1], words[2]));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void withoutAKeyOrWithAnUnknownOneNothingOpens(Endpoint endpoint) {
        for (String key : new String[] {null, UNKNOWN, TestServer.ADMIN + "x", "null", "undefined"}) {
            Answer answer = call(endpoint, key);
            switch (endpoint.opens()) {
                case CONTRACT -> contract401(answer);
                case INGEST, ADMIN, RUN -> {
                    problem(answer, 401);
                    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
                }
                case EVERYBODY -> opened(answer);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void aKeyOpensItsOwnScopeOnly(Endpoint endpoint) {
        Answer cron = call(endpoint, TestServer.CRON);
        Answer ingest = call(endpoint, TestServer.INGEST);
        Answer admin = call(endpoint, TestServer.ADMIN);
        switch (endpoint.opens()) {
            case CONTRACT -> {
                opened(cron);
                contract401(ingest);
                contract401(admin);
            }
            case INGEST -> {
                problem(cron, 403);
                opened(ingest);
                opened(admin);
            }
            case ADMIN -> {
                problem(cron, 403);
                problem(ingest, 403);
                opened(admin);
            }
            case RUN -> { // whoever started it without waiting asks for it with the key that started it
                opened(cron);
                problem(ingest, 403);
                opened(admin);
            }
            case EVERYBODY -> {
                opened(cron);
                opened(ingest);
                opened(admin);
            }
        }
    }

    private static Answer call(Endpoint endpoint, String key) {
        return server.send(server.request(endpoint.path(), key)
                .header("Content-Type", "application/json")
                .method(endpoint.method(), BodyPublishers.noBody())
                .build());
    }

    private static void contract401(Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"error\":\"Unauthorized\"}");
        assertThat(answer.header("Content-Type")).startsWith("application/json");
    }

    /** Whatever it then says: the key was good enough. */
    private static void opened(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isNotIn(401, 403);
    }
}

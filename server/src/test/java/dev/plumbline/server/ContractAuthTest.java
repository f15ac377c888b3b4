package dev.plumbline.server;

import static dev.plumbline.server.TestServer.ADMIN;
import static dev.plumbline.server.TestServer.CRON;
import static dev.plumbline.server.TestServer.INGEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 1, "Authentication": which header opens the three endpoints, and what everybody else is answered. */
class ContractAuthTest {
    static final List<String> PATHS =
            List.of("/api/cron/calibration-audit", "/api/cron/retrain-ml", "/api/admin/calibration-report?days=30");
    private static final String REPORT = "/api/admin/calibration-report?days=30";
    private static final String SECRET = "Sup3r-Secret-Token-0123456789";

    @TempDir
    static Path data;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(data, Map.of("CRON_SECRET", CRON + "," + SECRET));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Answer get(TestServer server, String path, String... headers) {
        HttpRequest.Builder request = server.request(path, null);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return server.send(request.build());
    }

    static void unauthorized(Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"error\":\"Unauthorized\"}");
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("Cache-Control")).contains("no-store");
    }

    /** Case S1: three times 200, then seven times 401. */
    @Test
    void scheme_countsInAnyCase_theSecretExactly() {
        List<String[]> right = List.of(
                new String[] {"Authorization", "Bearer " + SECRET},
                new String[] {"authorization", "bearer " + SECRET},
                new String[] {"Authorization", "BEARER " + SECRET});
        List<String[]> wrong = List.of(
                new String[] {"Authorization", "Bearer " + SECRET.toLowerCase(java.util.Locale.ROOT)},
                new String[] {"Authorization", "Basic " + SECRET},
                new String[] {"Authorization", SECRET},
                new String[] {"Authorization", "Bearer" + SECRET},
                new String[] {"Authorization", "Bearer " + SECRET + "x"},
                new String[] {"Authorization", "Bearer " + SECRET.substring(0, SECRET.length() - 1)},
                new String[] {"X-Nothing", "1"});

        for (String[] header : right) {
            assertThat(get(server, REPORT, header).status()).as(header[1]).isEqualTo(200);
        }
        for (String[] header : wrong) {
            unauthorized(get(server, REPORT, header));
        }
    }

    static List<String> paths() {
        return PATHS;
    }

    @ParameterizedTest
    @MethodSource("paths")
    void noOrWrongBearer_isUnauthorized(String path) {
        unauthorized(get(server, path));
        for (String value : List.of(
                "Bearer wrong",
                "Bearer null",
                "Bearer undefined",
                "Bearer ",
                "Bearer",
                "Bearer ,",
                "Bearer " + CRON + "," + SECRET,
                "Bearer \"" + CRON + "\"",
                "Bearer " + CRON.replace('o', '\u00f6'),
                "Token " + CRON,
                "Bearer " + ADMIN,
                "Bearer " + INGEST)) {
            unauthorized(get(server, path, "Authorization", value));
        }
        unauthorized(get(server, path, "Authorization", "Bearer " + CRON, "Authorization", "Bearer " + CRON));
        unauthorized(get(server, path, "Authorization", "Bearer wrong", "Authorization", "Bearer " + CRON));
        unauthorized(get(server, path + (path.contains("?") ? "&" : "?") + "token=" + CRON + "&CRON_SECRET=" + CRON));
        unauthorized(get(server, path + (path.contains("?") ? "&" : "?") + "model=unknown"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS", "POST"})
    void otherMethods_needTheSecretToo(String method) {
        for (String path : PATHS) {
            Answer answer = server.send(server.request(path, null)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build());
            assertThat(answer.status()).isEqualTo(401);
        }
    }

    @Test
    void unauthorizedCalls_runNothing() {
        unauthorized(get(server, "/api/cron/calibration-audit?model=default", "Authorization", "Bearer " + ADMIN));
        unauthorized(get(server, "/api/cron/retrain-ml?model=default"));

        assertThat(server.get("/runs").json().get("items").isEmpty()).isTrue();
    }

    @Test
    void cronSecret_opensNothingElse() {
        for (String path : List.of("/api/v1/runs", "/api/v1/models", "/api/v1/models/default/calibrator")) {
            assertThat(server.cron(path).status()).as(path).isEqualTo(403);
        }
        HttpRequest post = server.request("/api/v1/models/default/calibrate", CRON)
                .POST(HttpRequest.BodyPublishers.ofString("{\"score\":1}"))
                .build();
        assertThat(server.send(post).status()).isEqualTo(403);
    }

    /** Constant time cannot be timed reliably here: the code that compares is looked at instead. */
    @Test
    void secrets_areComparedInConstantTime() throws IOException {
        String keys = Files.readString(Path.of("src/main/java/dev/plumbline/server/security/Keys.java"));
        String filter = Files.readString(Path.of("src/main/java/dev/plumbline/server/security/BearerFilter.java"));

        assertThat(keys).contains("MessageDigest.isEqual(hash, given)").doesNotContain(".equals(");
        assertThat(keys.substring(keys.indexOf("scopeOf("), keys.indexOf("return Optional.ofNullable(found)")))
                .as("all keys are compared, whatever the first one said")
                .doesNotContain("return", "break");
        assertThat(filter).contains("keys::scopeOf").doesNotContain("token.equals", "equals(token");
    }
}

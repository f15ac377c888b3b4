package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other spellings of paths, paths that are none, wrong methods, and headers and bodies that are refused. */
class BadInputPathsTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
        server.put("/models/m", "{}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Other ways to write a path must not lead around the rules, and none is an internal error. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/models/",
                "//api/v1/models",
                "/api//v1/models",
                "/api/v1;x=1/models",
                "/api/v1/models;jsessionid=1",
                "/API/V1/models",
                "/api/%761/models",
                "/x/../api/v1/models",
                "/x/%2e%2e/api/v1/models",
                "/api/v1/./models",
                "/api/v1/models%2f",
                "/api%2fv1%2fmodels",
                "/api/v1/models/m/predictions%2f..%2f..%2f..%2fclock",
                "/api/v1/models%00",
                "/api\\v1\\models",
                "/api/v1/models.json",
                "/error",
                "/api/cron/calibration-audit/",
                "/api/cron;/calibration-audit",
                "/api/cron%2fcalibration-audit",
                "/API/CRON/calibration-audit"
            })
    void noOtherSpellingLeadsAround(String path) {
        for (String key : new String[] {"", TestServer.INGEST}) {
            String answer = RawHttp.exchangeBare(
                    server, "GET " + path, key.isEmpty() ? "" : "Authorization: Bearer " + key + "\r\n");
            int status = Integer.parseInt(answer.substring(9, 12));
            assertThat(status).as(answer).isBetween(400, 499);
            assertThat(answer).doesNotContain("\"items\"");
        }
    }

    @Test
    void whereThereIsNothingAProblemDocumentSaysSo() {
        problem(server.get("/nothing"), 404);
        problem(server.get("/models/m/nothing"), 404);
        problem(server.get("/models/nobody"), 404);
        problem(server.get("/models/nobody/reports"), 404);
        problem(server.get("/runs/99"), 404);
        problem(server.get("/models/m/audits/99"), 404);
        problem(server.send(server.request("/nothing", null).build()), 404);
        problem(server.send(server.request("/error", null).build()), 404);
        problem(server.send(server.request("/plumbline.js", null).build()), 404);
    }

    @Test
    void aWrongMethodIs405AndNamesTheRightOnes() {
        Answer answer = server.send("PATCH", "/models/m", "application/json", "{}");
        problem(answer, 405);
        assertThat(answer.header("Allow")).contains("GET", "PUT");
        problem(server.delete("/models"), 405);
        problem(server.put("/models/m/predictions", "{}"), 405);
        problem(server.get("/models/m/calibrate"), 405);
        problem(server.post("/models/m/reports", "{}"), 405);
    }

    @Test
    void aNumberThatIsNoneIsNamed() {
        HttpKit.badField(server.get("/runs/first"), "id", "a whole number", "first");
        HttpKit.badField(server.get("/models/m/audits?limit=many"), "limit", "a whole number", "many");
        HttpKit.badField(server.get("/models/m/audits?limit=0"), "limit", "[1, 500]", "0");
        HttpKit.badField(server.get("/models/m/audits?limit=501"), "limit", "[1, 500]", "501");
        HttpKit.badField(server.get("/models/m/promotions?before=x"), "before", "a whole number", "x");
        HttpKit.badField(server.get("/models/m/calibrators/9999999999"), "version", "a whole number", "9999999999");
    }

    @Test
    void theSchemeCountsInAnyCaseAndTheKeyExactly() {
        for (String header : new String[] {"bearer ", "BEARER ", "Bearer ", "bEaReR "}) {
            assertThat(withHeader(header + TestServer.ADMIN).status())
                    .as(header)
                    .isEqualTo(200);
        }
        for (String header : new String[] {
            "Basic " + TestServer.ADMIN,
            TestServer.ADMIN,
            "Bearer",
            "Bearer ",
            "Bearer  " + TestServer.ADMIN, // the blank more belongs to the key
            "Bearer " + TestServer.ADMIN.toUpperCase(Locale.ROOT),
            "Bearer " + TestServer.ADMIN + "," + TestServer.ADMIN
        }) {
            problem(withHeader(header), 401);
        }
    }

    private static Answer withHeader(String authorization) {
        return server.send(server.request("/api/v1/models", null)
                .header("Authorization", authorization)
                .build());
    }

    /** A body that is no stream is read as a whole, so its size has a limit. */
    @Test
    void aBodyThatIsTooLargeIsRefused() {
        byte[] piece = HttpKit.utf8(" ".repeat(1 << 20));
        String answer = RawHttp.exchange(
                server,
                "POST /api/v1/models/m/calibrate",
                "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n",
                out -> {
                    for (int i = 0; i < 17; i++) {
                        out.write(HttpKit.utf8(Integer.toHexString(piece.length) + "\r\n"));
                        out.write(piece);
                        out.write(HttpKit.utf8("\r\n"));
                    }
                    out.write(HttpKit.utf8("0\r\n\r\n"));
                });
        assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json", "MiB");
    }
}

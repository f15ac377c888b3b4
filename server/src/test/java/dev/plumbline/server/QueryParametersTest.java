package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.badField;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Query parameters that are missing or that nobody knows: the answer names them. */
class QueryParametersTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
        server.put("/models/m", "{\"scoreScale\":\"unit\"}");
        server.predictions("m", "{\"id\":\"p\",\"score\":0.5}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /models/m/predictions, id",
        "DELETE, /models/m/predictions, id",
        "DELETE, /models/m/outcomes,    id",
    })
    void missing_isNamed(String method, String path, String name) {
        Answer answer = server.send(server.request("/api/v1" + path, TestServer.ADMIN)
                .method(method, BodyPublishers.noBody())
                .build());
        assertThat(badField(answer, name, "query parameter", "nothing")
                        .required("detail")
                        .stringValue())
                .isEqualTo("id must be given as a query parameter, as in ?id=VALUE, got nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /runs?jobs=audit                  | jobs   | before, job, limit, model",
                "GET    | /runs?job=audit&%6Aobs            | jobs   | before, job, limit, model",
                "GET    | /runs?a%20b=1&limit=3             | a b    | before, job, limit, model",
                "GET    | /runs/1?limit=3                   | limit  | no parameters",
                "GET    | /models?limit=3                   | limit  | no parameters",
                "GET    | /models/m/reports?since=2026      | since  | days, from, segment, to, version",
                "GET    | /models/m/records?days=3          | days   | from, to",
                "GET    | /models/m/calibrator?days=3       | days   | version",
                "GET    | /models/m/predictions?id=p&x=     | x      | id",
                "GET    | /models/m/predictions/p?id=p      | id     | no parameters",
                "DELETE | /models/m/predictions/p?force=1   | force  | no parameters",
                "POST   | /models/m/predictions?dryRun=true | dryRun | no parameters",
                "POST   | /models/m/audits?refit=false      | refit  | no parameters",
                "POST   | /models/m/purge?olderThan=P1D     | olderThan | no parameters",
                "PUT    | /models/m?scoreScale=unit         | scoreScale | no parameters",
            })
    void unknown_isNamed_withTheKnownOnes(String method, String path, String name, String known) {
        Answer answer = server.send(method, path, "application/json", "{\"id\":\"new\",\"score\":0.5}");
        badField(answer, "query", known, name);
        assertThat(server.get("/models/m/predictions/new").status())
                .as("nothing was done")
                .isEqualTo(404);
        ok(server.get("/models/m/predictions/p"));
        assertThat(server.get("/models/m/audits").json().required("items")).isEmpty();
    }

    @Test
    void keyAndPath_comeFirst() {
        problem(server.send(server.request("/api/v1/runs?x=1", null).build()), 401);
        problem(
                server.send(
                        server.request("/api/v1/runs?x=1", TestServer.INGEST).build()),
                403);
        problem(server.get("/nothing?x=1"), 404);
        problem(server.get("/runs?%FF=1"), 400);
    }

    /** The contract names its parameters and says nothing against others: callers may add their own. */
    @Test
    void contract_takesAnyParameter() {
        assertThat(server.cron("/api/cron/calibration-audit?model=m&x=1").status())
                .isEqualTo(200);
        assertThat(server.cron("/api/admin/calibration-report?model=m&x=1").status())
                .isEqualTo(200);
        assertThat(server.send(server.request("/health?x=1", null).build()).status())
                .isEqualTo(200);
    }
}

package dev.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered without a key. */
class ServingPagesTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Answer get(String path) {
        return server.send(server.request(path, null).build());
    }

    @Test
    void thePageSaysWhatRunsHereAndNeedsNothingFromElsewhere() {
        Answer page = get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.header("Content-Security-Policy")).isEqualTo("default-src 'self'");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Server")).isNull();
        assertThat(page.body()).contains("Plumbline", "/api/v1/models", "/api/cron/calibration-audit", "<html lang=");
        assertThat(page.body()).doesNotContain("<script", "style=", "onclick", "http://", "https://", "src=\"//");
        var links = Pattern.compile("(?:href|src)=\"([^\"]*)\"").matcher(page.body());
        while (links.find()) {
            assertThat(links.group(1)).startsWith("/");
            assertThat(get(links.group(1)).status()).as(links.group(1)).isEqualTo(200);
        }
        assertThat(get("/plumbline.css").header("Content-Type")).startsWith("text/css");
        assertThat(get("/plumbline.css").body()).doesNotContain("url(", "@import");
    }

    @Test
    void healthAnswersWithoutAKey() {
        for (String path : new String[] {"/health", "/health/live", "/health/ready"}) {
            Answer answer = get(path);
            assertThat(HttpKit.ok(answer).required("status").stringValue()).isEqualTo("UP");
            assertThat(answer.header("Cache-Control")).contains("no-store");
        }
        for (String component : new String[] {"database", "disk"}) {
            assertThat(get("/health")
                            .json()
                            .at("/components/" + component + "/status")
                            .stringValue())
                    .isEqualTo("UP");
        }
    }

    /** The same document whoever refuses: the firewall, Tomcat, a filter or a controller. */
    @Test
    void whatCannotBeParsedIsAProblemDocumentToo() {
        String longHeader = "X-Long: " + "x".repeat(1 << 20) + "\r\n";
        for (String answer : new String[] {
            RawHttp.exchangeBare(server, "GET /a|b", ""),
            RawHttp.exchangeBare(server, "GET /a%zz", ""),
            RawHttp.exchangeBare(server, "GET /api/v1/models;x", ""),
            RawHttp.exchangeBare(server, "GET /api/v1/models%0a", "")
        }) {
            assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "\"status\":400");
            assertThat(answer).doesNotContain("Tomcat", "<html");
        }
        assertThat(RawHttp.exchangeBare(server, "GET /", "X-Fits: " + "x".repeat(4_000) + "\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(RawHttp.exchangeHopefully(server, "GET /", longHeader)).doesNotStartWith("HTTP/1.1 2");
        assertThat(get("/health").status()).isEqualTo(200);
    }
}

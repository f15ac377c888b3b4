package dev.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What no answer and no line of the log may show, whatever was sent. */
class OperationHygieneTest {
    private static final String CONTRACT = "GET /api/cron/calibration-audit";
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private static void unauthorized(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 401")
                .endsWith("{\"error\":\"Unauthorized\"}")
                .contains("no-store");
    }

    @Test
    void authorizationThatIsNotExactlyTheSecret_isUnauthorized() {
        unauthorized(RawHttp.exchangeBare(server, CONTRACT, bearer(" " + TestServer.CRON)));
        unauthorized(RawHttp.exchangeBare(server, CONTRACT, bearer("\t" + TestServer.CRON)));
        unauthorized(RawHttp.exchangeBare(server, CONTRACT, bearer("x".repeat(7_000))));
        unauthorized(RawHttp.exchangeBare(server, CONTRACT, bearer("x".repeat(9_000))));
        unauthorized(RawHttp.exchangeBare(server, CONTRACT, bearer(TestServer.CRON) + bearer(TestServer.CRON)));
        unauthorized(RawHttp.exchangeBare(server, CONTRACT, bearer(TestServer.CRON + "\u00a0")));
        // A client that has not sent all of it may only see that the server hung up.
        String megabyte = RawHttp.exchangeHopefully(server, CONTRACT, bearer("x".repeat(1 << 20)));
        if (!megabyte.isEmpty()) {
            unauthorized(megabyte);
        }
        assertThat(RawHttp.exchangeBare(server, "GET /api/v1/models", bearer("x".repeat(9_000))))
                .startsWith("HTTP/1.1 401")
                .contains("application/problem+json", "WWW-Authenticate: Bearer");
        assertThat(RawHttp.exchangeBare(
                        server,
                        "GET /api/v1/models",
                        bearer(TestServer.ADMIN) + "X-Long: " + "x".repeat(9_000) + "\r\n"))
                .startsWith("HTTP/1.1 400");
        // Blanks at the end of a line belong to HTTP, not to the secret (RFC 9110, section 5.5).
        assertThat(RawHttp.exchangeBare(server, CONTRACT, bearer(TestServer.CRON + "  ")))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void everyAnswer_forbidsGuessingItsType_andNamesNoSoftware() {
        for (String request : new String[] {
            "GET /",
            "GET /nothing",
            "GET /health",
            "GET /metrics",
            "GET /api/v1/models",
            "GET /plumbline.css",
            "GET /a|b",
            "GET /a%zz",
            "GET /api/v1/models;x",
            "TRACE /",
            "TRACE /api/v1/models",
            "BREW /",
            CONTRACT
        }) {
            String answer = RawHttp.exchangeBare(server, request, "");
            assertThat(answer).as(request).contains("X-Content-Type-Options: nosniff\r\n");
            assertThat(answer.toLowerCase(java.util.Locale.ROOT))
                    .as(request)
                    .doesNotContain("server:", "x-powered-by", "tomcat", "at org.", "at dev.", "exception");
        }
        assertThat(RawHttp.exchangeBare(server, "TRACE /", "")).startsWith("HTTP/1.1 405");
        assertThat(RawHttp.exchangeBare(server, "BREW /", "")).startsWith("HTTP/1.1 4");
    }

    /** Everything is logged, the container and Spring included, and no key is among it. */
    @Test
    void noLevelOfTheLog_showsAKey() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger plumbline = (Logger) LoggerFactory.getLogger("dev.plumbline");
        Level before = root.getLevel();
        Level plumblineBefore = plumbline.getLevel();
        var started = new ch.qos.logback.core.read.ListAppender<ch.qos.logback.classic.spi.ILoggingEvent>();
        started.list = new java.util.concurrent.CopyOnWriteArrayList<>();
        started.start();
        var console = root.getAppender("CONSOLE");
        root.detachAppender(console);
        root.addAppender(started);
        root.setLevel(Level.DEBUG); // at TRACE the container prints the raw bytes of its connections
        plumbline.setLevel(Level.TRACE);
        try {
            for (String key :
                    new String[] {TestServer.CRON, TestServer.INGEST, TestServer.ADMIN, "wrong-key-0123456789"}) {
                for (String request : new String[] {
                    CONTRACT,
                    "GET /api/v1/models",
                    "GET /a|b",
                    "GET /api/v1/models;x",
                    "TRACE /",
                    "GET /metrics",
                    "POST /api/v1/models/m/predictions"
                }) {
                    RawHttp.exchangeBare(server, request, bearer(key));
                    RawHttp.exchangeBare(server, request, bearer(key) + bearer(key));
                    RawHttp.exchangeBare(server, request, bearer(key) + "X-Bad\u0001: 1\r\n");
                    RawHttp.exchangeBare(server, request, "Authorization : Bearer " + key + "\r\n");
                    RawHttp.exchangeBare(server, request, "Authorization: Bearer " + key + "\u0001\r\n");
                }
            }
        } finally {
            root.setLevel(before);
            plumbline.setLevel(plumblineBefore);
            root.detachAppender(started);
            root.addAppender(console);
        }
        assertThat(started.list).isNotEmpty();
        for (var event : started.list) {
            String line = event.getLoggerName() + " " + event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : event.getThrowableProxy().getMessage());
            assertThat(line)
                    .doesNotContain(TestServer.CRON, TestServer.INGEST, TestServer.ADMIN, "wrong-key-0123456789");
        }
    }
}

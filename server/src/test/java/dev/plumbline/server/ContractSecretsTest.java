package dev.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.ContractLog.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 1, "Authentication": what a server makes of the secret it is started with, and what it says about it. */
class ContractSecretsTest {
    private static final String NOT_SET = "CRON_SECRET is not set: /api/cron and /api/admin answer 401 to everyone";

    @TempDir
    Path data;

    private Started start(String secret) {
        return ContractLog.starting(() -> TestServer.start(data, Map.of("CRON_SECRET", secret)));
    }

    private static int status(TestServer server, String secret) {
        return ContractAuthTest.get(server, "/api/admin/calibration-report", "Authorization", "Bearer " + secret)
                .status();
    }

    /** The empty text takes the variable away; a blank one is set but counts as none. */
    @ParameterizedTest
    @ValueSource(strings = {"", "   ", " , "})
    void withoutASecret_everyoneIsUnauthorized_andTheStartSaysSo(String secret) {
        Started started = start(secret);
        try (TestServer server = started.server()) {
            assertThat(started.printed()).contains(NOT_SET);
            if (!secret.isEmpty()) {
                assertThat(started.printed()).contains("CRON_SECRET is blank, which counts as none");
            }
            for (String path : ContractAuthTest.PATHS) {
                ContractAuthTest.unauthorized(ContractAuthTest.get(server, path));
                for (String value : List.of(
                        "Bearer undefined",
                        "Bearer null",
                        "Bearer ",
                        "Bearer",
                        "Bearer   ",
                        "Bearer ,",
                        "Bearer none",
                        "Bearer " + TestServer.CRON,
                        "Bearer " + TestServer.ADMIN,
                        "null",
                        "undefined")) {
                    ContractAuthTest.unauthorized(ContractAuthTest.get(server, path, "Authorization", value));
                }
            }
        }
    }

    /** A template that was not filled in leaves such words; taken as passwords they would let everybody in. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "NULL", "~", "undefined", "Undefined", "none", " null ", "null,undefined"})
    void wordsForNothing_areNoSecrets(String secret) {
        Started started = start(secret);
        try (TestServer server = started.server()) {
            assertThat(started.printed()).contains(NOT_SET, "is no secret, it counts as none");
            for (String part : (secret + ",null,undefined").split(",")) {
                ContractAuthTest.unauthorized(ContractAuthTest.get(
                        server, "/api/admin/calibration-report", "Authorization", "Bearer " + part));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "~", "", "Null", "\"null\"", "[null, undefined]", "[~]", "[]"})
    void yamlNull_isNoSecret(String value) throws IOException {
        Path config = Files.writeString(data.resolve("plumbline.yaml"), "cron.secret: " + value + "\n");
        Started started =
                ContractLog.starting(() -> TestServer.start(data.resolve("data"), Map.of("CRON_SECRET", ""), config));
        try (TestServer server = started.server()) {
            assertThat(started.printed()).contains(NOT_SET);
            for (String word : List.of("null", "~", "", "[null, undefined]", "undefined")) {
                ContractAuthTest.unauthorized(ContractAuthTest.get(
                        server, "/api/admin/calibration-report", "Authorization", "Bearer " + word));
            }
        }
    }

    @Test
    void shortSecret_isWarnedAbout_andWorks() {
        Started started = start("fifteen-letters");
        try (TestServer server = started.server()) {
            assertThat(started.printed())
                    .contains("WARN", "CRON_SECRET has only 15 characters; use 16 or more")
                    .doesNotContain("fifteen-letters", NOT_SET);
            assertThat(status(server, "fifteen-letters")).isEqualTo(200);
        }
    }

    @Test
    void goodSecret_isStartedWithoutAWord() {
        Started started = start("sixteen--letters");
        try (TestServer server = started.server()) {
            assertThat(started.printed()).doesNotContain("CRON_SECRET", "sixteen--letters");
            assertThat(status(server, "sixteen--letters")).isEqualTo(200);
        }
    }

    @Test
    void whiteSpaceAtTheEnds_isTrimmedAloud() {
        Started started = start(" padded-secret-0123 \n");
        try (TestServer server = started.server()) {
            assertThat(started.printed())
                    .contains("CRON_SECRET: white space at the ends of the secret was trimmed")
                    .doesNotContain("padded-secret-0123");
            assertThat(status(server, "padded-secret-0123")).isEqualTo(200);
        }
    }

    @Test
    void eachKey_mayHaveTwoValues() {
        Started started = ContractLog.starting(() -> TestServer.start(
                data,
                Map.of(
                        "CRON_SECRET", "old-secret-0123456789,new-secret-0123456789",
                        "PLUMBLINE_ADMIN_KEY", TestServer.ADMIN + ",second-admin-0123456789",
                        "PLUMBLINE_INGEST_KEY", TestServer.INGEST + ",second-ingest-0123456789")));
        try (TestServer server = started.server()) {
            assertThat(status(server, "old-secret-0123456789")).isEqualTo(200);
            assertThat(status(server, "new-secret-0123456789")).isEqualTo(200);
            assertThat(status(server, "old-secret-0123456789,new-secret-0123456789"))
                    .isEqualTo(401);
            for (String admin : List.of(TestServer.ADMIN, "second-admin-0123456789")) {
                assertThat(server.send(server.request("/api/v1/runs", admin).build())
                                .status())
                        .isEqualTo(200);
            }
            for (String ingest : List.of(TestServer.INGEST, "second-ingest-0123456789")) {
                assertThat(server.send(server.request("/api/v1/models/default/calibrator", ingest)
                                        .build())
                                .status())
                        .isEqualTo(200);
            }
        }
    }
}

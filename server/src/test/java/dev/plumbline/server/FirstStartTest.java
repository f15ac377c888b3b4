package dev.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.server.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of a first start, and folders that another server holds. */
class FirstStartTest {
    private static final Map<String, String> NO_KEYS = Map.of("PLUMBLINE_INGEST_KEY", "", "PLUMBLINE_ADMIN_KEY", "");

    @TempDir
    private Path data;

    private Map<String, String> keys() throws IOException {
        Map<String, String> keys = new HashMap<>();
        for (String line : Files.readAllLines(data.resolve("keys"))) {
            keys.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        return keys;
    }

    private static int status(TestServer server, String key) {
        return server.send(server.request("/api/v1/models", key).build()).status();
    }

    private static void checkKeys(TestServer server, String ingest, String admin) {
        assertThat(status(server, admin)).isEqualTo(200);
        assertThat(status(server, ingest)).isEqualTo(403);
        Answer taken = server.send(server.request("/api/v1/models/first/predictions", ingest)
                .header("Content-Type", HttpKit.JSON)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(HttpKit.prediction("p1", 0.5)))
                .build());
        assertThat(taken.status()).isEqualTo(200);
        assertThat(status(server, "another-key-0123456789")).isEqualTo(401);
    }

    @Test
    void aFirstStartMakesKeysThatWorkForEver() throws IOException {
        String ingest;
        String admin;
        try (TestServer server = TestServer.start(data, NO_KEYS)) {
            Path file = data.resolve("keys");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            Map<String, String> keys = keys();
            assertThat(keys).containsOnlyKeys("PLUMBLINE_INGEST_KEY", "PLUMBLINE_ADMIN_KEY");
            ingest = keys.get("PLUMBLINE_INGEST_KEY");
            admin = keys.get("PLUMBLINE_ADMIN_KEY");
            assertThat(ingest).hasSizeGreaterThan(40).isNotEqualTo(admin);
            checkKeys(server, ingest, admin);
        }
        byte[] before = Files.readAllBytes(data.resolve("keys"));
        try (TestServer server = TestServer.start(data, NO_KEYS)) {
            assertThat(Files.readAllBytes(data.resolve("keys"))).isEqualTo(before);
            checkKeys(server, ingest, admin);
        }
        Files.delete(data.resolve("keys"));
        try (TestServer server = TestServer.start(data, NO_KEYS)) {
            assertThat(data.resolve("keys")).doesNotExist();
            checkKeys(server, ingest, admin);
        }
        for (String name : filesOf(data)) {
            String content =
                    new String(Files.readAllBytes(data.resolve(name)), java.nio.charset.StandardCharsets.ISO_8859_1);
            assertThat(content).as(name).doesNotContain(admin, ingest);
        }
    }

    private static List<String> filesOf(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void keysAreNotInTheLog() throws IOException {
        Path log = data.resolve("server.log");
        Settings settings = SettingsReader.read(
                Map.of("port", "0", "data", data.resolve("d").toString()),
                Map.of("CRON_SECRET", "a-cron-secret-0123456789", "PLUMBLINE_ADMIN_KEY", "an-admin-key-0123456789"),
                null);
        try (PlumblineServer server = PlumblineServer.start(
                settings, Map.of("logging.file.name", log.toString(), "logging.level.root", "DEBUG"))) {
            Path keys = server.freshKeys();
            assertThat(keys).isEqualTo(data.resolve("d").resolve("keys"));
            String line = Files.readString(keys).strip();
            // The admin key was given: only the other one is made up, and never the cron secret.
            assertThat(line).startsWith("PLUMBLINE_INGEST_KEY=").doesNotContain("\n");
            String text = Files.readString(log);
            assertThat(text).contains("Plumbline").doesNotContain(line.substring(line.indexOf('=') + 1));
            assertThat(text).doesNotContain("a-cron-secret-0123456789", "an-admin-key-0123456789");
        }
    }

    @Test
    void givenKeysReplaceThoseOfTheFile() throws IOException {
        try (TestServer server = TestServer.start(data, NO_KEYS)) {
            assertThat(status(server, keys().get("PLUMBLINE_ADMIN_KEY"))).isEqualTo(200);
        }
        try (TestServer server =
                TestServer.start(data, Map.of("PLUMBLINE_ADMIN_KEY", "old-key-0123456789, new-key-0123456789"))) {
            assertThat(status(server, "old-key-0123456789")).isEqualTo(200);
            assertThat(status(server, "new-key-0123456789")).isEqualTo(200);
            assertThat(status(server, keys().get("PLUMBLINE_ADMIN_KEY"))).isEqualTo(401);
        }
    }

    @Test
    void aSecondServerOnTheSameFolderIsToldSo() {
        try (TestServer server = TestServer.start(data)) {
            assertThatThrownBy(() -> TestServer.start(data))
                    .rootCause()
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("already");
            assertThat(status(server, TestServer.ADMIN)).isEqualTo(200);
        }
        try (TestServer server = TestServer.start(data)) { // freed by the close
            assertThat(status(server, TestServer.ADMIN)).isEqualTo(200);
        }
    }

    @Test
    void whatWasRecordedIsThereAfterARestart() {
        try (TestServer server = TestServer.start(data)) {
            server.predictions("m", HttpKit.prediction("a", 0.5));
            server.outcomes("m", HttpKit.outcome("a", 1));
        }
        try (TestServer server = TestServer.start(data)) {
            assertThat(HttpKit.report(server, "m").required("totalSamples").intValue())
                    .isEqualTo(1);
        }
    }
}

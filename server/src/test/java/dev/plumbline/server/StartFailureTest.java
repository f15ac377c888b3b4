package dev.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.store.Backup;
import dev.plumbline.store.Database;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that cannot be says in one line which setting stands in its way. */
class StartFailureTest {
    @TempDir
    Path folder;

    private static void start(Map<String, String> commandLine) {
        PlumblineServer.start(SettingsReader.read(commandLine, Map.of(), null), Map.of())
                .close();
    }

    @Test
    void takenPort_isNamed() throws IOException {
        Path data = folder.resolve("data");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            assertThatThrownBy(() -> start(Map.of("data", data.toString(), "port", port)))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("port " + port + " on 127.0.0.1 is taken")
                    .hasMessageContaining("--port");
        }
        assertThat(data).as("nothing is made for a server that does not run").doesNotExist();
    }

    @Test
    void hostThatIsNotOfThisMachine_isNamed() {
        for (String host : List.of("no such host", "192.0.2.1")) {
            assertThatThrownBy(() -> start(Map.of("data", folder.toString(), "port", "0", "host", host)))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining(host);
        }
    }

    @Test
    void folderThatCannotBeMade_isNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> start(Map.of("data", file.resolve("data").toString(), "port", "0")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("data " + file.resolve("data"))
                .hasMessageContaining("cannot be made");
    }

    @Test
    void damagedFile_isNamed_withTheCopyToRestore() throws IOException {
        try (TestServer first = TestServer.start(folder)) {
            first.post("/models/m/predictions", "{\"id\":\"a\",\"score\":0.5}");
        }
        Path copies = folder.resolve(Database.COPIES);
        Path copy = Backup.make(folder, copies, Instant.parse("2026-01-01T00:00:00Z"));
        Path file = folder.resolve("plumbline.db");
        byte[] whole = Files.readAllBytes(file);
        for (int from : new int[] {0, 200, 8_192 * 3}) {
            byte[] damaged = whole.clone();
            new Random(1).nextBytes(damaged);
            System.arraycopy(whole, 0, damaged, 0, from);
            Files.write(file, damaged);
            Files.deleteIfExists(folder.resolve("plumbline.db-wal"));
            assertThatThrownBy(() -> start(Map.of("data", folder.toString(), "port", "0")))
                    .as("random from byte " + from)
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("is damaged")
                    .hasMessageContaining("plumbline restore " + copy);
        }
    }

    @Test
    void folderInUse_isNamed() {
        try (TestServer first = TestServer.start(folder)) {
            PrintStream console = System.out;
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            try {
                assertThatThrownBy(() -> start(Map.of("data", folder.toString(), "port", "0")))
                        .isInstanceOf(SettingsException.class)
                        .hasMessageContaining("serves " + folder);
            } finally {
                System.setOut(console);
            }
            assertThat(printed.toString(StandardCharsets.UTF_8))
                    .as("the message is all there is")
                    .isEmpty();
        }
    }
}

package dev.plumbline.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            assertThatThrownBy(() -> start(Map.of("data", folder.toString(), "port", port)))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("port " + port + " on 127.0.0.1 is taken")
                    .hasMessageContaining("--port");
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
    void folderInUse_isNamed() {
        try (TestServer first = TestServer.start(folder)) {
            assertThatThrownBy(() -> start(Map.of("data", folder.toString(), "port", "0")))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("serves " + folder);
        }
    }
}

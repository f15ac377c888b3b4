package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.PlumblineServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same verbs while a server has the folder open: {@code import} goes through it, the others read beside it. */
class ImportServerTest {
    @TempDir
    private static Path folder;

    private static PlumblineServer server;

    @BeforeAll
    static void start() {
        server = ServeCommand.startServer(
                new ServeOptions(0, "127.0.0.1", folder.resolve("served"), null, null),
                Map.of(),
                Map.of("logging.threshold.console", "OFF"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void import_intoTheServer_isTheSameAsIntoTheFile() throws IOException {
        Path rows = history("rows.csv", 45_000);
        Path served = folder.resolve("served");
        Path plain = folder.resolve("plain");
        CommandRun intoServer =
                CommandRun.of("import", rows, "--model", "m", "--time", "t", "--data", served, "--json");
        CommandRun intoFile = CommandRun.of("import", rows, "--model", "m", "--time", "t", "--data", plain, "--json");

        assertThat(intoServer.code()).as(intoServer.err()).isEqualTo(0);
        assertThat(intoServer.out()).isEqualTo(intoFile.out()).contains("\"taken\":44998", "\"rejected\":2");
        assertThat(intoServer.err()).isEqualTo(intoFile.err()).contains("rows.csv line 41003: score: got 300");
        assertThat(export("m", served)).isEqualTo(export("m", plain));
        assertThat(CommandRun.of("verify", "--data", served).code()).isEqualTo(0);
        assertThat(CommandRun.of("import", rows, "--model", "m", "--time", "t", "--data", served)
                        .out())
                .contains(" 0 taken, 44998 repeated");
    }

    @Test
    void import_byUrl_takesTheKeysOfTheFolder() throws IOException {
        Path rows = Files.writeString(folder.resolve("few.csv"), "score,outcome\n72,1\n0.5,0\n");

        assertThat(CommandRun.of(
                                "import",
                                rows,
                                "--model",
                                "byUrl",
                                "--url",
                                server.address(),
                                "--data",
                                folder.resolve("served"))
                        .out())
                .contains("2 taken");
        CommandRun keyless = CommandRun.of(
                "import", rows, "--model", "byUrl", "--url", server.address(), "--data", folder.resolve("none"));
        assertThat(keyless.code()).isEqualTo(2);
        assertThat(keyless.err()).contains("set PLUMBLINE_INGEST_KEY").doesNotContain("\tat ");
        CommandRun nowhere = CommandRun.of(
                "import", rows, "--model", "m", "--url", "http://127.0.0.1:1", "--data", folder.resolve("served"));
        assertThat(nowhere.code()).isEqualTo(2);
        assertThat(nowhere.err())
                .endsWith("\nplumbline import: the server http://127.0.0.1:1 cannot be reached: nothing answers there;"
                        + " start it there, or name another address with --url\n");
        CommandRun nameless = CommandRun.of(
                "import",
                rows,
                "--model",
                "m",
                "--url",
                "http://nowhere.invalid:8080",
                "--data",
                folder.resolve("served"));
        assertThat(nameless.code()).isEqualTo(2);
        assertThat(nameless.err())
                .endsWith("\nplumbline import: the server http://nowhere.invalid:8080 cannot be reached: no machine is"
                        + " known by that name; start it there, or name another address with --url\n");
    }

    @Test
    void export_byUrl_isTheSameAsFromTheFile() throws IOException {
        Path served = folder.resolve("served");
        Path rows = Files.writeString(folder.resolve("some.ndjson"), """
                {"score": 0.5, "label": 1, "predictedAt": "2026-01-01", "segments": {"a": "b"}, "features": {"n": 5, "t": "="}}
                {"score": 0.25, "predictedAt": "2026-01-02", "features": {"n": 6}}
                """);
        CommandRun.of("import", rows, "--model", "exported", "--data", served);
        for (String shape : new String[] {"csv", "ndjson"}) {
            CommandRun byUrl = CommandRun.of(
                    "export", "--model", "exported", "--as", shape, "--url", server.address(), "--data", served);

            assertThat(byUrl.out())
                    .as(byUrl.err())
                    .isEqualTo(CommandRun.of("export", "--model", "exported", "--as", shape, "--data", served)
                            .out())
                    .contains("some.ndjson#2");
        }
        assertThat(CommandRun.of(
                                "export",
                                "--model",
                                "exported",
                                "--url",
                                server.address(),
                                "--data",
                                served,
                                "--to",
                                "2026-01-02")
                        .out())
                .doesNotContain("some.ndjson#2")
                .contains("some.ndjson#1");
        CommandRun unknown = CommandRun.of("export", "--model", "unknown", "--url", server.address(), "--data", served);
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("Unknown model: unknown").hasLineCount(1);
    }

    /** A history with two rows that no server takes: one that the reader refuses, one that the scale refuses. */
    private static Path history(String name, int count) throws IOException {
        Random random = new Random(4);
        StringBuilder rows = new StringBuilder("score,outcome,t,segments.land\n");
        for (int i = 0; i < count; i++) {
            double score = random.nextInt(1001) / 1000.0;
            rows.append(i == 41_001 ? "300" : i == 7 ? "?" : score)
                    .append(i % 5 == 0 ? "," : score > random.nextDouble() ? ",1" : ",0")
                    .append(String.format(
                            ",2026-01-%02dT%02d:00:00Z,%s%n", 1 + i % 28, i % 24, i % 2 == 0 ? "DE" : "FR"));
        }
        return Files.writeString(folder.resolve(name), rows);
    }

    private static String export(String model, Path data) {
        return CommandRun.of("export", "--model", model, "--data", data).out();
    }
}

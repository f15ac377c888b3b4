package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when a verb is killed, what a verb loads, and what {@code verify} sees: each in processes of their own. */
class ImportCrashTest {
    private static final int ROWS = 60_000;

    @TempDir
    private Path folder;

    @Test
    void import_killedInMidstream_thenAgain_isTheSameAsOnce() throws Exception {
        Path rows = history();
        Path killed = folder.resolve("killed");
        Process process = start(List.of(), "import", rows, "--model", "m", "--time", "t", "--data", killed);
        while (process.isAlive() && rowsIn(killed) < 5_000) {
            Thread.onSpinWait();
        }
        process.toHandle().destroyForcibly();
        process.waitFor();
        assertThat(rowsIn(killed)).as("rows that were there when it was killed").isBetween(5_000L, ROWS - 1L);
        assertThat(CommandRun.of("verify", "--data", killed).code()).isEqualTo(0);

        CommandRun again = CommandRun.of("import", rows, "--model", "m", "--time", "t", "--data", killed);
        CommandRun.of("import", rows, "--model", "m", "--time", "t", "--data", folder.resolve("once"));

        assertThat(again.out()).contains(" 0 rejected").doesNotContain(" 0 repeated");
        assertThat(export(killed)).isEqualTo(export(folder.resolve("once"))).hasLineCount(ROWS + 1);
        assertThat(CommandRun.of("verify", "--data", killed).out())
                .isEqualTo(CommandRun.of("verify", "--data", folder.resolve("once"))
                        .out()
                        .replace("once", "killed"));
    }

    @Test
    void import_killedThreeTimes_losesNothingThatWasCommitted() throws Exception {
        kill(3);
    }

    @Test
    @Tag("full")
    void import_killedTwoHundredTimes_losesNothingThatWasCommitted() throws Exception {
        kill(200);
    }

    /** Each import goes on where the one before was killed, at a random number of rows or a little later; a whole one ends a file. */
    private void kill(int rounds) throws Exception {
        long seed = System.nanoTime();
        System.out.println("ImportCrashTest seed " + seed);
        Random random = new Random(seed);
        Path rows = history();
        Path once = folder.resolve("once");
        CommandRun.of("import", rows, "--model", "m", "--time", "t", "--data", once);
        String whole = export(once);
        Path data = folder.resolve("killed-0");
        int kills = 0;
        for (int round = 0; round < rounds; round++) {
            long before = rowsIn(data);
            long until = before + random.nextInt(ROWS / 4);
            Process process = start(List.of(), "import", rows, "--model", "m", "--time", "t", "--data", data);
            long known = before;
            while (process.isAlive() && known < until) {
                known = Math.max(known, rowsIn(data));
            }
            long later = System.nanoTime() + random.nextInt(30_000_000);
            while (process.isAlive() && System.nanoTime() < later) {
                Thread.onSpinWait();
            }
            kills += process.isAlive() ? 1 : 0;
            process.toHandle().destroyForcibly();
            process.waitFor();
            if (Files.exists(data.resolve("plumbline.db"))) {
                assertThat(CommandRun.of("verify", "--data", data).code()).isEqualTo(0);
            }
            assertThat(rowsIn(data)).isGreaterThanOrEqualTo(known);
            if (rowsIn(data) == ROWS || round == rounds - 1) {
                CommandRun.of("import", rows, "--model", "m", "--time", "t", "--data", data);
                assertThat(export(data)).isEqualTo(whole);
                assertThat(CommandRun.of("verify", "--data", data).code()).isEqualTo(0);
                data = folder.resolve("killed-" + (round + 1));
            }
        }
        System.out.println("ImportCrashTest: " + kills + " of " + rounds + " processes were killed before their end");
        assertThat(kills).isPositive();
    }

    @Test
    void verify_sumsThatAreNotThoseOfTheRows_namesTheFirst_andExitsWithOne() throws Exception {
        Path rows =
                Files.writeString(folder.resolve("rows.csv"), "score,outcome,t\n0.5,1,2026-01-01\n0.5,0,2026-01-02\n");
        CommandRun.of("import", rows, "--model", "m", "--time", "t", "--data", folder);
        sql("update pair_sums set n = 7 where basis = 'observed' and day = 20455");

        CommandRun run = CommandRun.of("verify", "--data", folder);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("are not those of the rows. The first difference: model m: sums by observed day 2026-01-02")
                .contains("n is 7, the rows give 1");
        assertThat(CommandRun.of("verify", "--data", folder, "--json").out()).contains("\"equal\":false");
    }

    @Test
    void shortVerbs_loadNoSpring_andDuckDbForParquetOnly() throws Exception {
        Path classes = folder.resolve("classes.log");
        assertThat(start(List.of("-Xlog:class+load:file=" + classes), "warm-up").waitFor())
                .isEqualTo(0);

        try (Stream<String> lines = Files.lines(classes)) {
            assertThat(lines.filter(line -> line.contains("dev.plumbline.store.Verify")
                            || line.contains("springframework")
                            || line.contains("org.duckdb")))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("dev.plumbline.store.Verify"));
        }
    }

    private static Process start(List<String> jvm, Object... words) throws IOException {
        Stream<String> java = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1");
        Stream<String> main = Stream.of("-cp", System.getProperty("java.class.path"), Main.class.getName());
        List<String> command = Stream.of(
                        java, jvm.stream(), main, Stream.of(words).map(Object::toString))
                .flatMap(part -> part)
                .toList();
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** How many predictions are committed; 0 while there is no database yet. */
    private static long rowsIn(Path data) {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:file:" + data.resolve("plumbline.db") + "?mode=ro");
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("select coalesce(sum(n), 0) from prediction_counts")) {
            return row.getLong(1);
        } catch (SQLException e) {
            return 0;
        }
    }

    private void sql(String change) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("plumbline.db"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(change)).isEqualTo(1);
        }
    }

    private Path history() throws IOException {
        StringBuilder rows = new StringBuilder("score,outcome,t\n");
        for (int i = 0; i < ROWS; i++) {
            rows.append(i % 997 / 997.0)
                    .append(i % 3 == 0 ? "," : ",1")
                    .append(String.format(",2026-01-%02dT%02d:00:00Z%n", 1 + i % 28, i % 24));
        }
        return Files.writeString(folder.resolve("rows.csv"), rows);
    }

    private static String export(Path data) {
        return CommandRun.of("export", "--model", "m", "--data", data).out();
    }
}

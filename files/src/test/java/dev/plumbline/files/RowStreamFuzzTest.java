package dev.plumbline.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams with random bytes changed: nothing but rows and errors comes out, however they arrive. */
class RowStreamFuzzTest {
    private static final long SEED = 20260301;
    private static final int ROUNDS = 3_000;

    private static String healthy(RowFormat format) {
        return switch (format) {
            case JSON ->
                "[{\"id\":\"\u00fc1\",\"score\":0.5},\n {\"id\":\"2\",\"features\":{\"a\":[1,-2e3,null]}}, {\"id\":\"3\"}]";
            case NDJSON ->
                "{\"id\":\"\u00fc1\",\"score\":0.5}\n{\"id\":\"2\",\"features\":{\"a\":[1,null]}}\r\n{\"id\":\"3\"}\n";
            case CSV -> "id,score,\"features.a\"\n\u00fc1,0.5,\"x, \"\"y\"\"\"\r\n2,1,\n3,0,z\n";
            case TSV -> "id\tscore\n\u00fc1\t0.5\n\"2\"\t1\n3\t0\n";
        };
    }

    private static byte[] damage(byte[] bytes, Random random) {
        byte[] damaged = bytes.clone();
        String likely = "\"{}[],:\\\n\r\t\0;e-9N\u0080\u00ed";
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(damaged.length);
            damaged[at] = (byte)
                    (random.nextBoolean() ? random.nextInt(256) : likely.charAt(random.nextInt(likely.length())));
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged;
    }

    @ParameterizedTest
    @EnumSource(RowFormat.class)
    void read_damagedBytes_givesTheSameRowsAndErrorsInOnePieceAndByteByByte(RowFormat format) throws IOException {
        var random = new Random(SEED);
        byte[] healthy = healthy(format).getBytes(UTF_8);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = damage(healthy, random);
            var whole = Collected.from(format, bytes);
            var slow = Collected.from(format, Streams.slow(bytes), false);
            assertThat(slow.lines()).as("seed %s, round %s", SEED, round).isEqualTo(whole.lines());
            assertThat(lines(slow)).as("seed %s, round %s", SEED, round).isEqualTo(lines(whole));
        }
    }

    @ParameterizedTest
    @EnumSource(RowFormat.class)
    void read_damagedGzip_givesRowsAndErrorsOnly(RowFormat format) {
        var random = new Random(SEED);
        byte[] healthy = Collected.gzip(healthy(format).getBytes(UTF_8));
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = damage(healthy, random);
            assertThat(Collected.from(format, bytes, true))
                    .as("round %s", round)
                    .isNotNull();
        }
    }

    /** NDJSON: whatever one line holds, the lines around it are read. */
    @ParameterizedTest
    @EnumSource(value = RowFormat.class, names = "NDJSON")
    void read_oneDamagedLine_takesNoOtherWithIt(RowFormat format) {
        var random = new Random(SEED);
        byte[] line = "{\"id\":\"\u00fc1\",\"score\":0.5,\"features\":{\"a\":[1,null]}}".getBytes(UTF_8);
        for (int round = 0; round < ROUNDS; round++) {
            String middle =
                    new String(damage(line, random), java.nio.charset.StandardCharsets.ISO_8859_1).replace('\n', ' ');
            byte[] bytes =
                    ("{\"n\":1}\n" + middle + "\n{\"n\":3}\n").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            var read = Collected.from(format, bytes);
            assertThat(read.lines()).as("seed %s, round %s", SEED, round).contains("1:{\"n\":1}", "3:{\"n\":3}");
            assertThat(read.errors).as("seed %s, round %s", SEED, round).allMatch(error -> error.line() == 2);
            long told = read.rows.stream().filter(row -> row.line() == 2).count() + read.errors.size();
            assertThat(told > 0 || middle.isBlank())
                    .as("seed %s, round %s: %s", SEED, round, middle)
                    .isTrue();
        }
    }

    /** The messages may quote more or less of a broken stream, depending on how much had arrived. */
    private static List<Long> lines(Collected collected) {
        return collected.errors.stream().map(RowError::line).toList();
    }
}

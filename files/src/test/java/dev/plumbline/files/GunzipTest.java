package dev.plumbline.files;

import static dev.plumbline.files.RowFormat.CSV;
import static dev.plumbline.files.RowFormat.JSON;
import static dev.plumbline.files.RowFormat.NDJSON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GunzipTest {
    private static final int LINES = 20_000;

    /** Lines that do not compress well, so that damage in the middle has many lines before it. */
    private static byte[] lines() {
        var random = new Random(7);
        var text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            text.append("{\"a\":\"").append(random.nextLong()).append("\"}\n");
        }
        return text.toString().getBytes(UTF_8);
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @Test
    void read_gzip_isTransparentDeclaredOrNot() {
        byte[] json = Collected.gzip("[{\"a\":1}]".getBytes(UTF_8));
        assertThat(Collected.from(JSON, json, true).lines()).containsExactly("1:{\"a\":1}");
        assertThat(Collected.from(JSON, json, false).lines()).containsExactly("1:{\"a\":1}");
        assertThat(Collected.from(CSV, Collected.gzip("\uFEFFid\n1\n".getBytes(UTF_8)), true)
                        .lines())
                .containsExactly("2:{\"id\":\"1\"}");
    }

    @Test
    void read_severalMembersFromASlowClient_areAllRead() throws IOException {
        byte[] bytes = join(
                Collected.gzip("{\"a\":1}\n{\"a\"".getBytes(UTF_8)),
                Collected.gzip(new byte[0]),
                Collected.gzip(":2}\n".getBytes(UTF_8)),
                new byte[512]);
        assertThat(Collected.from(NDJSON, Streams.slow(bytes), true).lines())
                .containsExactly("1:{\"a\":1}", "2:{\"a\":2}");
    }

    @Test
    void read_headerWithNameCommentExtraAndChecksum_isSkipped() {
        byte[] plain = Collected.gzip("{\"a\":1}".getBytes(UTF_8));
        byte[] head = Arrays.copyOf(plain, 10);
        head[3] = 2 | 4 | 8 | 16;
        byte[] bytes = join(
                head,
                new byte[] {3, 0, 1, 2, 3},
                "name\0comment\0xx".getBytes(UTF_8),
                Arrays.copyOfRange(plain, 10, plain.length));
        assertThat(Collected.from(NDJSON, bytes, true).lines()).containsExactly("1:{\"a\":1}");
    }

    @Test
    void read_cutGzip_keepsTheRowsBeforeAndGivesOneError() {
        byte[] whole = Collected.gzip(lines());
        var read = Collected.from(NDJSON, Arrays.copyOf(whole, whole.length / 2), true);
        assertThat(read.rows.size()).isBetween(LINES * 4 / 10, LINES * 6 / 10);
        assertThat(read.messages())
                .containsExactly(
                        "line " + (read.rows.size() + 1) + ": undamaged gzip; this is cut off, the rest was not read");
    }

    @Test
    void read_gzipCutAnywhere_givesOneErrorEachTime() {
        byte[] whole = Collected.gzip("{\"a\":1}\n{\"a\":2}\n".getBytes(UTF_8));
        for (int length = 0; length < whole.length; length++) {
            var read = Collected.from(NDJSON, Arrays.copyOf(whole, length), true);
            assertThat(read.messages())
                    .as("cut to %s bytes", length)
                    .singleElement()
                    .asString()
                    .contains("cut off");
        }
        assertThat(Collected.from(NDJSON, whole, true).errors).isEmpty();
    }

    @Test
    void read_damagedGzip_givesOneErrorAndKeepsRowsBeforeIt() {
        byte[] bytes = Collected.gzip(lines());
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 200, (byte) 0xff);
        var read = Collected.from(NDJSON, bytes, true);
        assertThat(read.rows.size()).isGreaterThan(LINES * 4 / 10);
        assertThat(read.errors.get(read.errors.size() - 1).allowed())
                .startsWith("undamaged gzip; this is damaged")
                .endsWith("the rest was not read");
    }

    @Test
    void read_wrongChecksum_saysThatRowsMayBeWrong() {
        byte[] bytes = Collected.gzip("{\"a\":1}\n".getBytes(UTF_8));
        bytes[bytes.length - 6] ^= 1;
        var read = Collected.from(NDJSON, bytes, true);
        assertThat(read.lines()).containsExactly("1:{\"a\":1}");
        assertThat(read.messages())
                .containsExactly("line 2: undamaged gzip; this is damaged (its checksum differs,"
                        + " so rows before this may be wrong), the rest was not read");
    }

    @Test
    void read_notGzipThoughDeclared_isOneError() {
        assertThat(Collected.from(NDJSON, "{\"a\":1}\n".getBytes(UTF_8), true).messages())
                .containsExactly("line 1: undamaged gzip; this is not gzip at all, the rest was not read");
    }

    @Test
    void read_garbageBehindGzip_isAnError() {
        byte[] bytes = join(Collected.gzip("{\"a\":1}\n".getBytes(UTF_8)), "{\"a\":2}\n".getBytes(UTF_8));
        var read = Collected.from(NDJSON, bytes, true);
        assertThat(read.lines()).containsExactly("1:{\"a\":1}");
        assertThat(read.messages())
                .containsExactly("line 2: undamaged gzip; this is followed by something else, the rest was not read");
    }

    @Test
    void read_clientGoneInsideGzip_isNoDamage() {
        byte[] whole = Collected.gzip(lines());
        var gone = new EOFException("client gone");
        InputStream in =
                new SequenceInputStream(new ByteArrayInputStream(whole, 0, whole.length / 2), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw gone;
                    }
                });
        var read = new Collected();
        assertThatThrownBy(() -> RowStream.read(in, NDJSON, true, read)).isSameAs(gone);
        assertThat(read.rows).isNotEmpty();
        assertThat(read.errors).isEmpty();
    }
}

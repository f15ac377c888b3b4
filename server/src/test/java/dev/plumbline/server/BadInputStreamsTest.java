package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.CSV;
import static dev.plumbline.server.HttpKit.JSON;
import static dev.plumbline.server.HttpKit.NDJSON;
import static dev.plumbline.server.HttpKit.counts;
import static dev.plumbline.server.HttpKit.gzip;
import static dev.plumbline.server.HttpKit.prediction;
import static dev.plumbline.server.HttpKit.problem;
import static dev.plumbline.server.HttpKit.stored;
import static dev.plumbline.server.HttpKit.utf8;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.plumbline.server.TestServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Streams that are broken as such: encodings, damage, length, clients that go away. */
class BadInputStreamsTest {
    private static final int MEBIBYTE = 1 << 20;
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Answer post(String model, String type, byte[] body, String... headers) {
        return HttpKit.send(server, "POST", "/models/" + model + "/predictions", type, body, headers);
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static String rows(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> prediction("p" + i, 0.5)).reduce("", String::concat);
    }

    private static JsonNode firstError(Answer answer) {
        return answer.json().required("errors").get(0);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstRow() {
        byte[] mark = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
        counts(post("bom-ndjson", NDJSON, joined(mark, utf8(rows(0, 2)))), 2, 0, 0, 0, 0);
        counts(post("bom-json", JSON, joined(mark, utf8("[" + prediction("p0", 0.5) + "]"))), 1, 0, 0, 0, 0);
        counts(post("bom-csv", CSV, joined(mark, utf8("id,score\r\np0,0.5\r\n"))), 1, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void utf16IsRefusedByName(String charset) {
        for (String type : new String[] {NDJSON, JSON, CSV}) {
            String text = type.equals(CSV) ? "id,score\np0,0.5\n" : prediction("p0", 0.5);
            JsonNode problem = problem(post("utf16", type, text.getBytes(Charset.forName(charset))), 400);
            assertThat(problem.required("detail").stringValue()).contains("UTF-8", "UTF-16");
        }
        problem(server.get("/models/utf16"), 404);
    }

    @Test
    void bytesThatAreNoTextSpoilTheirRowOnly() {
        byte[] nul = "{\"id\": \"n\0\", \"score\": 0.5}\n".getBytes(ISO_8859_1);
        byte[] latin = "{\"id\": \"M\u00fcller\", \"score\": 0.5}\n".getBytes(ISO_8859_1);
        byte[] surrogate = "{\"id\": \"s\u00ed\u00a0\u0080\", \"score\": 0.5}\n".getBytes(ISO_8859_1);
        Answer answer = post("bytes", NDJSON, joined(utf8(rows(0, 1)), nul, latin, surrogate, utf8(rows(1, 2))));
        counts(answer, 2, 0, 0, 0, 3);
        JsonNode errors = answer.json().required("errors");
        assertThat(errors.get(0).required("line").intValue()).isEqualTo(2);
        assertThat(errors.get(0).required("allowed").stringValue()).contains("NUL");
        assertThat(errors.get(1).required("allowed").stringValue()).contains("UTF-8");
        assertThat(errors.get(2).required("line").intValue()).isEqualTo(4);
    }

    @Test
    void malformedJsonNamesItsPlaceAndKeepsWhatCameBefore() {
        String body = "[" + prediction("p0", 0.5).strip() + ",\n "
                + prediction("p1", 0.5).strip() + ",\n {\"id\": \"p2\", \"score\" 0.5}, "
                + prediction("p3", 0.5).strip() + "]";
        Answer answer = post("syntax", JSON, utf8(body));
        counts(answer, 2, 0, 0, 0, 1);
        JsonNode error = firstError(answer);
        assertThat(error.required("line").intValue()).isEqualTo(3);
        assertThat(error.required("allowed").stringValue()).contains("line 3, column", "the rest was not read");
    }

    @Test
    void aBodyThatEndsTooEarlyIsAnErrorOfItsOwn() {
        Answer array = post("cut", JSON, utf8("[" + prediction("p0", 0.5) + ", {\"id\": \"p1\", \"sco"));
        counts(array, 1, 0, 0, 0, 1);
        assertThat(firstError(array).required("line").intValue()).isEqualTo(2);
        Answer noBracket = post("cut", JSON, utf8("[" + prediction("p2", 0.5)));
        counts(noBracket, 1, 0, 0, 0, 1);
        assertThat(firstError(noBracket).required("allowed").stringValue()).contains("too early");
        Answer line = post("cut", NDJSON, utf8(rows(3, 5) + "{\"id\": \"p5\", \"sco"));
        counts(line, 2, 0, 0, 0, 1);
    }

    @Test
    void damagedGzipKeepsTheRowsBeforeTheDamage() {
        byte[] whole = gzip(rows(0, 6_000));
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);
        Answer half = post("gzip-cut", NDJSON, cut, "Content-Encoding", "gzip");
        JsonNode json = HttpKit.ok(half);
        assertThat(json.required("taken").longValue()).isBetween(1_000L, 5_999L);
        assertThat(json.required("rejected").longValue()).isBetween(1L, 2L);
        assertThat(json.required("errors").toString()).contains("gzip");

        byte[] flipped = whole.clone();
        flipped[whole.length - 6] ^= 1; // in the checksum: every row is there, but it cannot be relied on
        JsonNode damaged = HttpKit.ok(post("gzip-sum", NDJSON, flipped, "Content-Encoding", "gzip"));
        assertThat(damaged.required("rejected").longValue()).isEqualTo(1);
        assertThat(damaged.required("errors").toString()).contains("gzip");

        Answer none = post("gzip-none", NDJSON, utf8(rows(0, 2)), "Content-Encoding", "gzip");
        assertThat(problem(none, 400).required("detail").stringValue()).contains("gzip");
    }

    /** The client streams it from one small buffer, so what is allocated meanwhile is the server's. */
    @Test
    void aLineOf100MegabytesIsOneRejectedRow() {
        byte[] piece = new byte[MEBIBYTE];
        Arrays.fill(piece, (byte) 'x');
        int pieces = 100;
        byte[] before = utf8(rows(0, 3) + "{\"id\": \"");
        byte[] after = utf8("\", \"score\": 0.5}\n" + rows(3, 5));
        long length = before.length + (long) pieces * MEBIBYTE + after.length;
        server.predictions("huge", prediction("warm", 0.5));
        long start = allocated();
        String answer = RawHttp.exchange(
                server,
                "POST /api/v1/models/huge/predictions",
                "Content-Type: " + NDJSON + "\r\nContent-Length: " + length + "\r\n",
                out -> {
                    out.write(before);
                    for (int i = 0; i < pieces; i++) {
                        out.write(piece);
                    }
                    out.write(after);
                });
        long used = allocated() - start;
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("\"taken\":5", "\"rejected\":1", "\"line\":4", "1048576");
        assertThat(stored(server, "huge", "p4").required("id").stringValue()).isEqualTo("p4");
        System.out.println("A line of 100 MiB: the JVM allocated " + used / 1024 + " KiB");
        assertThat(used).isLessThan(20L * MEBIBYTE);
    }

    /** Hundreds of megabytes of zeros or of blank lines in a few hundred kilobytes: seen for what it is after a small part of it. */
    @ParameterizedTest
    @ValueSource(strings = {"\0", "\n"})
    void gzipBomb_isStopped_andRowsBeforeItAreKept(String filler) throws IOException {
        var bomb = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bomb)) {
            out.write(utf8(rows(0, 3)));
            byte[] piece = filler.repeat(MEBIBYTE).getBytes(ISO_8859_1);
            for (int i = 0; i < 300; i++) {
                out.write(piece);
            }
        }
        long start = allocated();
        Answer answer = post("bomb", NDJSON, bomb.toByteArray(), "Content-Encoding", "gzip");
        long used = allocated() - start;
        assertThat(answer.json().required("errors").toString()).contains("bomb", "the rest was not read");
        assertThat(stored(server, "bomb", "p2").required("id").stringValue()).isEqualTo("p2");
        assertThat(used).isLessThan(40L * MEBIBYTE);
        server.delete("/models/bomb/predictions/p2");
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    @Test
    void aTruncatedUploadKeepsTheWholeRows() {
        String body = rows(0, 1_500) + "{\"id\": \"half\", \"score\": 0.";
        var tap = HttpKit.logTap();
        String answer = RawHttp.exchange(
                server,
                "POST /api/v1/models/truncated/predictions",
                "Content-Type: " + NDJSON + "\r\nContent-Length: 1000000\r\n",
                out -> out.write(utf8(body)));
        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "not to its end");
        assertThat(stored(server, "truncated", "p1499").required("score").doubleValue())
                .isEqualTo(0.5);
        problem(server.get("/models/truncated/predictions/half"), 404);
        assertThat(HttpKit.messages(tap)).anyMatch(line -> line.contains("broke off after 1500 rows"));
        counts(server.predictions("truncated", rows(0, 1_501)), 1, 1_500, 0, 0, 0);
    }

    @Test
    void aChunkedUploadThatIsCutOffKeepsTheWholeRows() {
        String body = rows(0, 3);
        RawHttp.exchange(
                server,
                "POST /api/v1/models/chunked/predictions",
                "Content-Type: " + NDJSON + "\r\nTransfer-Encoding: chunked\r\n",
                out -> out.write(utf8(Integer.toHexString(body.length()) + "\r\n" + body + "\r\nff\r\n{\"id\"")));
        counts(server.predictions("chunked", rows(0, 4)), 1, 3, 0, 0, 0);
    }

    @Test
    void aTruncatedSmallBodyIsTheClientsFault() {
        String answer = RawHttp.exchange(
                server,
                "POST /api/v1/models/truncated/calibrate",
                "Content-Type: " + JSON + "\r\nContent-Length: 5000\r\n",
                out -> out.write(utf8("{\"score\": 0.")));
        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "not to its end");
    }

    /** JSON whose last element came whole before the client went. */
    @Test
    void aTruncatedArrayKeepsItsWholeElements() {
        RawHttp.exchange(
                server,
                "POST /api/v1/models/array/predictions",
                "Content-Type: " + JSON + "\r\nContent-Length: 5000\r\n",
                out -> out.write(utf8("[" + prediction("p0", 0.5) + "," + prediction("p1", 0.5) + ",{\"id\":")));
        counts(server.predictions("array", rows(0, 3)), 1, 2, 0, 0, 0);
    }

    /** UTF-16 without its mark is found by its zero bytes; gzip that was not declared by its first two. */
    @Test
    void whatWasNotDeclaredIsFound() {
        problem(post("nomark", NDJSON, rows(0, 1).getBytes(UTF_16LE)), 400);
        counts(post("undeclared", NDJSON, gzip(rows(0, 2))), 2, 0, 0, 0, 0);
        counts(post("mark-inside", NDJSON, joined(utf8(rows(0, 1)), "\n".getBytes(UTF_16))), 1, 0, 0, 0, 1);
    }
}

package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits on rates, lengths and slow clients, and whose address counts. */
class OperationLimitsTest {
    @TempDir
    private Path data;

    private TestServer start(String... settings) {
        Map<String, String> environment = new java.util.HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        return TestServer.start(data, environment);
    }

    private static Answer get(TestServer server, String path, String key, String... headers) {
        var request = server.request(path, key);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request.build());
    }

    /** The statuses of enough calls to be over a limit of two a second, however slow this machine is. */
    private static List<Answer> many(Supplier<Answer> call) {
        return IntStream.range(0, 40).mapToObj(i -> call.get()).toList();
    }

    private static TreeSet<Integer> statuses(List<Answer> answers) {
        return answers.stream().map(Answer::status).collect(java.util.stream.Collectors.toCollection(TreeSet::new));
    }

    private static Answer tooMany(List<Answer> answers) {
        Answer refused = answers.stream()
                .filter(answer -> answer.status() == 429)
                .findFirst()
                .orElseThrow();
        assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 2L);
        return refused;
    }

    @Test
    void eachKey_hasItsOwnRate() {
        try (TestServer server = start("PLUMBLINE_LIMITS_REQUESTS", "2")) {
            List<Answer> answers = many(() -> get(server, "/api/v1/models", TestServer.ADMIN));
            assertThat(statuses(answers)).containsExactly(200, 429);
            problem(tooMany(answers), 429);
            assertThat(get(server, "/api/v1/models/default/calibrator", TestServer.INGEST)
                            .status())
                    .isEqualTo(200);
            assertThat(get(server, "/health", null).status()).isEqualTo(200);

            List<Answer> cron = many(() -> get(server, "/api/cron/calibration-audit", TestServer.CRON));
            assertThat(tooMany(cron).body()).isEqualTo("{\"error\":\"Too many requests\"}");
            assertThat(statuses(many(() -> get(server, "/api/cron/calibration-audit", "wrong"))))
                    .containsExactly(401);
        }
    }

    @Test
    void failures_areCountedByAddress_andARightKeyIsHeardAllTheSame() {
        try (TestServer server = start("PLUMBLINE_LIMITS_FAILURES", "2")) {
            List<Answer> answers = many(() -> get(server, "/api/v1/models", "wrong-key"));
            assertThat(statuses(answers)).containsExactly(401, 429);
            problem(tooMany(answers), 429);
            // What a client says of its address is not believed.
            List<Answer> forged = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                forged.add(get(server, "/api/v1/models", "wrong-key", "X-Forwarded-For", "10.1.2." + i));
            }
            assertThat(statuses(forged)).contains(429);
            assertThat(get(server, "/api/v1/models", TestServer.ADMIN).status()).isEqualTo(200);
            assertThat(get(server, "/", null).status()).isEqualTo(200);
        }
    }

    @Test
    void behindAProxy_theClientsAddressCounts() {
        try (TestServer server = start("PLUMBLINE_LIMITS_FAILURES", "2", "PLUMBLINE_PROXY_HEADERS", "forwarded")) {
            for (int i = 0; i < 40; i++) {
                problem(get(server, "/api/v1/models", "wrong-key", "X-Forwarded-For", "203.0.113." + i), 401);
            }
            // The proxy appends the address that it sees; what the client had written before it counts for nothing.
            List<Answer> forged = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                forged.add(get(
                        server, "/api/v1/models", "wrong-key", "X-Forwarded-For", "203.0.113." + i + ", 198.51.100.7"));
            }
            assertThat(statuses(forged)).containsExactly(401, 429);
        }
    }

    @Test
    void off_limitsNothing() {
        try (TestServer server = start("PLUMBLINE_LIMITS_FAILURES", "-", "PLUMBLINE_LIMITS_REQUESTS", "-")) {
            assertThat(statuses(many(() -> get(server, "/api/v1/models", "wrong-key"))))
                    .containsExactly(401);
            assertThat(statuses(many(() -> get(server, "/api/v1/models", TestServer.ADMIN))))
                    .containsExactly(200);
        }
    }

    @Test
    void bodyLimit_isASetting_andNoneForStreams() {
        try (TestServer server = start("PLUMBLINE_LIMITS_BODY", "1")) {
            String blanks = " ".repeat(1 << 20);
            assertThat(problem(server.put("/models/m", "{}" + blanks), 413)
                            .required("detail")
                            .stringValue())
                    .contains("1 MiB");
            assertThat(server.put("/models/m", "{}" + blanks.substring(2)).status())
                    .isEqualTo(201);
            HttpKit.counts(
                    server.predictions("m", HttpKit.prediction("p", 0.5) + ("\n" + blanks.substring(1)).repeat(3)),
                    1,
                    0,
                    0,
                    0,
                    0);
        }
    }

    /** A client that writes its body later than its headers sees the answer, and may go on with the same connection. */
    @Test
    void bodyThatNobodyWanted_isReadSoThatTheAnswerIsSeen() throws IOException {
        try (TestServer server = start();
                Socket client = new Socket(
                        InetAddress.getByName("127.0.0.1"), server.uri("/").getPort())) {
            String head = "POST /api/v1/models/m/predictions HTTP/1.1\r\nHost: localhost\r\nContent-Length: ";
            client.setSoTimeout(10_000);
            for (int length : new int[] {10, 100_000}) {
                client.getOutputStream().write((head + length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
                assertThat(status(client)).startsWith("HTTP/1.1 401");
                byte[] next = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
                byte[] together = java.util.Arrays.copyOf(new byte[length], length + next.length);
                System.arraycopy(next, 0, together, length, next.length);
                client.getOutputStream().write(together);
                assertThat(status(client)).startsWith("HTTP/1.1 200");
            }
        }
    }

    /** The first line of an answer; what follows is read away. */
    private static String status(Socket client) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = client.getInputStream().read();
            if (next < 0) {
                return "closed after " + answer;
            }
            answer.append((char) next);
        }
        var length = java.util.regex.Pattern.compile("Content-Length: (\\d+)").matcher(answer);
        client.getInputStream().readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return answer.toString();
    }

    /** More slow clients than threads, with and without a key: everybody else is answered all the while. */
    @ParameterizedTest
    @ValueSource(strings = {TestServer.ADMIN, "wrong-key"})
    void slowClients_leaveThreadsForOthers(String key) throws IOException {
        List<Socket> clients = new ArrayList<>();
        try (TestServer server = start("PLUMBLINE_LIMITS_FAILURES", "-")) {
            String head = "POST /api/v1/models/m/predictions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + key + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: 1000\r\n\r\n";
            for (int i = 0; i < 230; i++) {
                Socket client = new Socket(
                        InetAddress.getByName("127.0.0.1"), server.uri("/").getPort());
                clients.add(client);
                client.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            }
            var health = server.request("/health", null)
                    .timeout(Duration.ofSeconds(8))
                    .build();
            for (int i = 0; i < 5; i++) {
                assertThat(server.send(health).status()).isEqualTo(200);
            }
            var row = server.request("/api/v1/models/m/calibrate", TestServer.ADMIN)
                    .timeout(Duration.ofSeconds(8))
                    .POST(BodyPublishers.noBody())
                    .build();
            assertThat(server.send(row).status()).isEqualTo(400);
            // A slow client that goes on is served to its end.
            if (key.equals(TestServer.ADMIN)) {
                Socket first = clients.get(0);
                byte[] rows = HttpKit.prediction("slow", 0.5).getBytes(StandardCharsets.UTF_8);
                first.getOutputStream().write(rows);
                first.getOutputStream().write(" ".repeat(1000 - rows.length).getBytes(StandardCharsets.UTF_8));
                byte[] answer = new byte[15];
                assertThat(first.getInputStream().readNBytes(answer, 0, 15)).isEqualTo(15);
                assertThat(new String(answer, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 200");
            }
            for (Socket client : clients) {
                client.close();
            }
        }
    }
}

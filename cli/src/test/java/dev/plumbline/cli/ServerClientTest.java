package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Against a server that answers what it is told to. */
class ServerClientTest {
    private record Reply(int status, String body) {}

    private final Queue<Reply> replies = new ArrayDeque<>();
    private final List<String> bearers = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            bearers.add(exchange.getRequestHeaders().getFirst("Authorization"));
            Reply reply = replies.remove();
            byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Retry-After", "0");
            exchange.sendResponseHeaders(reply.status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void rows_whileTheServerIsBusyOrAway_areSentAgain() {
        replies.addAll(List.of(new Reply(503, ""), new Reply(429, "{}"), new Reply(200, "{\"taken\":1}")));

        assertThat(post().get("taken").intValue()).isEqualTo(1);
        assertThat(bearers).containsExactly("Bearer one", "Bearer one", "Bearer one");
    }

    @Test
    void rows_allRefused_areCountedLikeOthers() {
        replies.add(new Reply(400, "{\"status\":400,\"rejected\":3}"));

        assertThat(post().get("rejected").intValue()).isEqualTo(3);
    }

    @Test
    void anyOtherAnswer_isAFailureInOneLine() {
        replies.addAll(List.of(
                new Reply(401, "{\"detail\":\"a valid key is needed\"}"),
                new Reply(500, "<html>"),
                new Reply(400, "{\"detail\":\"no such type\"}")));

        assertThatThrownBy(this::post)
                .isInstanceOf(CommandFailure.class)
                .hasMessageEndingWith(" answered 401: a valid key is needed")
                .extracting(failure -> ((CommandFailure) failure).exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThatThrownBy(this::post)
                .hasMessageEndingWith(" answered 500")
                .extracting(failure -> ((CommandFailure) failure).exitCode())
                .isEqualTo(ExitCode.INTERNAL_ERROR);
        assertThatThrownBy(this::post).hasMessageEndingWith(" answered 400: no such type");
    }

    private JsonNode post() {
        String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        // two values, as while a key is rotated
        ServerClient client = new ServerClient(address, null, Map.of("PLUMBLINE_INGEST_KEY", "one, two"));
        return client.await(client.postRows("/rows", new byte[] {'{', '}'}));
    }
}

package dev.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.plumbline.monitor.Json;
import dev.plumbline.server.TestServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** What the tests over HTTP share: sending bytes, writing rows, and what every answer must keep to. */
final class HttpKit {
    static final String JSON = "application/json";
    static final String NDJSON = "application/x-ndjson";
    static final String CSV = "text/csv";

    private HttpKit() {}

    /** Sends bytes with the admin key, below {@code /api/v1}. */
    static Answer send(TestServer server, String method, String path, String type, byte[] body, String... headers) {
        var request =
                server.request("/api/v1" + path, TestServer.ADMIN).method(method, BodyPublishers.ofByteArray(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request.build());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(utf8(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** As one segment of a path. */
    static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A prediction as a line. */
    static String prediction(String id, double score) {
        return Json.text(Json.object().put("id", id).put("score", score)) + "\n";
    }

    /** An outcome as a line. */
    static String outcome(String id, double actual) {
        return Json.text(Json.object().put("predictionId", id).put("actual", actual)) + "\n";
    }

    /**
     * Predictions and their outcomes whose true chance is half the score: each of ten scores {@code each} times.
     *
     * @param prefix of the ids
     * @param more fields of each prediction, such as {@code ,"version":"2"}
     */
    static void pairsThatAreTooHigh(TestServer server, String model, String prefix, int each, String more) {
        StringBuilder predictions = new StringBuilder();
        StringBuilder outcomes = new StringBuilder();
        for (int bin = 0; bin < 10; bin++) {
            double score = (bin + 0.5) / 10;
            for (int i = 0; i < each; i++) {
                String id = prefix + bin + "-" + i;
                predictions
                        .append("{\"id\":\"" + id + "\",\"score\":" + score + more + "}")
                        .append('\n');
                outcomes.append(outcome(id, i < each * score / 2 ? 1 : 0));
            }
        }
        counts(server.predictions(model, predictions.toString()), 10L * each, 0, 0, 0, 0);
        counts(server.outcomes(model, outcomes.toString()), 10L * each, 0, 0, 0, 0);
    }

    /** An audit with that body; its record. */
    static JsonNode audit(TestServer server, String model, String body) {
        Answer answer = server.post("/models/" + model + "/audits", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    static JsonNode report(TestServer server, String model) {
        return ok(server.get("/models/" + model + "/reports"));
    }

    static JsonNode stored(TestServer server, String model, String id) {
        return ok(server.get("/models/" + model + "/predictions/" + encoded(id)));
    }

    static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        return answer.json();
    }

    /** What an intake answers; the five numbers in the order of the answer. */
    static JsonNode counts(Answer answer, long taken, long repeated, long corrected, long waiting, long rejected) {
        JsonNode json = answer.json();
        assertThat(List.of("taken", "repeated", "corrected", "waiting", "rejected"))
                .as(answer.body())
                .extracting(name -> json.required(name).longValue())
                .containsExactly(taken, repeated, corrected, waiting, rejected);
        assertThat(answer.status()).as(answer.body()).isEqualTo(taken + repeated + corrected + waiting > 0 ? 200 : 400);
        return json;
    }

    /** A problem document (RFC 9457) with that status. */
    static JsonNode problem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).as(answer.body()).startsWith("application/problem+json");
        JsonNode json = answer.json();
        assertThat(json.required("status").intValue()).isEqualTo(status);
        assertThat(json.required("type").stringValue()).isNotEmpty();
        assertThat(json.required("title").stringValue()).isNotEmpty();
        assertThat(json.required("detail").stringValue()).isNotEmpty();
        return json;
    }

    /** A 400 that names the field, what is allowed and the value given. */
    static JsonNode badField(Answer answer, String field, String allowed, String value) {
        JsonNode json = problem(answer, 400);
        assertThat(json.required("field").stringValue()).isEqualTo(field);
        assertThat(json.required("allowed").stringValue()).contains(allowed);
        assertThat(json.required("value").asString()).contains(value);
        return json;
    }

    static void close(JsonNode actual, double expected, double tolerance) {
        assertThat(actual.doubleValue()).isCloseTo(expected, within(tolerance));
    }

    /** Collects log events of the package {@code dev.plumbline} from now on; start it after the server. */
    static ListAppender<ILoggingEvent> logTap() {
        ListAppender<ILoggingEvent> tap = new ListAppender<>();
        tap.list = new java.util.concurrent.CopyOnWriteArrayList<>();
        tap.start();
        ((Logger) LoggerFactory.getLogger("dev.plumbline")).addAppender(tap);
        return tap;
    }

    static List<String> messages(ListAppender<ILoggingEvent> tap) {
        return tap.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}

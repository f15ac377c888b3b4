package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.CSV;
import static dev.plumbline.server.HttpKit.JSON;
import static dev.plumbline.server.HttpKit.NDJSON;
import static dev.plumbline.server.HttpKit.counts;
import static dev.plumbline.server.HttpKit.gzip;
import static dev.plumbline.server.HttpKit.problem;
import static dev.plumbline.server.HttpKit.report;
import static dev.plumbline.server.HttpKit.stored;
import static dev.plumbline.server.HttpKit.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The shapes in which predictions and outcomes may come. */
class IntakeFormatsTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    record Shape(String name, String type, int rows, String predictions, String outcomes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Shape> shapes() {
        return Stream.of(
                new Shape(
                        "object",
                        JSON,
                        1,
                        "{\"id\": \"p1\", \"score\": 0.25, \"segments\": {\"country\": \"DE\"}, \"features\": {\"age\": 3}}",
                        "{\"predictionId\": \"p1\", \"actual\": 1}"),
                new Shape(
                        "array",
                        "application/json; charset=utf-8",
                        2,
                        "[{\"id\": \"p1\", \"score\": 0.25, \"segments\": {\"country\": \"DE\"}, \"features\": {\"age\": 3}},\n"
                                + " {\"id\": \"p2\", \"score\": 0.75}]",
                        "[{\"predictionId\": \"p1\", \"actual\": 1}, {\"predictionId\": \"p2\", \"actual\": 0}]"),
                new Shape(
                        "ndjson",
                        NDJSON,
                        2,
                        "{\"id\": \"p1\", \"score\": 0.25, \"segments\": {\"country\": \"DE\"}, \"features\": {\"age\": 3}}\r\n"
                                + "\n{\"id\": \"p2\", \"score\": 0.75}",
                        "{\"predictionId\": \"p1\", \"actual\": 1}\n{\"predictionId\": \"p2\", \"actual\": 0}\n"),
                new Shape(
                        "csv",
                        CSV,
                        2,
                        "id,score,segments.country,features.age\r\np1,0.25,DE,3\r\n\"p2\",0.75,,\r\n",
                        "predictionId,actual\np1,1\np2,0\n"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void plain(Shape shape) {
        String model = "plain-" + shape.name();
        counts(post(model, "predictions", shape.type(), utf8(shape.predictions())), shape.rows(), 0, 0, 0, 0);
        counts(post(model, "outcomes", shape.type(), utf8(shape.outcomes())), shape.rows(), 0, 0, 0, 0);
        check(model, shape);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void gzipped(Shape shape) {
        String model = "gzip-" + shape.name();
        counts(
                post(model, "predictions", shape.type(), gzip(shape.predictions()), "Content-Encoding", "gzip"),
                shape.rows(),
                0,
                0,
                0,
                0);
        counts(
                post(model, "outcomes", shape.type(), gzip(shape.outcomes()), "Content-Encoding", "GZIP"),
                shape.rows(),
                0,
                0,
                0,
                0);
        check(model, shape);
    }

    private static void check(String model, Shape shape) {
        assertThat(report(server, model).required("totalSamples").intValue()).isEqualTo(shape.rows());
        JsonNode first = stored(server, model, "p1");
        assertThat(first.required("score").doubleValue()).isEqualTo(0.25);
        assertThat(first.required("segments").required("country").stringValue()).isEqualTo("DE");
        assertThat(first.required("features").required("age").asDouble()).isEqualTo(3);
        assertThat(first.required("outcome").required("actual").doubleValue()).isEqualTo(1);
    }

    /** Several batches of the session, so that counting goes over their edges. */
    @Test
    void aLongStreamAddsUp() {
        String rows = IntStream.range(0, 2_500)
                .mapToObj(i ->
                        i % 100 == 99 ? "{\"id\": \"p" + i + "\", \"score\": 7}\n" : HttpKit.prediction("p" + i, 0.5))
                .reduce("", String::concat);
        JsonNode answer = counts(server.predictions("long", rows), 2_475, 0, 0, 0, 25);
        assertThat(answer.required("errors").size()).isEqualTo(25);
        assertThat(answer.required("errors").get(24).required("line").longValue())
                .isEqualTo(2_500);
    }

    /** All bad rows are counted, the first hundred named. */
    @Test
    void manyBadRowsAreCountedButNotAllNamed() {
        String rows = "{\"id\": \"x\", \"score\": 7}\n".repeat(150) + HttpKit.prediction("good", 0.5);
        JsonNode answer = counts(server.predictions("many-bad", rows), 1, 0, 0, 0, 150);
        assertThat(answer.required("errors").size()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded",
                "nonsense",
                ""
            })
    void anyOtherTypeIsRefusedNamingTheAllowedOnes(String type) {
        byte[] row = utf8(HttpKit.prediction("p", 0.5));
        for (String path : new String[] {"predictions", "outcomes"}) {
            Answer answer = post("types", path, type.isEmpty() ? null : type, row);
            JsonNode problem = problem(answer, 415);
            assertThat(problem.required("detail").stringValue())
                    .contains("application/json", "application/x-ndjson", "text/csv")
                    .contains(type.isEmpty() ? "none" : type.replaceFirst(";.*", ""));
        }
        problem(server.get("/models/types"), 404);
    }

    @Test
    void anUnknownEncodingIsRefused() {
        Answer answer =
                post("types", "predictions", NDJSON, utf8(HttpKit.prediction("p", 0.5)), "Content-Encoding", "br");
        assertThat(problem(answer, 415).required("detail").stringValue()).contains("gzip", "br");
    }

    /** Nothing to take is an answer for a stream, which may be empty; JSON that is empty is no JSON. */
    @Test
    void emptyBodies() {
        assertThat(problem(post("empty", "predictions", JSON, new byte[0]), 400)
                        .required("detail")
                        .stringValue())
                .contains("empty");
        JsonNode csv = problem(post("empty", "outcomes", CSV, new byte[0]), 400);
        assertThat(csv.required("detail").stringValue()).contains("name the columns");
        Answer array = post("empty", "predictions", JSON, utf8("[]"));
        assertThat(array.status()).as(array.body()).isEqualTo(200);
        Answer stream = post("empty", "predictions", NDJSON, new byte[0]);
        assertThat(stream.status()).as(stream.body()).isEqualTo(200);
        problem(server.get("/models/empty"), 404);
    }

    private static Answer post(String model, String path, String type, byte[] body, String... headers) {
        return HttpKit.send(server, "POST", "/models/" + model + "/" + path, type, body, headers);
    }
}

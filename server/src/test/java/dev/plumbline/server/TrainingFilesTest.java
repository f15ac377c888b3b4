package dev.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Training files of rows, and schemas beside them, over HTTP. Seed 78. */
class TrainingFilesTest {
    @TempDir
    Path data;

    private TestServer server;

    private Path start(String name, String text, String schema) {
        Path file = data.resolve(name);
        ContractTraining.write(file, text);
        ContractTraining.write(data.resolve("schema.json"), schema);
        server = TestServer.start(
                data,
                Map.of(
                        "PLUMBLINE_TRAINING_DATA",
                        file.toString(),
                        "PLUMBLINE_TRAINING_SCHEMA",
                        data.resolve("schema.json").toString()));
        return file;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String rows(String between) {
        Random random = new Random(78);
        StringBuilder text = new StringBuilder(String.join(between, "x", "country", "likes", "class") + "\n");
        for (int i = 0; i < 600; i++) {
            int label = 1 + i % 3;
            String country = random.nextInt(4) == 0 ? "" : random.nextInt(3) < label ? "se" : "de";
            text.append(String.join(
                            between,
                            Double.toString(label + random.nextGaussian()),
                            country,
                            Integer.toString(100 * label),
                            Integer.toString(label)))
                    .append('\n');
        }
        return text.toString();
    }

    private static final String SCHEMA = "{\"label\":\"class\",\"split\":{\"seed\":7},\"features\":["
            + "{\"name\":\"country\",\"type\":\"category\"},"
            + "{\"name\":\"likes\",\"type\":\"number\",\"availableAtPrediction\":false}]}";

    @ParameterizedTest
    @ValueSource(strings = {"rows.csv", "rows.tsv"})
    void files_ofOtherShapes_areLearnt(String name) {
        start(name, rows(name.endsWith("tsv") ? "\t" : ","), SCHEMA);
        JsonNode answer = HttpKit.ok(server.cron("/api/cron/retrain-ml"));
        JsonNode preparation = answer.get("provenance").get("preparation");

        assertThat(answer.get("promotion").get("decision").asString()).isEqualTo("Promoted");
        assertThat(answer.get("leakage").get("suspected").asBoolean()).isFalse();
        assertThat(answer.get("testAccuracy").asDouble()).isBetween(0.45, 0.9);
        assertThat(answer.get("provenance").get("featureNames").toString()).isEqualTo("[\"x\",\"country\"]");
        assertThat(preparation.get("unavailable").toString()).isEqualTo("[\"likes\"]");
        assertThat(preparation.get("split").toString()).isEqualTo("{\"by\":\"stratified\",\"test\":0.2,\"seed\":7}");
        assertThat(answer.get("skew").isNull()).isTrue();
        JsonNode served = HttpKit.ok(server.post(
                "/models/default/predict", "[{\"features\":{\"x\":1,\"country\":\"fr\"}},{\"features\":{\"x\":1}}]"));
        assertThat(served.get(0).get("probabilities")).isEqualTo(served.get(1).get("probabilities"));
        JsonNode run = HttpKit.ok(server.get("/models/default/training-runs"))
                .get("items")
                .get(0);
        assertThat(run.get("provenance").get("preparation")).isEqualTo(preparation);
        assertThat(run.get("leakage")).isEqualTo(answer.get("leakage"));
    }

    /** The model that served goes on serving, whatever the file or the schema has become. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    x,country,likes,class\\n1,se,1\\n | rows.csv line 2: got 3 cells; 4 cells as in the header
                    x,country,likes,class\\n1,se,1,good\\n | rows.csv line 2: class: got good; a label is a whole number of 0 or more, such as 1 to 5
                    x,country,likes,class\\nhigh,se,1,1\\n | rows.csv line 2: x: got high; a number such as 0.72; texts are read where a schema declares a category
                    x,country,likes,class\\n1,se,1,2\\n2,se,1,2\\n3,se,1,2\\n | trainSet.labels has only the class 2: there is nothing to learn
                    x,likes,class\\n1,1,2\\n2,1,1\\n | the schema declares country, but rows.csv has no such column; its columns are x
                    x,country,class\\n1,se,2\\n2,se,1\\n | the schema declares likes, but rows.csv has no such column; its columns are x, country
                    """)
    void badFiles_failInWords_andTheOldModelServesOn(String text, String message) {
        Path file = start("rows.csv", rows(","), SCHEMA);
        HttpKit.ok(server.cron("/api/cron/retrain-ml"));
        ContractTraining.write(file, text.replace("\\n", "\n"));
        Answer answer = server.cron("/api/cron/retrain-ml");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().get("error").asString())
                .startsWith("Training failed: ")
                .endsWith(message);
        assertThat(HttpKit.ok(server.post("/models/default/predict", "{\"features\":{\"x\":1,\"country\":\"se\"}}"))
                        .get("modelVersion")
                        .asString())
                .isEqualTo("1");
    }

    @Test
    void badSchema_failsInWords() {
        start("rows.csv", rows(","), "{\"labels\":\"class\"}");
        Answer answer = server.cron("/api/cron/retrain-ml");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().get("error").asString())
                .endsWith(
                        "schema.json: schema has the member \"labels\", allowed are features, label, time, group, split,"
                                + " allowUnavailable");
    }
}

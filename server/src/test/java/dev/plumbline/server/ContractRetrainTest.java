package dev.plumbline.server;

import static dev.plumbline.server.TestServer.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.server.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Section 1, {@code GET /api/cron/retrain-ml}: what is trained, answered and counted. */
class ContractRetrainTest {
    @TempDir
    static Path data;

    private static Path training;
    private static TestServer server;

    @BeforeAll
    static void start() {
        training = data.resolve("training.json");
        ContractTraining.write(training, 111);
        server = TestServer.start(data, Map.of("PLUMBLINE_TRAINING_DATA", training.toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode retrain(String model, String document) {
        server.put("/models/" + model, "{}");
        ContractTraining.write(training, document);
        Answer answer = server.cron("/api/cron/retrain-ml?model=" + model);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static void isFiveByFive(JsonNode matrix, int... diagonal) {
        assertThat(matrix.size()).isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            assertThat(matrix.get(i).size()).isEqualTo(5);
            for (int j = 0; j < 5; j++) {
                assertThat(matrix.get(i).get(j).asInt()).isEqualTo(i == j ? diagonal[i] : 0);
            }
        }
    }

    @Test
    void answer_hasAllItsFields() {
        JsonNode answer = retrain("fields", ContractTraining.document(112).toString());

        assertThat(answer.get("status").asString()).isEqualTo("completed");
        assertThat(answer.get("trainAccuracy").asDouble()).isBetween(0.9, 1.0);
        assertThat(answer.get("testAccuracy").asDouble()).isBetween(0.9, 1.0);
        assertThat(answer.get("confusionMatrix").size()).isEqualTo(3);
        assertThat(answer.get("outcomeCount").asInt()).isZero();
        assertThat(answer.get("outcomesRecommended").asInt()).isEqualTo(100);
        assertThat(answer.get("trainedAt").asString()).isEqualTo(START.toString());
        assertThat(answer.get("modelVersion").asString()).isEqualTo("1");
        assertThat(answer.get("classes").toString()).isEqualTo("[1,2,3]");
        assertThat(answer.get("leakage").get("suspected").isBoolean()).isTrue();
        assertThat(answer.get("promotion").get("decision").asString()).isEqualTo("Promoted");
        assertThat(answer.get("logLoss").asDouble()).isBetween(0.0, 0.5);
        assertThat(answer.get("candidates"))
                .hasSize(3)
                .filteredOn(each -> each.get("chosen").asBoolean())
                .singleElement()
                .satisfies(each -> assertThat(each.get("trainer")).isEqualTo(answer.get("trainer")));
        assertThat(answer.get("testAccuracyInterval").get(0).asDouble())
                .isLessThan(answer.get("testAccuracy").asDouble());
        assertThat(answer.get("perClass").get(2).get("label").asInt()).isEqualTo(3);
        assertThat(answer.get("calibration").get("classes")).hasSize(3);
        assertThat(answer.get("importance").get(0).get("logLossIncrease").asDouble())
                .isPositive();
    }

    @Test
    void outcomes_areCountedButNeverBlock() {
        Streams.send(server, "counted", Streams.equal("p", 0.5, 3, 7, START));

        JsonNode answer = retrain("counted", ContractTraining.document(113).toString());

        assertThat(answer.get("status").asString()).isEqualTo("completed");
        assertThat(answer.get("outcomeCount").asInt()).isEqualTo(7);
        assertThat(retrain("none", ContractTraining.document(113).toString())
                        .get("status")
                        .asString())
                .isEqualTo("completed");
    }

    /** Relabelled test rows: every row of class 1 is said to be of class 2, so row 2 of the matrix has what column 1 got. */
    @Test
    void matrix_hasTrueClassesInRows() {
        ObjectNode document = ContractTraining.document(114);
        JsonNode right = retrain("rows", document.toString()).get("confusionMatrix");
        ArrayNode labels = (ArrayNode) document.get("testSet").get("labels");
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i).asInt() == 1) {
                labels.set(i, 2);
            }
        }

        JsonNode matrix = retrain("rows", document.toString()).get("confusionMatrix");

        for (int j = 0; j < 3; j++) {
            assertThat(matrix.get(0).get(j).asInt()).isZero();
            assertThat(matrix.get(1).get(j).asInt())
                    .isEqualTo(right.get(0).get(j).asInt() + right.get(1).get(j).asInt());
            assertThat(matrix.get(2).get(j).asInt())
                    .isEqualTo(right.get(2).get(j).asInt());
        }
        assertThat(matrix.get(1).get(0).asInt()).isPositive();
    }

    /** Case L1: a column that is one number but for rounding changes nothing, in training nor when it is off a little. */
    @Test
    void constantColumn_changesNothing() {
        JsonNode plain = retrain("plain", ContractTraining.fieldCase("L1/plain.json"));
        JsonNode constant = retrain("constant", ContractTraining.fieldCase("L1/with_constant.json"));

        for (JsonNode answer : new JsonNode[] {plain, constant}) {
            assertThat(answer.get("trainAccuracy").asDouble()).isEqualTo(1);
            assertThat(answer.get("testAccuracy").asDouble()).isEqualTo(1);
            isFiveByFive(answer.get("confusionMatrix"), 8, 8, 8, 8, 8);
        }
        String probe = ContractTraining.fieldCase("L1/probe.json");
        JsonNode off = server.post("/models/constant/predict", probe).json().get("probabilities");
        JsonNode on = server.post("/models/constant/predict", probe.replace("-8.1}", "-8.111728083308073}"))
                .json()
                .get("probabilities");
        for (int label = 1; label <= 5; label++) {
            String name = String.valueOf(label);
            assertThat(off.get(name).asDouble()).isCloseTo(on.get(name).asDouble(), offset(1e-6));
            assertThat(off.get("1").asDouble())
                    .isGreaterThanOrEqualTo(off.get(name).asDouble());
        }
    }

    /** Case L3: the test set has no row of class 3. */
    @Test
    void classMissingInTheTestSet_isAnEmptyRow() {
        JsonNode answer = retrain("lacks", ContractTraining.fieldCase("L3/no3.json"));

        isFiveByFive(answer.get("confusionMatrix"), 8, 8, 0, 8, 8);
        assertThat(answer.get("classes").toString()).isEqualTo("[1,2,3,4,5]");
        assertThat(answer.get("trainAccuracy").asDouble()).isEqualTo(1);
        assertThat(answer.get("testAccuracy").asDouble()).isEqualTo(1);
    }

    @Test
    void sharedTrainingData_isLearntNearlyPerfectly() throws IOException {
        Path shared = ContractTraining.shared("data/training-data.json");
        assumeTrue(shared != null, "shared/data/training-data.json is not at hand");

        JsonNode answer = retrain("shared", Files.readString(shared));

        assertThat(answer.get("testAccuracy").asDouble()).isGreaterThanOrEqualTo(0.98);
        assertThat(answer.get("leakage").get("suspected").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"trainAccuracy", "testAccuracy", "logLoss"})
    void numbers_areNeverRounded(String field) {
        ContractTraining.write(training, 115);
        server.put("/models/digits", "{}");
        Answer answer = server.cron("/api/cron/retrain-ml?model=digits");

        String digits = Double.toString(answer.json().get(field).asDouble());
        assertThat(answer.body()).contains("\"" + field + "\":" + digits + ",");
        assertThat(Math.rint(answer.json().get("logLoss").asDouble() * 1e9))
                .isNotEqualTo(answer.json().get("logLoss").asDouble() * 1e9);
    }
}

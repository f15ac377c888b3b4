package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.badField;
import static dev.plumbline.server.HttpKit.ok;
import static dev.plumbline.server.HttpKit.outcome;
import static dev.plumbline.server.HttpKit.prediction;
import static dev.plumbline.server.HttpKit.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Declarations of models. */
class ModelsTest {
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data);
        server.put("/models/bad", "{}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void createdOnceThenChangedFieldByField() {
        Answer created = server.put(
                "/models/shop",
                "{\"scoreScale\": \"percent\", \"maturityDelay\": \"P30D\", \"classes\": [\"low\", \"high\"], \"maxWeight\": 3}");
        assertThat(created.status()).isEqualTo(201);
        JsonNode json = created.json();
        assertThat(json.required("model").stringValue()).isEqualTo("shop");
        assertThat(json.required("createdAt").stringValue()).isEqualTo(TestServer.START.toString());
        assertThat(json.required("outcomeScale").stringValue()).isEqualTo("percent");
        assertThat(json.required("refitWindow").stringValue()).isEqualTo("P90D");

        JsonNode changed = ok(server.put("/models/shop", "{\"promotion\": \"manual\", \"refitWindow\": \"all\"}"));
        assertThat(changed.required("promotion").stringValue()).isEqualTo("manual");
        assertThat(changed.required("refitWindow").stringValue()).isEqualTo("all");
        assertThat(changed.required("maturityDelay").stringValue()).isEqualTo("P30D");
        assertThat(changed.required("classes").toString()).isEqualTo("[\"low\",\"high\"]");
        assertThat(changed.required("maxWeight").doubleValue()).isEqualTo(3);
        assertThat(ok(server.get("/models/shop"))).isEqualTo(changed);
        JsonNode cleared = ok(server.put("/models/shop", "{\"promotion\": null, \"maturityDelay\": \"auto\"}"));
        assertThat(cleared.required("promotion").stringValue()).isEqualTo("gated"); // the server's
        assertThat(cleared.required("maturityDelay").stringValue()).isEqualTo("auto");
    }

    /** Outcomes follow the scores until they are declared; a declaration stays. */
    @Test
    void outcomesFollowTheScoresUntilTheyAreDeclared() {
        assertThat(server.put("/models/follow", "{\"scoreScale\": \"percent\"}")
                        .json()
                        .required("outcomeScale")
                        .stringValue())
                .isEqualTo("percent");
        ok(server.put("/models/follow", "{\"outcomeScale\": \"unit\"}"));
        assertThat(ok(server.put("/models/follow", "{\"scoreScale\": \"percent\"}"))
                        .required("outcomeScale")
                        .stringValue())
                .isEqualTo("unit");
        assertThat(ok(server.put("/models/follow", "{\"outcomeScale\": null}"))
                        .required("outcomeScale")
                        .stringValue())
                .isEqualTo("percent");
    }

    @Test
    void defaultsAreThoseOfTheDocument() {
        JsonNode json = server.put("/models/defaults", "{}").json();
        assertThat(json.required("scoreScale").stringValue()).isEqualTo("unit");
        assertThat(json.required("outcomeScale").stringValue()).isEqualTo("unit");
        assertThat(json.required("maturityDelay").stringValue()).isEqualTo("auto");
        assertThat(json.required("currentVersion").isNull()).isTrue();
        assertThat(json.required("dependence").stringValue()).isEqualTo("pair");
        assertThat(json.required("maxWeight").doubleValue()).isEqualTo(1);
        assertThat(json.required("missingRatio").doubleValue()).isEqualTo(1.1);
        assertThat(json.required("refitWindow").stringValue()).isEqualTo("P90D");
        assertThat(json.required("publicDiagram").booleanValue()).isFalse();
        assertThat(ok(server.get("/models/default")).required("scoreScale").stringValue())
                .isEqualTo("percent");
        // A body is not needed to declare one.
        assertThat(server.put("/models/nobody", "").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'scoreScale': 'percents'}        | scoreScale     | unit or percent          | percents",
                "{'scoreScale': 100}               | scoreScale     | a text                   | 100",
                "{'outcomeScale': ''}              | outcomeScale   | unit or percent          | ''",
                "{'maturityDelay': '30 days'}      | maturityDelay  | auto or a duration       | 30 days",
                "{'maturityDelay': 30}             | maturityDelay  | a text                   | 30",
                "{'maturityDelay': '-P1D'}         | maturityDelay  | a duration               | -P1D",
                "{'maturityDelay': 'P1M'}          | maturityDelay  | a duration               | P1M",
                "{'maturityDelay': 'P36501D'}      | maturityDelay  | at most P36500D          | P36501D",
                "{'promotion': 'sometimes'}        | promotion      | gated, always or manual  | sometimes",
                "{'promotion': 'ALWAYS'}           | promotion      | gated, always or manual  | ALWAYS",
                "{'currentVersion': ''}            | currentVersion | characters               | ''",
                "{'currentVersion': 1.5}           | currentVersion | text                     | 1.5",
                "{'segments': 'country'}           | segments       | an array                 | country",
                "{'segments': ['a','b','c','d','e','f','g','h','i']} | segments | at most 8   | a",
                "{'segments': ['a:b']}             | segments       | names without ':'        | a:b",
                "{'segments': ['a', 'a']}          | segments       | different                | a",
                "{'classes': [true]}               | classes        | text                     | true",
                "{'classes': ['a','b'], 'tierMidpoints': [10]} | tierMidpoints | each of the 2  | 10",
                "{'tierMidpoints': [101]}          | tierMidpoints  | [0.0, 100.0]             | 101",
                "{'materialLoss': -1}              | materialLoss   | [0.0, 1.0]               | -1",
                "{'dependence': 'week'}            | dependence     | pair or day              | week",
                "{'maxWeight': 0}                  | maxWeight      | above 0                  | 0",
                "{'maxWeight': 1e400}              | maxWeight      | at most                  | ''",
                "{'missingRatio': 0.9}             | missingRatio   | [1.0, 100.0]             | 0.9",
                "{'refitWindow': 'everything'}     | refitWindow    | all or a duration        | everything",
                "{'publicDiagram': 'yes'}          | publicDiagram  | true or false            | yes",
                "{'scorescale': 'unit'}            | scorescale     | scoreScale, outcomeScale | scorescale",
                "{'scoreScale': null}              | scoreScale     | a text                   | null",
                "[]                                | body           | a JSON object            | []",
                "'unit'                            | body           | a JSON object            | unit",
            },
            quoteCharacter = '`')
    void badValuesAreNamedAndChangeNothing(String body, String field, String allowed, String value) {
        JsonNode before = ok(server.get("/models/bad"));
        String shown = value.equals("''") ? "" : value;
        badField(server.put("/models/bad", body.replace('\'', '"')), field, allowed, shown);
        assertThat(ok(server.get("/models/bad"))).isEqualTo(before);
        String fresh = "/models/never-declared";
        badField(server.put(fresh, body.replace('\'', '"')), field, allowed, shown);
        problem(server.get(fresh), 404);
    }

    @Test
    void malformedBodiesNameThePlace() {
        for (String body :
                new String[] {"{\"scoreScale\": ", "scoreScale: unit", "{\"maxWeight\": 1, \"maxWeight\": 2}", "{} {}"
                }) {
            JsonNode json = problem(server.put("/models/bad", body), 400);
            assertThat(json.required("detail").stringValue()).contains("line 1, column");
        }
    }

    @Test
    void theScaleOfAModelWithRowsStays() {
        server.put("/models/scaled", "{}");
        ok(server.put("/models/scaled", "{\"scoreScale\": \"percent\"}"));
        ok(server.put("/models/scaled", "{\"scoreScale\": \"unit\"}"));
        server.predictions("scaled", prediction("a", 0.5));
        JsonNode conflict = problem(server.put("/models/scaled", "{\"scoreScale\": \"percent\"}"), 409);
        assertThat(conflict.required("detail").stringValue()).contains("scoreScale", "unit to percent");
        ok(server.put("/models/scaled", "{\"scoreScale\": \"unit\", \"maxWeight\": 2}"));
        problem(server.put("/models/scaled", "{\"outcomeScale\": \"percent\"}"), 409);
        server.outcomes("waiting-only", outcome("a", 1));
        problem(server.put("/models/waiting-only", "{\"scoreScale\": \"percent\"}"), 409);
    }

    @Test
    void allModelsAreListedByName() {
        server.put("/models/zz", "{}");
        server.predictions("aa", prediction("a", 0.5));
        JsonNode list = ok(server.get("/models"));
        var names = StreamSupport.stream(list.required("items").spliterator(), false)
                .map(item -> item.required("model").stringValue())
                .toList();
        assertThat(names).isSorted().contains("aa", "zz", "default");
        assertThat(list.required("next").isNull()).isTrue();
        problem(server.get("/models/AA"), 404);
    }

    /** A bad first row declares nothing, a good one does. */
    @Test
    void aFirstRowDeclares() {
        server.predictions("first", prediction("a", 1.5));
        problem(server.get("/models/first"), 404);
        server.predictions("first", prediction("a", 1.5) + prediction("b", 0.5));
        assertThat(ok(server.get("/models/first")).required("scoreScale").stringValue())
                .isEqualTo("unit");
    }

    @Test
    void theDeclaredVersionIsTheCurrentOne() {
        server.predictions(
                "current",
                "{\"id\": \"a\", \"score\": 0.5, \"version\": \"1\"}\n"
                        + "{\"id\": \"b\", \"score\": 0.5, \"version\": \"2\"}\n{\"id\": \"c\", \"score\": 0.5, \"version\": \"2\"}\n");
        assertThat(ok(server.get("/models/current/calibrator"))
                        .required("modelVersion")
                        .stringValue())
                .isEqualTo("2");
        ok(server.put("/models/current", "{\"currentVersion\": \"1\"}"));
        assertThat(ok(server.get("/models/current/calibrator"))
                        .required("modelVersion")
                        .stringValue())
                .isEqualTo("1");
    }
}

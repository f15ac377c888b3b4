package dev.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.Json;
import dev.plumbline.server.TestServer.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The hand-written document, held against the mapped handlers and against real answers. */
class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");
    private static TestServer server;
    private static JsonNode document;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TestServer.start(data, Map.of("PLUMBLINE_PROMOTION", "always", "PLUMBLINE_TRAINING_DATA", "store"));
        document = HttpKit.ok(
                server.send(server.request("/api/v1/openapi.json", null).build()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyMappedHandler_isInTheDocument_andNothingElse() {
        Set<String> mapped = new TreeSet<>();
        server.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues().stream()
                        .filter(path -> !path.equals("/error")) // where the container sends errors, for nobody to call
                        .forEach(path -> info.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> mapped.add(method + " " + path))));

        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().propertyNames().stream()
                        .filter(METHODS::contains)
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(described).isEqualTo(mapped).hasSizeGreaterThan(30);
    }

    @Test
    void document_isOpenApiInShape_andEveryReferenceResolves() {
        assertThat(document.required("openapi").stringValue()).startsWith("3.1.");
        assertThat(document.at("/info/version").stringValue()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(document.at("/components/securitySchemes/bearer/scheme").stringValue())
                .isEqualTo("bearer");
        assertThat(document.toString()).doesNotContain("MAX_LIMIT", "\"VERSION\"");
        for (JsonNode node : nodes(document, new ArrayList<>())) {
            if (node.has("$ref") && node.get("$ref").isString()) {
                String reference = node.get("$ref").stringValue();
                assertThat(reference).startsWith("#/");
                assertThat(document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            }
        }
        Set<String> ids = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(entry -> {
                    if (METHODS.contains(entry.getKey())) {
                        operation(entry.getKey() + " " + path.getKey(), path.getValue(), entry.getValue());
                        assertThat(ids.add(
                                        entry.getValue().required("operationId").stringValue()))
                                .isTrue();
                    }
                }));
    }

    private static void operation(String name, JsonNode item, JsonNode operation) {
        assertThat(operation.path("summary").asString("")).as(name).isNotBlank();
        assertThat(operation.path("tags").size()).as(name).isEqualTo(1);
        Set<String> inPath = new TreeSet<>();
        for (JsonNode list : List.of(item.path("parameters"), operation.path("parameters"))) {
            for (JsonNode each : list) {
                JsonNode parameter = resolved(each);
                assertThat(parameter.required("schema").isObject()).as(name).isTrue();
                if (parameter.required("in").stringValue().equals("path")) {
                    inPath.add("{" + parameter.required("name").stringValue() + "}");
                    assertThat(parameter.required("required").booleanValue())
                            .as(name)
                            .isTrue();
                }
            }
        }
        Set<String> inTemplate = Pattern.compile("\\{[^}]+}")
                .matcher(name)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(inPath).as(name).isEqualTo(inTemplate);
        assertThat(operation.required("responses").propertyNames()).as(name).anyMatch(status -> status.startsWith("2"));
        operation.required("responses").properties().forEach(response -> {
            assertThat(response.getKey()).as(name).matches("[2345]\\d\\d");
            assertThat(resolved(response.getValue()).path("description").asString(""))
                    .as(name)
                    .isNotBlank();
        });
        if (!operation.has("security") && !name.contains("/api/cron") && !name.contains("/api/admin")) {
            assertThat(operation.required("responses").propertyNames()).as(name).contains("401", "403", "429");
        }
    }

    /** What the ingest key opens is named wherever it is listed. */
    @Test
    void ingestKey_opensRecordsToo_andThePagesSaySo() {
        assertThat(document.at("/components/securitySchemes/bearer/description").stringValue())
                .contains("predictions, outcomes, records, calibrate");
        assertThat(server.send(server.request("/", null).build()).body()).contains("/api/v1/models/{model}/records");
    }

    /** Each field that is answered is described: with its type, on answers of a model that has seen everything. */
    @Test
    void realAnswers_haveTheDescribedFields() {
        HttpKit.pairsThatAreTooHigh(
                server, "m", "p", 20, ",\"group\":\"g\",\"segments\":{\"country\":\"DE\"},\"features\":{\"age\":3}");
        described("Calibrated", server.post("/models/m/calibrate", "{\"score\":0.4}"));
        described("Calibrated", server.post("/models/m/calibrate", "{\"scores\":[0.4]}"));
        described("Audit", server.cron("/api/cron/calibration-audit?model=m"));
        described("Audit", server.post("/models/m/audits", "{}"));
        described("Audit", server.post("/models/m/audits/1/replay", ""));
        described("Audits", server.get("/models/m/audits"));
        described("Skipped", server.cron("/api/cron/calibration-audit"));
        described("Report", server.cron("/api/admin/calibration-report?model=m&days=30"));
        described("Report", server.get("/models/m/reports?segment=country:DE"));
        described("Model", server.get("/models/m"));
        described("Models", server.get("/models"));
        described("Calibrator", server.get("/models/m/calibrator"));
        described("CalibratorVersions", server.get("/models/m/calibrators"));
        described(
                "Promotion", server.post("/models/m/calibrators/rollback", "{\"expectedVersion\":1,\"reason\":\"x\"}"));
        described("Promotions", server.get("/models/m/promotions"));
        described("Runs", server.get("/runs"));
        described("StoredPrediction", server.get("/models/m/predictions/p0-1"));
        described("IntakeAnswer", server.outcomes("m", HttpKit.outcome("zz", 1) + "{}\n"));
        described("WaitingOutcomes", server.get("/models/m/outcomes/waiting"));
        described(
                "Record",
                server.get("/models/m/records?from=2026-06-01T00:00:00Z")
                        .body()
                        .lines()
                        .findFirst()
                        .orElseThrow());
        described("Purged", server.post("/models/m/purge", "{\"olderThan\":\"P365D\"}"));
        described("Now", server.get("/clock"));
        HttpKit.pairsThatAreTooHigh(server, "m", "o", 5, ",\"features\":{\"age\":5}");
        HttpKit.pairsThatAreTooHigh(server, "m", "n", 10, ",\"features\":{\"age\":4}");
        described(
                "Training",
                HttpKit.ok(server.cron("/api/cron/retrain-ml?model=m")).toString());
        described("Trainings", server.get("/models/m/training-runs"));
        described("TrainedModels", server.get("/models/m/trained-models"));
        described("TrainedPromotions", server.get("/models/m/trained-models/promotions"));
        described(
                "TrainedPromotion",
                server.post("/models/m/trained-models/1/promote", "{\"expectedVersion\":1,\"reason\":\"x\"}"));
        described("Skew", server.get("/models/m/skew"));
        HttpKit.pairsThatAreTooHigh(server, "m", "q", 5, ",\"features\":{\"age\":4}");
        HttpKit.ok(server.cron("/api/cron/retrain-ml?model=m"));
        described(
                "Shadow",
                HttpKit.ok(server.get("/models/m/trained-models/1/shadow")).toString());
        described("Alerts", server.get("/alerts"));
        described("Problem", server.get("/models/m/audits?limit=0"));
        described("Problem", server.get("/models/unknown"));
        described("Health", server.send(server.request("/health", null).build()));
        described("TrainingSkipped", server.cron("/api/cron/retrain-ml"));
        server.predictions("default", "{\"id\":\"p\",\"score\":5,\"features\":{\"age\":3}}\n");
        described("ContractError", server.cron("/api/cron/retrain-ml"));
    }

    private static void described(String schema, Answer answer) {
        described(schema, answer.body());
    }

    private static void described(String schema, String answer) {
        matches(schema, document.at("/components/schemas/" + schema), Json.read(answer));
    }

    private static void matches(String place, JsonNode given, JsonNode value) {
        JsonNode schema = resolved(given);
        if (schema.has("anyOf") && !schema.has("properties")) {
            if (!value.isNull()) {
                matches(place, schema.at("/anyOf/0"), value);
            }
            return;
        }
        if (schema.has("enum")) {
            assertThat(schema.get("enum")).as(place).contains(value);
        }
        if (schema.has("type")) {
            JsonNode types = schema.get("type");
            List<String> allowed = types.isArray()
                    ? types.valueStream().map(JsonNode::stringValue).toList()
                    : List.of(types.stringValue());
            String type = value.isIntegralNumber() && !allowed.contains("number")
                    ? "integer"
                    : value.getNodeType().name().toLowerCase(Locale.ROOT);
            assertThat(allowed).as(place + " = " + value).contains(type);
        }
        schema.path("required")
                .forEach(name -> assertThat(value.has(name.stringValue()))
                        .as(place + "." + name)
                        .isTrue());
        if (value.isObject() && schema.has("properties")) {
            value.properties().forEach(field -> {
                String where = place + "." + field.getKey();
                assertThat(schema.get("properties").has(field.getKey()))
                        .as(where + " is not described")
                        .isTrue();
                matches(where, schema.get("properties").get(field.getKey()), field.getValue());
            });
        } else if (value.isObject() && schema.path("additionalProperties").isObject()) {
            value.properties().forEach(field -> matches(place, schema.get("additionalProperties"), field.getValue()));
        }
        value.valueStream()
                .limit(value.isArray() ? 20 : 0)
                .forEach(item -> matches(place + "[]", schema.path("items"), item));
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").stringValue().substring(1)) : node;
    }

    private static List<JsonNode> nodes(JsonNode node, List<JsonNode> found) {
        found.add(node);
        node.forEach(child -> nodes(child, found));
        return found;
    }

    @Test
    void page_showsEveryOperationAndField_withoutScriptOrAnotherHost() {
        Answer page = server.send(server.request("/api/v1/docs", null).build());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.header("Content-Security-Policy")).isEqualTo("default-src 'self'");
        assertThat(page.body()).doesNotContain("<script", "style=", "onclick", "http://", "https://", "VERSION");
        document.path("paths")
                .propertyNames()
                .forEach(path -> assertThat(page.body()).contains(path));
        document.at("/components/schemas")
                .propertyNames()
                .forEach(name -> assertThat(page.body()).contains("id=\"" + name + "\""));
        var links = Pattern.compile("href=\"#([^\"]*)\"").matcher(page.body());
        while (links.find()) {
            assertThat(page.body()).contains("id=\"" + links.group(1) + "\"");
        }
        assertThat(Json.text(document).length()).isGreaterThan(10_000);
    }
}

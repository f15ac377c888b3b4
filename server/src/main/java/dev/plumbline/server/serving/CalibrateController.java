package dev.plumbline.server.serving;

import dev.plumbline.files.FieldException;
import dev.plumbline.files.Row;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.intake.Intake;
import dev.plumbline.monitor.intake.IntakeAnswer;
import dev.plumbline.monitor.intake.IntakeSession;
import dev.plumbline.monitor.intake.IntakeStore;
import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.intake.RowIssue;
import dev.plumbline.monitor.intake.RowParser;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.serving.CalibrateScores;
import dev.plumbline.monitor.serving.CalibrateScores.Calibrated;
import dev.plumbline.monitor.versions.CalibratorJson;
import dev.plumbline.monitor.versions.InForce;
import dev.plumbline.server.http.Answers;
import dev.plumbline.server.http.Bodies;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Scores in, calibrated probabilities out; with an id the prediction is recorded by the same call. */
@RestController
@RequestMapping("/api/v1/models/{model}")
class CalibrateController {
    private static final int MAX_SCORES = 100_000;
    /** What counts without an id. */
    private static final Set<String> UNRECORDED = Set.of("score", "scores", "version");

    private static final Set<String> ISSUED = Set.of("probability", "calibratorVersion");

    private final CalibrateScores calibrate;
    private final Intake intake;
    private final IntakeStore store;
    private final Models models;
    private final Clock clock;

    CalibrateController(CalibrateScores calibrate, Intake intake, IntakeStore store, Models models, Clock clock) {
        this.calibrate = calibrate;
        this.intake = intake;
        this.store = store;
        this.models = models;
        this.clock = clock;
    }

    @PostMapping("/calibrate")
    ResponseEntity<byte[]> calibrate(@PathVariable String model, @RequestBody(required = false) byte[] bytes) {
        ObjectNode body = Bodies.object(bytes);
        if (body.has("id")) {
            return calibrateAndRecord(model, body);
        }
        ModelSettings settings = models.require(model).settings();
        String version = Bodies.textOrNull(body, "version");
        if (body.has("score") == body.has("scores")) {
            throw new FieldException("score", null, "either score or scores is required");
        }
        JsonNode sent = body.has("scores")
                ? body.get("scores")
                : Json.mapper().createArrayNode().add(body.get("score"));
        if (!sent.isArray() || sent.size() > MAX_SCORES) {
            throw new FieldException("scores", null, "must be an array of at most " + MAX_SCORES + " numbers");
        }
        double[] scores = new double[sent.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = score(sent.get(i), body.has("scores") ? "scores[" + i + "]" : "score", settings);
        }
        Calibrated calibrated = calibrate.calibrate(model, version, scores);
        ObjectNode answer = Json.object();
        if (body.has("scores")) {
            answer.set("probabilities", Json.mapper().valueToTree(calibrated.probabilities()));
        } else {
            answer.put("probability", calibrated.probabilities()[0]);
        }
        answer.putNull("interval").put("calibratorVersion", calibrated.inForce().version());
        List<String> ignored = body.propertyNames().stream()
                .filter(field -> !UNRECORDED.contains(field))
                .sorted()
                .toList();
        if (!ignored.isEmpty()) {
            answer.putArray("warnings")
                    .add("without id nothing is recorded: " + String.join(", ", ignored) + " was ignored");
        }
        return Answers.ok(answer);
    }

    private static double score(JsonNode node, String field, ModelSettings settings) {
        if (!node.isNumber()) {
            throw new FieldException(
                    field, node.toString(), "must be " + settings.scoreScale().range());
        }
        return settings.scoreScale().toUnit(field, node.doubleValue());
    }

    /** What a caller sends twice is answered twice alike: with the probability that was recorded the first time. */
    private ResponseEntity<byte[]> calibrateAndRecord(String model, ObjectNode body) {
        for (String field : ISSUED) {
            if (body.has(field)) {
                throw new FieldException(field, body.get(field).toString(), "must not be sent: this call makes it");
            }
        }
        IntakeSession<NewPrediction> session = intake.predictions(model);
        NewPrediction sent = new RowParser(session.settings(), clock, session::warn).prediction(new Row(1, body));
        // The calibrator of this prediction's own version: one fitted on other scores must never be applied.
        String version = sent.version() == null ? NewPrediction.DEFAULT_VERSION : sent.version();
        InForce inForce;
        double probability;
        if (session.model().isPresent()) {
            Calibrated calibrated = calibrate.calibrate(model, version, new double[] {sent.score()});
            inForce = calibrated.inForce();
            probability = calibrated.probabilities()[0];
        } else {
            inForce = InForce.identity(version);
            probability = sent.score();
        }
        session.accept(1, sent.issued(probability, inForce.version()));
        IntakeAnswer answer = intake.finishPredictions(model, session);
        int calibratorVersion = inForce.version();
        if (answer.conflicts() > 0) {
            RowIssue issue = answer.errors().get(0);
            if (!ISSUED.contains(issue.field())) {
                return Answers.problem(
                        HttpStatus.CONFLICT,
                        Answers.problem(
                                        HttpStatus.CONFLICT,
                                        issue.field() + ": got " + issue.value() + "; " + issue.allowed())
                                .put("field", issue.field())
                                .put("value", issue.value())
                                .put("allowed", issue.allowed()));
            }
            JsonNode stored = store.find(models.require(model), sent.id()).orElseThrow();
            probability = stored.required("probability").isNull()
                    ? stored.required("score").doubleValue()
                    : stored.required("probability").doubleValue();
            calibratorVersion = stored.required("calibratorVersion").asInt(0);
        }
        ObjectNode result = Json.object()
                .put("probability", probability)
                .putNull("interval")
                .put("calibratorVersion", calibratorVersion);
        if (!answer.warnings().isEmpty()) {
            result.set("warnings", Json.mapper().valueToTree(answer.warnings()));
        }
        return Answers.ok(result);
    }

    /**
     * The parameters, for clients that apply them themselves; unchanged ones are answered 304.
     *
     * @param version the model's version whose scores the client has; without it the current one
     */
    @GetMapping("/calibrator")
    ResponseEntity<byte[]> calibrator(
            @PathVariable String model,
            @RequestParam(required = false) String version,
            @RequestHeader(name = "If-None-Match", required = false) String known) {
        InForce inForce = calibrate.inForce(model, version);
        String tag = "\"" + inForce.version() + "\"";
        boolean unchanged = ETags.matches(known, tag);
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(unchanged ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .eTag(tag)
                .header("Cache-Control", "no-cache");
        if (unchanged) {
            return answer.build();
        }
        ObjectNode body = Json.object()
                .put("calibratorVersion", inForce.version())
                .put("modelVersion", inForce.modelVersion())
                .put("method", inForce.calibrator().method());
        body.set("parameters", CalibratorJson.parameters(inForce.calibrator()));
        body.put("scoreScale", "unit");
        body.put("since", inForce.since() == null ? null : inForce.since().toString());
        return answer.contentType(MediaType.APPLICATION_JSON).body(Json.bytes(body));
    }
}

package dev.plumbline.server.training;

import dev.plumbline.files.FieldException;
import dev.plumbline.learning.model.FeatureException;
import dev.plumbline.learning.retrain.LookForSkew;
import dev.plumbline.learning.retrain.PredictClass;
import dev.plumbline.learning.retrain.PredictClass.ClassPrediction;
import dev.plumbline.learning.retrain.TrainedModelStore;
import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.server.http.Answers;
import dev.plumbline.server.http.Paging;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Class probabilities from the trained model in force, and the records of trainings. */
@RestController
@RequestMapping("/api/v1/models/{model}")
class PredictController {
    private static final int MAX_ROWS = 100_000;

    private final PredictClass predict;
    private final TrainedModelStore store;
    private final Models models;
    private final LookForSkew skew;

    PredictController(PredictClass predict, TrainedModelStore store, Models models, LookForSkew skew) {
        this.predict = predict;
        this.store = store;
        this.models = models;
        this.skew = skew;
    }

    /** {@code {"features": {NAME: VALUE}}}, or an array of such objects: then the answer is an array. */
    @PostMapping("/predict")
    ResponseEntity<byte[]> predict(@PathVariable String model, @RequestBody(required = false) byte[] bytes) {
        JsonNode body = bytes == null || bytes.length == 0 ? Json.mapper().nullNode() : Json.read(bytes);
        models.require(model);
        if (body.isArray()) {
            if (body.size() > MAX_ROWS) {
                throw new InvalidArgumentException("body", "an array of at most " + MAX_ROWS + " objects", body.size());
            }
            List<Map<String, Object>> rows = new ArrayList<>(body.size());
            for (int i = 0; i < body.size(); i++) {
                rows.add(features(body.get(i), "[" + i + "]."));
            }
            return answer(model, predict.predictAll(model, rows));
        }
        Optional<ClassPrediction> one = predict.predict(model, features(body, ""));
        return answer(model, one);
    }

    private static ResponseEntity<byte[]> answer(String model, Optional<?> found) {
        return Answers.ok(found.orElseThrow(() -> new NotFoundException("No trained model is in force for model "
                + model + ": GET /api/cron/retrain-ml?model=" + model + " trains one")));
    }

    private static Map<String, Object> features(JsonNode row, String place) {
        if (!(row instanceof ObjectNode) || !(row.get("features") instanceof ObjectNode features)) {
            throw new FieldException(
                    place + "features",
                    row.isObject() ? null : row.toString(),
                    "is required: an object of numbers, or of texts for categories, by name");
        }
        Map<String, Object> values = new HashMap<>();
        features.properties().forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
        return values;
    }

    /** What the model knows how to take; anything else is left for it to refuse by its name. */
    private static Object value(JsonNode node) {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNull() ? null : node.isString() ? node.stringValue() : node;
    }

    /** What the model in force is asked against what it was trained on, as of now. */
    @GetMapping("/skew")
    ResponseEntity<byte[]> skew(@PathVariable String model) {
        return answer(model, skew.report(model));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> features(FeatureException e) {
        return Answers.problem(HttpStatus.BAD_REQUEST, Answers.problem(HttpStatus.BAD_REQUEST, e.getMessage()));
    }

    @GetMapping("/training-runs")
    ResponseEntity<byte[]> runs(
            @PathVariable String model,
            @RequestParam(required = false) Long before,
            @RequestParam(required = false) Integer limit) {
        return Answers.ok(store.list(models.require(model), Paging.before(before), Paging.limit(limit)));
    }
}

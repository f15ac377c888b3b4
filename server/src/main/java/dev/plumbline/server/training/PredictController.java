package dev.plumbline.server.training;

import dev.plumbline.learning.model.FeatureException;
import dev.plumbline.learning.retrain.LookForSkew;
import dev.plumbline.learning.retrain.PredictClass;
import dev.plumbline.learning.retrain.TrainedModelStore;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.server.http.Answers;
import dev.plumbline.server.http.Paging;
import java.nio.charset.StandardCharsets;
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

/** Class probabilities from the trained model in force, and the records of trainings. */
@RestController
@RequestMapping("/api/v1/models/{model}")
class PredictController {
    private static final byte[] NOTHING = "null".getBytes(StandardCharsets.UTF_8);

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

    /** See {@link PredictBody}. */
    @PostMapping("/predict")
    ResponseEntity<byte[]> predict(@PathVariable String model, @RequestBody(required = false) byte[] bytes) {
        byte[] body = bytes == null || bytes.length == 0 ? NOTHING : bytes;
        return answer(model, predict.serving(model).map(serving -> PredictBody.predict(serving, body)));
    }

    private static ResponseEntity<byte[]> answer(String model, Optional<?> found) {
        return Answers.ok(found.orElseThrow(() -> new NotFoundException("No trained model is in force for model "
                + model + ": GET /api/cron/retrain-ml?model=" + model + " trains one")));
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

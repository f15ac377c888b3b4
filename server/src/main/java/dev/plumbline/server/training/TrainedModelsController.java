package dev.plumbline.server.training;

import dev.plumbline.learning.retrain.ChangeTrainedModel;
import dev.plumbline.learning.retrain.CompareShadow;
import dev.plumbline.learning.retrain.TrainedModelStore;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.server.http.Answers;
import dev.plumbline.server.http.Bodies;
import dev.plumbline.server.http.Paging;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Trained models: which there are, what serves, taking them out and in. */
@RestController
@RequestMapping("/api/v1/models/{model}/trained-models")
class TrainedModelsController {

    private final Models models;
    private final TrainedModelStore store;
    private final ChangeTrainedModel change;
    private final CompareShadow shadow;

    TrainedModelsController(Models models, TrainedModelStore store, ChangeTrainedModel change, CompareShadow shadow) {
        this.models = models;
        this.store = store;
        this.change = change;
        this.shadow = shadow;
    }

    @GetMapping
    ResponseEntity<byte[]> list(
            @PathVariable String model,
            @RequestParam(required = false) Long before,
            @RequestParam(required = false) Integer limit) {
        return Answers.ok(store.versions(models.require(model), Paging.before(before), Paging.limit(limit)));
    }

    /** The portable form, the stored bytes. */
    @GetMapping("/{version}")
    ResponseEntity<byte[]> portable(@PathVariable String model, @PathVariable int version) {
        Model found = models.require(model);
        return Answers.ok(store.portable(found, version)
                .orElseThrow(() -> new NotFoundException(
                        "Unknown trained model version: " + version + " of model " + found.name())));
    }

    /** What the version would have said to recorded predictions, beside what serves. */
    @GetMapping("/{version}/shadow")
    ResponseEntity<byte[]> shadow(@PathVariable String model, @PathVariable int version) {
        return Answers.ok(shadow.report(model, version));
    }

    @PostMapping
    ResponseEntity<byte[]> add(@PathVariable String model, @RequestBody(required = false) byte[] bytes) {
        Bodies.object(bytes);
        return Answers.json(HttpStatus.CREATED, change.add(model, bytes));
    }

    @GetMapping("/promotions")
    ResponseEntity<byte[]> promotions(
            @PathVariable String model,
            @RequestParam(required = false) Long before,
            @RequestParam(required = false) Integer limit) {
        return Answers.ok(store.promotions(models.require(model), Paging.before(before), Paging.limit(limit)));
    }

    @PostMapping("/{version}/promote")
    ResponseEntity<byte[]> promote(
            @PathVariable String model, @PathVariable int version, @RequestBody(required = false) byte[] bytes) {
        Bodies.Change body = Bodies.change(bytes);
        return Answers.ok(change.promote(model, version, body.expectedVersion(), body.reason()));
    }

    @PostMapping("/rollback")
    ResponseEntity<byte[]> rollback(@PathVariable String model, @RequestBody(required = false) byte[] bytes) {
        Bodies.Change body = Bodies.change(bytes);
        return Answers.ok(change.rollback(model, body.expectedVersion(), body.reason()));
    }
}

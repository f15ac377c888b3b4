package dev.plumbline.server.serving;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.audit.AcknowledgeDrift;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.versions.CalibratorStore;
import dev.plumbline.monitor.versions.CalibratorVersion;
import dev.plumbline.monitor.versions.ChangeCalibrator;
import dev.plumbline.server.http.Answers;
import dev.plumbline.server.http.Bodies;
import dev.plumbline.server.http.Paging;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Calibrator versions and what was done with them. */
@RestController
@RequestMapping("/api/v1/models/{model}")
class CalibratorsController {
    private static final Set<String> REASON = Set.of("reason");

    private final Models models;
    private final CalibratorStore store;
    private final ChangeCalibrator change;
    private final AcknowledgeDrift acknowledge;

    CalibratorsController(Models models, CalibratorStore store, ChangeCalibrator change, AcknowledgeDrift acknowledge) {
        this.models = models;
        this.store = store;
        this.change = change;
        this.acknowledge = acknowledge;
    }

    @GetMapping("/calibrators")
    ResponseEntity<byte[]> list(
            @PathVariable String model,
            @RequestParam(required = false) Long before,
            @RequestParam(required = false) Integer limit) {
        Page<CalibratorVersion> page = store.list(models.require(model), Paging.before(before), Paging.limit(limit));
        return Answers.ok(new Page<>(
                page.items().stream().map(CalibratorsController::json).toList(), page.next()));
    }

    @GetMapping("/calibrators/{version}")
    ResponseEntity<byte[]> one(@PathVariable String model, @PathVariable int version) {
        Model found = models.require(model);
        return Answers.ok(store.find(found, version)
                .map(CalibratorsController::json)
                .orElseThrow(() ->
                        new NotFoundException("Unknown calibrator version: " + version + " of model " + found.name())));
    }

    private static ObjectNode json(CalibratorVersion version) {
        ObjectNode json = Json.object()
                .put("calibratorVersion", version.version())
                .put("modelVersion", version.modelVersion())
                .put("createdAt", version.createdAt().toString());
        json.setAll((ObjectNode) version.fit());
        return json;
    }

    @GetMapping("/promotions")
    ResponseEntity<byte[]> promotions(
            @PathVariable String model,
            @RequestParam(required = false) Long before,
            @RequestParam(required = false) Integer limit) {
        return Answers.ok(store.promotions(models.require(model), Paging.before(before), Paging.limit(limit)));
    }

    @PostMapping("/calibrators/{version}/promote")
    ResponseEntity<byte[]> promote(
            @PathVariable String model, @PathVariable int version, @RequestBody(required = false) byte[] bytes) {
        Bodies.Change body = Bodies.change(bytes);
        return Answers.ok(change.promote(model, version, body.expectedVersion(), body.reason()));
    }

    @PostMapping("/calibrators/rollback")
    ResponseEntity<byte[]> rollback(@PathVariable String model, @RequestBody(required = false) byte[] bytes) {
        Bodies.Change body = Bodies.change(bytes);
        return Answers.ok(change.rollback(model, body.expectedVersion(), body.reason()));
    }

    @PostMapping("/acknowledge")
    ResponseEntity<byte[]> acknowledge(@PathVariable String model, @RequestBody(required = false) byte[] bytes) {
        return Answers.ok(acknowledge.acknowledge(model, Bodies.reason(Bodies.object(bytes, REASON))));
    }
}

package dev.plumbline.server.models;

import dev.plumbline.learning.retrain.PredictClass;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelStore.Declared;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.serving.ParameterCache;
import dev.plumbline.server.http.Answers;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Declarations of models. */
@RestController
@RequestMapping("/api/v1/models")
class ModelsController {
    private final Models models;
    private final ParameterCache parameters;
    private final PredictClass predictions;

    ModelsController(Models models, ParameterCache parameters, PredictClass predictions) {
        this.models = models;
        this.parameters = parameters;
        this.predictions = predictions;
    }

    @GetMapping
    ResponseEntity<byte[]> list() {
        return Answers.ok(new Page<>(models.all().stream().map(this::json).toList(), null));
    }

    @GetMapping("/{model}")
    ResponseEntity<byte[]> one(@PathVariable String model) {
        return Answers.ok(json(models.require(model)));
    }

    /** Declares a model, or changes the fields that are sent. */
    @PutMapping("/{model}")
    ResponseEntity<byte[]> declare(@PathVariable String model, @RequestBody(required = false) byte[] body) {
        Declared declared = models.declare(model, body == null || body.length == 0 ? Json.object() : Json.read(body));
        parameters.invalidate(model);
        predictions.invalidate(model);
        return Answers.json(declared.created() ? HttpStatus.CREATED : HttpStatus.OK, json(declared.model()));
    }

    private ObjectNode json(Model model) {
        ObjectNode json = Json.object().put("model", model.name());
        json.setAll(model.settings().toJson());
        json.put("outcomeScale", model.settings().outcomeScale().wire()); // also where it only follows the scores
        json.put("promotion", models.policy(model).wire()); // also where it is the server's setting
        return json.put("createdAt", model.createdAt().toString());
    }
}

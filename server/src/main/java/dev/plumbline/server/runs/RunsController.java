package dev.plumbline.server.runs;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.jobs.RunStore;
import dev.plumbline.server.http.Answers;
import dev.plumbline.server.http.Paging;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** What ran, when, and how it ended. */
@RestController
@RequestMapping("/api/v1/runs")
class RunsController {
    private final RunStore runs;

    RunsController(RunStore runs) {
        this.runs = runs;
    }

    @GetMapping
    ResponseEntity<byte[]> list(
            @RequestParam(required = false) String job,
            @RequestParam(required = false) String model,
            @RequestParam(required = false) Long before,
            @RequestParam(required = false) Integer limit) {
        return Answers.ok(runs.list(job, model, Paging.before(before), Paging.limit(limit)));
    }

    /** The run, with its answer once it is completed: for callers that did not wait for it. */
    @GetMapping("/{id}")
    ResponseEntity<byte[]> one(@PathVariable long id) {
        ObjectNode run = Json.tree(runs.find(id).orElseThrow(() -> new NotFoundException("Unknown run: " + id)));
        run.set("answer", runs.answer(id).map(Json::read).orElse(null));
        return Answers.ok(run);
    }
}
